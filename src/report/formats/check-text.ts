import picocolors from 'picocolors';
import type { Finding, NotAnalysed, Severity } from '../../model/finding';
import type { CheckResult } from '../check-result';
import { Positions, type ReadablePlace } from '../positions';
import { totalOf } from './check-json';
import { foreignWords } from '../wording';
import { counted, plain, wrap } from './plain';

type Colors = ReturnType<typeof picocolors.createColors>;

const width = 100;
/** What was not analysed is counted in full and listed up to here; JSON lists all. */
const listedNotAnalysed = 10;

/** What `evolens check` prints for people: one block for each finding, and a line that sums up. */
export function checkText(results: readonly CheckResult[], options: { readonly colors: boolean }): string {
  const colors = picocolors.createColors(options.colors);
  const blocks = results.flatMap((result) => {
    const positions = new Positions(result);
    return result.findings.map(({ finding }) => findingBlock(finding, positions, colors));
  });
  const notAnalysed = results.flatMap((result) => {
    const positions = new Positions(result);
    return result.notAnalysed.map((one) => ({ one, positions }));
  });
  const parts = [
    ...blocks,
    notAnalysedBlock(notAnalysed, colors),
    remarkBlock(results, colors),
    summaryLine(results, colors),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function findingBlock(finding: Finding, positions: Positions, colors: Colors): string {
  const place = colors.bold(at(positions.placeOf(finding)));
  const door = finding.door === 'one-way' ? `  ${colors.magenta('one-way door')}` : '';
  const sure = finding.confidence === 'high' ? '' : colors.dim(`  confidence: ${finding.confidence}`);
  const head = `${place}  ${severityWord(finding.severity, colors)}  ${colors.bold(plain(finding.rule))}${door}${sure}`;
  const evidence = finding.evidence.map(
    (one) => `    ${colors.dim('at')} ${at(positions.placeOf(one))}  ${colors.dim(plain(one.message))}`,
  );
  return [head, wrap(finding.message, width, '  '), ...evidence].join('\n');
}

function at({ file, range }: ReadablePlace): string {
  return `${plain(file)}:${range.start.line + 1}:${range.start.character + 1}`;
}

function severityWord(severity: Severity, colors: Colors): string {
  const paint = { error: colors.red, warning: colors.yellow, info: colors.blue }[severity];
  return paint(severity);
}

function notAnalysedBlock(
  all: readonly { readonly one: NotAnalysed; readonly positions: Positions }[],
  colors: Colors,
): string {
  const lines = all
    .slice(0, listedNotAnalysed)
    .map(
      ({ one, positions }) =>
        `${at(positions.placeOf(one))}  ${colors.cyan('not analysed')}  ${plain(one.reason)}`,
    );
  const more = all.length - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [colors.dim(`… and ${more} more not analysed; --format json lists them`)] : []),
  ].join('\n');
}

function remarkBlock(results: readonly CheckResult[], colors: Colors): string {
  const { foreign } = totalOf(results.map((result) => result.summary));
  const remarks = [...new Set([...foreignWords(foreign), ...results.flatMap((result) => result.remarks)])];
  return remarks.map((remark) => colors.dim(wrap(`Note: ${remark}`, width, ''))).join('\n');
}

function summaryLine(results: readonly CheckResult[], colors: Colors): string {
  const total = totalOf(results.map((result) => result.summary));
  const all = results.flatMap((result) => result.findings.map((entry) => entry.finding.severity));
  const of = (severity: Severity): number => all.filter((one) => one === severity).length;
  const read = `${counted(total.files, 'file')}, ${counted(total.statements, 'statement')} read`;
  const unread = total.notAnalysed === 0 ? 'everything was analysed' : `${total.notAnalysed} not analysed`;
  if (all.length === 0) return `${colors.green('No findings')}: ${read}, ${unread}.`;
  const kinds = `${counted(of('error'), 'error')}, ${counted(of('warning'), 'warning')}, ${of('info')} info`;
  return `${colors.bold(counted(all.length, 'finding'))} (${kinds}): ${read}, ${unread}.`;
}
