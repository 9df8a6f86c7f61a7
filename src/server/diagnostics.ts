import fs from 'node:fs';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import { LineIndex } from '../document/lines';
import type { Finding, NotAnalysed, Severity } from '../model/finding';
import type { Range } from '../model/text';
import { notAnalysedWords } from '../rules/not-analysed-entries';
import { allRules } from '../rules/registry';
import type { FileResult } from '../workspace/session';

export const source = 'evolens';
/** More than these in one file help nobody; the last one says how many are left out. */
const mostInOneFile = 200;

/** Carried by a diagnostic, so that a code action finds its finding again. */
export interface DiagnosticData {
  readonly rule: string;
  readonly start: number;
}

/** What turning findings into diagnostics needs to know of other files. */
export interface DiagnosticContext {
  readonly text: string;
  textOf(file: string): string;
  uriOf(file: string): string;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Diagnostics of one file in the order of the findings, then what was not analysed. */
export function diagnosticsOf(result: FileResult, context: DiagnosticContext): Diagnostic[] {
  const lines = new LineIndex(context.text);
  const lineIndexes = new Map<string, LineIndex>();
  const linesOf = (file: string): LineIndex => {
    let known = lineIndexes.get(file);
    if (known === undefined) lineIndexes.set(file, (known = new LineIndex(context.textOf(file))));
    return known;
  };
  const shown = result.findings.slice(0, mostInOneFile);
  const diagnostics = shown.map((finding) => diagnosticOf(finding, lines, linesOf, context));
  const leftOut = result.findings.length - shown.length;
  if (leftOut > 0) diagnostics.push(countOf(leftOut));
  return [
    ...diagnostics,
    ...result.notAnalysed
      .filter((entry) => entry.quiet !== true)
      .slice(0, mostInOneFile)
      .map((entry) => notAnalysedDiagnostic(entry, lines)),
  ];
}

function diagnosticOf(
  finding: Finding,
  lines: LineIndex,
  linesOf: (file: string) => LineIndex,
  context: DiagnosticContext,
): Diagnostic {
  const page = pageOf(finding.rule);
  const data: DiagnosticData = { rule: finding.rule, start: finding.range.start };
  return {
    range: lines.rangeOf(finding.range),
    severity: severities[finding.severity],
    source,
    code: finding.rule,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    message: finding.message,
    data,
    relatedInformation: finding.evidence.map((evidence) => ({
      location: { uri: context.uriOf(evidence.file), range: linesOf(evidence.file).rangeOf(evidence.range) },
      message: evidence.message,
    })),
  };
}

/** Mistakes in a file of ours (the configuration, a plan), as errors in it. */
export function problemDiagnostics(
  problems: readonly { readonly range: Range; readonly message: string }[],
  text: string,
): Diagnostic[] {
  const lines = new LineIndex(text);
  return problems.map(({ range, message }) => ({
    range: lines.rangeOf(range),
    severity: DiagnosticSeverity.Error,
    source,
    message,
  }));
}

const notAnalysedRule = 'not-analysed';

function notAnalysedDiagnostic(entry: NotAnalysed, lines: LineIndex): Diagnostic {
  const page = pageOf(notAnalysedRule);
  return {
    range: lines.rangeOf(entry.range),
    severity: DiagnosticSeverity.Information,
    source,
    code: notAnalysedRule,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    message: notAnalysedWords(entry.reason),
  };
}

function countOf(leftOut: number): Diagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Information,
    source,
    message: `${leftOut} more findings in this file are not shown; \`evolens check\` lists them all.`,
  };
}

const pages = new Map<string, string | null>();

/** The rule's page as shipped beside the bundle, so that it can be read without a network. */
function pageOf(rule: string): string | null {
  let known = pages.get(rule);
  if (known === undefined) pages.set(rule, (known = findPage(rule)));
  return known;
}

function findPage(rule: string): string | null {
  const family = allRules.find((meta) => meta.id === rule)?.family;
  if (family === undefined) return null;
  const file = path.join(__dirname, '../docs/rules', family, `${rule}.md`);
  return fs.existsSync(file) ? URI.file(file).toString() : null;
}
