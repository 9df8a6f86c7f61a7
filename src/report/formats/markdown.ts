import type { Indicator } from '../../model/risk';
import type { ReadablePlace } from '../positions';
import type { Report, ReportChange, ReportEvidence, ReportFinding, ReportMigration } from '../report';
import {
  gradeWord,
  headline,
  hoursWords,
  noEvidence,
  percent,
  questionWords,
  riskWords,
  unreadWords,
} from '../wording';
import { counted, plain } from './plain';

/** Lists longer than this are cut, with the count of what is left: a comment has a limit, and readers have too. */
const longestList = 20;
const longestFindings = 50;
/** Comments of the large hosts end at 65,536 characters: from here on a migration gets one line for each change. */
const longestDetailed = 40_000;

/** The report as Markdown, ready for a pull request comment. Text of the workspace is escaped. */
export function reportMarkdown(report: Report): string {
  const { severities } = report.summary;
  const parts = [
    '# Evolens risk report',
    `**${headline(report)}** ${severities.error} errors, ${severities.warning} warnings, ${severities.info} info. ${unreadWords(report)}`,
    ...migrationParts(report.migrations),
    report.findings.length === 0 ? '' : `## Other findings\n\n${findingList(report.findings)}`,
    listPart('## How to roll out', report.rollout.map(escapeMarkdown)),
    listPart(
      '## Not analysed',
      limited(report.notAnalysed.map((one) => `${place(one)}: ${escapeMarkdown(one.reason)}`)),
    ),
    listPart('## Notes', report.remarks.map(escapeMarkdown)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function migrationParts(migrations: readonly ReportMigration[]): readonly string[] {
  const parts: string[] = [];
  let length = 0;
  for (const migration of migrations) {
    const part = migrationPart(migration, length < longestDetailed);
    length += part.length;
    parts.push(part);
  }
  return parts;
}

function migrationPart(migration: ReportMigration, detailed: boolean): string {
  const dialect = migration.dialect === '' ? '' : `, ${escapeMarkdown(migration.dialect)}`;
  const head = `## ${escapeMarkdown(migration.id)}\n\n${code(migration.file)}${dialect}: **${migration.door} door**, failure ${percent(migration.probability)} over all its changes.`;
  const changes = migration.changes.map((change) =>
    detailed && worthDetail(change) ? changePart(change) : changeLine(change),
  );
  return [head, ...changes].join('\n\n');
}

function worthDetail(change: ReportChange): boolean {
  return change.door === 'one-way' || change.findings.length > 0;
}

function changeLine(change: ReportChange): string {
  const rules = change.findings.map((finding) => `${code(finding.rule)} `).join('');
  return `- ${change.door}: ${rules}${escapeMarkdown(change.title)} (${place(change)}). ${escapeMarkdown(change.rollback)}`;
}

function changePart(change: ReportChange): string {
  const inputs = change.irreversibility.inputs
    .map((input) => `${input.points} ${escapeMarkdown(input.reason)}`)
    .join(' + ');
  const rows = [
    ['Door', `**${change.door}**`],
    ['Irreversibility', `${change.irreversibility.score}${inputs === '' ? '' : ` = ${inputs}`}`],
    ['Way back', escapeMarkdown(change.rollback)],
    [
      'Failure',
      `${percent(change.failure.probability)} (${change.failure.pattern}), recovery ${hoursWords(change.failure.recoveryHours)}`,
    ],
    ['Risk', riskWords(change.risk)],
    ...change.blastRadius.map((answer) => [
      questionWords[answer.question],
      `**${gradeWord(answer.grade)}**: ${escapeMarkdown(answer.because)}`,
    ]),
  ];
  const table = ['| | |', '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
  return [
    `### ${escapeMarkdown(change.title)}`,
    `${place(change)}. ${change.asks.map(escapeMarkdown).join(' ')}`,
    change.findings.length === 0 ? '' : findingList(change.findings),
    table,
    indicatorPart(change),
    folded(counted(change.references.length, 'place') + ' in code', evidenceLines(change.references)),
    folded(
      'Where the figures come from',
      [...change.failure.inputs, ...change.risk.inputs].map(escapeMarkdown),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function indicatorPart({ indicators, ticked }: ReportChange): string {
  const without = indicators.filter((indicator) => indicator.evidence.length === 0);
  const lines = indicators.filter((indicator) => indicator.evidence.length > 0).map(indicatorLine);
  const rest = without.map((indicator) => indicator.title).join('; ');
  return folded(`${ticked} of ${indicators.length} risk indicators ticked`, [
    ...lines,
    ...(rest === '' ? [] : [`[ ] ${noEvidence}: ${rest}`]),
  ]);
}

function indicatorLine({ title, evidence }: Indicator): string {
  return `[x] ${title}: ${evidence.map(escapeMarkdown).join(' ')}`;
}

function findingList(findings: readonly ReportFinding[]): string {
  const lines = findings.slice(0, longestFindings).map((finding) => {
    const evidence = evidenceLines(finding.evidence).map((line) => `\n  - ${line}`);
    return `- **${finding.severity}** ${code(finding.rule)} ${place(finding)}: ${escapeMarkdown(finding.message)}${evidence.join('')}`;
  });
  const more = findings.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function evidenceLines(evidence: readonly ReportEvidence[]): readonly string[] {
  return limited(evidence.map((one) => `${place(one)}: ${escapeMarkdown(one.message)}`));
}

function limited(lines: readonly string[]): readonly string[] {
  const more = lines.length - longestList;
  return more > 0 ? [...lines.slice(0, longestList), `and ${more} more`] : lines;
}

function listPart(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function folded(summary: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<details><summary>${summary}</summary>\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n</details>`;
}

function place({ file, range }: ReadablePlace): string {
  return code(`${file}:${range.start.line + 1}`);
}

/** Text as code; where a code span could be left by the text itself, as escaped HTML. */
function code(text: string): string {
  const readable = plain(text);
  return /[`<>&]/.test(readable) ? `<code>${escapeMarkdown(readable)}</code>` : `\`${readable}\``;
}

/** Text of the workspace as text: no markup, no HTML, no mention, one line. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]#|~!]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/^(\s*)([-+])(?=\s)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');
}
