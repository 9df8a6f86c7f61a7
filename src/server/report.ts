import { URI } from 'vscode-uri';
import { renderHtmlReport } from '../report/formats/html';
import { reportMarkdown } from '../report/formats/markdown';
import { createReport } from '../report/report';
import type { ReportAnswer, ReportQuestion } from './protocol';
import type { Roots } from './roots';

/** The risk report for a webview or for the clipboard: of one file's root and file, or of every root. */
export function reportFor(question: ReportQuestion, roots: Roots): ReportAnswer {
  const place = question.uri === null ? null : roots.locate(question.uri);
  const scopes =
    place === null ? roots.all().map(({ root, session }) => ({ root, session, file: null })) : [place];
  const parts = scopes.map(({ session, file }) => ({
    prefix: '',
    analysis: session.report(file),
    textOf: (asked: string) => session.text(asked),
  }));
  const report = createReport(parts, new Date());
  const [first] = scopes;
  return {
    text:
      question.format === 'markdown' ? reportMarkdown(report) : renderHtmlReport(report, webview(question)),
    root: first !== undefined && scopes.length === 1 ? URI.file(first.root).toString() : null,
  };
}

function webview(question: ReportQuestion): Parameters<typeof renderHtmlReport>[1] {
  return {
    kind: 'webview',
    cspSource: question.cspSource ?? '',
    nonce: question.nonce ?? '',
    stylesUri: question.stylesUri ?? '',
    scriptUri: question.scriptUri ?? '',
  };
}
