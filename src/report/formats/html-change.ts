import type { BlastAnswer, Indicator } from '../../model/risk';
import type { ReadablePlace } from '../positions';
import type { ReportChange, ReportEvidence, ReportFinding, ReportMigration } from '../report';
import { gradeWord, groupWords, hoursWords, noEvidence, percent, questionWords, riskWords } from '../wording';
import { escapeHtml } from './html-escape';
import { counted } from './plain';

/** Whether a place can be clicked: only where a script answers. */
export interface PlaceStyle {
  readonly links: boolean;
}

/** Places listed under one change; what is beyond is counted. */
const longestList = 50;

export function migrationHtml(migration: ReportMigration, style: PlaceStyle): string {
  const dialect = migration.dialect === '' ? '' : ` · ${escapeHtml(migration.dialect)}`;
  const changes = migration.changes.map((change) => changeHtml(change, style));
  return `<section class="migration" data-filter>
<h2>${escapeHtml(migration.id)} ${doorLabel(migration.door)}</h2>
<p class="faint"><span class="place">${escapeHtml(migration.file)}</span>${dialect} · failure ${percent(migration.probability)} over all its changes</p>
${changes.join('\n')}
</section>`;
}

function changeHtml(change: ReportChange, style: PlaceStyle): string {
  const open = change.door === 'one-way' || change.findings.length > 0 ? ' open' : '';
  return `<details class="change"${open}>
<summary>${doorLabel(change.door)} <strong>${escapeHtml(change.title)}</strong> <span class="faint">irreversibility ${change.irreversibility.score}</span></summary>
<div class="body">
<p>${placeHtml(change, style)} ${change.asks.map(escapeHtml).join(' ')}</p>
${change.findings.map((finding) => findingHtml(finding, style)).join('\n')}
<table>
<tbody>
${row('Irreversibility', scoreHtml(change))}
${row('Way back', escapeHtml(change.rollback))}
${change.blastRadius.map(answerRow).join('\n')}
${row('Failure', `${percent(change.failure.probability)} as ${escapeHtml(change.failure.pattern)}, recovery ${hoursWords(change.failure.recoveryHours)}${sources(change.failure.inputs)}`)}
${row('Risk', `${riskWords(change.risk)}${sources(change.risk.inputs)}`)}
</tbody>
</table>
<details><summary>${change.ticked} of ${change.indicators.length} risk indicators ticked</summary>${indicatorsHtml(change.indicators)}</details>
${referencesHtml(change.references, style)}
</div>
</details>`;
}

function doorLabel(door: string): string {
  return `<span class="label ${door}">${door} door</span>`;
}

function row(name: string, value: string): string {
  return `<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
}

function scoreHtml({ irreversibility }: ReportChange): string {
  const inputs = irreversibility.inputs.map(
    (input) => `<li>${input.points}: ${escapeHtml(input.reason)}</li>`,
  );
  return `${irreversibility.score}${inputs.length === 0 ? '' : `<ul>${inputs.join('')}</ul>`}`;
}

function answerRow(answer: BlastAnswer): string {
  const grade = gradeWord(answer.grade);
  return row(
    questionWords[answer.question],
    `<span class="label grade-${grade}">${grade}</span> ${escapeHtml(answer.because)}`,
  );
}

function sources(inputs: readonly string[]): string {
  return `<ul class="faint">${inputs.map((input) => `<li>${escapeHtml(input)}</li>`).join('')}</ul>`;
}

function indicatorsHtml(indicators: readonly Indicator[]): string {
  const groups = Object.keys(groupWords) as (keyof typeof groupWords)[];
  return groups
    .map((group) => {
      const own = indicators.filter((indicator) => indicator.group === group);
      return `<h3>${groupWords[group]}</h3><ul class="boxes">${own.map(indicatorHtml).join('')}</ul>`;
    })
    .join('');
}

function indicatorHtml({ title, evidence }: Indicator): string {
  const ticked = evidence.length > 0;
  const why = ticked ? evidence.map(escapeHtml).join(' ') : `<span class="faint">${noEvidence}</span>`;
  return `<li><span aria-hidden="true">${ticked ? '☑' : '☐'}</span> ${escapeHtml(title)}: ${why}</li>`;
}

export function findingHtml(finding: ReportFinding, style: PlaceStyle): string {
  const sure =
    finding.confidence === 'high' ? '' : ` <span class="faint">confidence: ${finding.confidence}</span>`;
  return `<article class="finding ${finding.severity}" data-filter data-severity="${finding.severity}">
<p><span class="label">${finding.severity}</span> <code>${escapeHtml(finding.rule)}</code> ${placeHtml(finding, style)}${sure}</p>
<p>${escapeHtml(finding.message)}</p>
${evidenceList(finding.evidence, style)}
</article>`;
}

function referencesHtml(references: readonly ReportEvidence[], style: PlaceStyle): string {
  if (references.length === 0) return '';
  return `<details><summary>${counted(references.length, 'place')} in code</summary>${evidenceList(references, style)}</details>`;
}

function evidenceList(evidence: readonly ReportEvidence[], style: PlaceStyle): string {
  if (evidence.length === 0) return '';
  const lines = evidence
    .slice(0, longestList)
    .map((one) => `<li>${placeHtml(one, style)} ${escapeHtml(one.message)}</li>`);
  const more = evidence.length - lines.length;
  return `<ul>${lines.join('')}${more > 0 ? `<li>and ${more} more</li>` : ''}</ul>`;
}

/** A place; its data attributes are zero-based, what is shown is one-based. */
export function placeHtml({ file, range }: ReadablePlace, { links }: PlaceStyle): string {
  const { line, character } = range.start;
  const shown = `${escapeHtml(file)}:${line + 1}:${character + 1}`;
  if (!links) return `<span class="place">${shown}</span>`;
  return `<a class="place" href="#" data-file="${escapeHtml(file)}" data-line="${line}">${shown}</a>`;
}
