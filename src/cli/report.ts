import fs from 'node:fs';
import path from 'node:path';
import { createReport } from '../report/report';
import { renderHtmlReport } from '../report/formats/html';
import { reportJson } from '../report/formats/json';
import { reportMarkdown } from '../report/formats/markdown';
import type { Report } from '../report/report';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { UsageError, type ReportArguments } from './arguments';
import { log, writeOut } from './output';
import { openRoots } from './roots';

/** `evolens report`: the risk report of a root, a folder or a file. Exit code 0 whatever it says. */
export async function report(words: ReportArguments): Promise<number> {
  const reader = await createNodeSqlReader();
  const roots = openRoots(
    [words.path],
    reader,
    { dialect: null, databaseVersion: null, isolated: false },
    log,
  );
  const parts = roots.map((scope) => ({
    prefix: path.relative(process.cwd(), scope.root).split(path.sep).join('/'),
    analysis: scope.analyser.assess(scope.files, { profile: 'default', withCode: true, mayAskTypes: true })
      .analysis,
    textOf: (file: string) => scope.analyser.project.text(file) ?? '',
  }));
  const text = render(createReport(parts, new Date()), words.format);
  if (words.output === null) await writeOut(text);
  else writeFile(words.output, text);
  return 0;
}

function render(report: Report, format: ReportArguments['format']): string {
  switch (format) {
    case 'json':
      return reportJson(report);
    case 'html':
      return renderHtmlReport(report, { kind: 'page' });
    case 'markdown':
      return reportMarkdown(report);
  }
}

function writeFile(output: string, text: string): void {
  try {
    fs.writeFileSync(output, text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    throw new UsageError(
      `${output}: the report cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    );
  }
  process.stderr.write(`The risk report is in ${output}\n`);
}
