import type { Report } from '../report';
import { headline, unreadWords } from '../wording';
import { findingHtml, migrationHtml, placeHtml, type PlaceStyle } from './html-change';
import { escapeHtml } from './html-escape';
import { reportStyles } from './html-styles';

/** A page that stands alone, or the content of an editor's webview with its strict content policy. */
export type HtmlTarget =
  | { readonly kind: 'page' }
  | {
      readonly kind: 'webview';
      readonly cspSource: string;
      readonly nonce: string;
      readonly stylesUri: string;
      readonly scriptUri: string;
    };

/** What was not analysed is counted in full and listed up to here. */
const longestNotAnalysed = 200;

/** The report as one HTML document. It loads nothing from elsewhere; without scripts everything can be read. */
export function renderHtmlReport(report: Report, target: HtmlTarget): string {
  const style: PlaceStyle = { links: target.kind === 'webview' };
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(target)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evolens risk report</title>
${target.kind === 'page' ? `<style>\n${reportStyles}</style>` : `<link rel="stylesheet" href="${escapeHtml(target.stylesUri)}">`}
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<header>
<h1>Risk report</h1>
<p>${escapeHtml(headline(report))}</p>
<p class="faint">${escapeHtml(unreadWords(report))} Made ${escapeHtml(report.createdAt.slice(0, 16).replace('T', ' '))} UTC by Evolens.</p>
${tiles(report)}
${target.kind === 'webview' ? controls : ''}
</header>
<main id="report" tabindex="-1">
${report.migrations.map((migration) => migrationHtml(migration, style)).join('\n')}
${otherFindings(report, style)}
${section('How to roll out', report.rollout.map(escapeHtml))}
${section('Not analysed', notAnalysedLines(report, style))}
${section('Notes', report.remarks.map(escapeHtml))}
</main>
${target.kind === 'webview' ? `<script nonce="${escapeHtml(target.nonce)}" src="${escapeHtml(target.scriptUri)}"></script>` : ''}
</body>
</html>
`;
}

function policyOf(target: HtmlTarget): string {
  if (target.kind === 'page') return "default-src 'none'; style-src 'unsafe-inline'";
  const source = escapeHtml(target.cspSource);
  return `default-src 'none'; style-src ${source}; img-src ${source}; script-src 'nonce-${escapeHtml(target.nonce)}'`;
}

function tiles({ summary }: Report): string {
  const counts: readonly (readonly [string, number])[] = [
    ['one-way doors', summary.oneWay],
    ['errors', summary.severities.error],
    ['warnings', summary.severities.warning],
    ['info', summary.severities.info],
    ['migrations to release', summary.migrations],
    ['not analysed', summary.notAnalysed],
  ];
  return `<ul class="tiles">${counts.map(([name, count]) => `<li><strong>${count}</strong>${name}</li>`).join('')}</ul>`;
}

const controls = `<div class="controls" role="search">
<label for="filter">Filter</label><input id="filter" type="search" placeholder="table, rule, file">
<span role="group" aria-label="Severities">
<label><input type="checkbox" data-level="error" checked> errors</label>
<label><input type="checkbox" data-level="warning" checked> warnings</label>
<label><input type="checkbox" data-level="info" checked> info</label>
</span>
<button type="button" id="copy">Copy as Markdown</button>
<span id="filtered" class="faint" role="status"></span>
</div>`;

function otherFindings({ findings, migrations }: Report, style: PlaceStyle): string {
  if (findings.length === 0) return '';
  const title = migrations.length === 0 ? 'Findings' : 'Other findings';
  const files = new Map<string, string[]>();
  for (const finding of findings) {
    files.set(finding.file, [...(files.get(finding.file) ?? []), findingHtml(finding, style)]);
  }
  const groups = [...files].map(
    ([file, own]) =>
      `<details class="change" open><summary><span class="place">${escapeHtml(file)}</span> <span class="faint">${own.length}</span></summary><div class="body">${own.join('\n')}</div></details>`,
  );
  return `<section class="migration"><h2>${title}</h2>${groups.join('\n')}</section>`;
}

function notAnalysedLines({ notAnalysed }: Report, style: PlaceStyle): readonly string[] {
  const lines = notAnalysed
    .slice(0, longestNotAnalysed)
    .map((one) => `${placeHtml(one, style)} ${escapeHtml(one.reason)}`);
  const more = notAnalysed.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<section class="migration"><h2>${title}</h2><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul></section>`;
}
