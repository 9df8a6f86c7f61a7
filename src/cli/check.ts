import path from 'node:path';
import picocolors from 'picocolors';
import type { Finding, Severity } from '../model/finding';
import { checkJson } from '../report/formats/check-json';
import { checkText } from '../report/formats/check-text';
import type { CheckResult } from '../report/check-result';
import { createNodeSqlReader } from '../workspace/node-postgres';
import type { ProjectOptions } from '../workspace/project';
import type { CheckArguments } from './arguments';
import { checkFiles } from './check-files';
import { checkApart } from './check-threads';
import { writeOut, log } from './output';
import { openRoots, type RootScope } from './roots';

/** `evolens check`: exit code 0 when nothing reaches the level of --fail-on, else 1. */
export async function check(words: CheckArguments): Promise<number> {
  const reader = await createNodeSqlReader();
  const options = {
    dialect: words.dialect,
    databaseVersion: words.databaseVersion,
    isolated: words.isolated,
  };
  const roots = openRoots(words.paths, reader, options, log);
  const results: CheckResult[] = [];
  for (const root of roots) results.push(await resultOf(root, options, words));
  const all = results.flatMap((result) => result.findings.map((entry) => entry.finding));
  await writeOut(
    words.format === 'json'
      ? checkJson(results)
      : checkText(results, { colors: picocolors.isColorSupported }),
  );
  return all.some((finding) => reaches(finding, words.failOn)) ? 1 : 0;
}

async function resultOf(
  scope: RootScope,
  options: ProjectOptions,
  words: CheckArguments,
): Promise<CheckResult> {
  const checked = options.isolated
    ? await checkApart(scope, options, words)
    : checkFiles(scope.analyser, scope.files, words);
  return {
    ...checked,
    prefix: path.relative(process.cwd(), scope.root).split(path.sep).join('/'),
    remarks: [...scope.analyser.remarks, ...looseFilesRemark(scope)],
    textOf: (file) => scope.analyser.project.text(file) ?? '',
  };
}

/** A file that no rule looked at must not pass for one without findings. */
function looseFilesRemark(scope: RootScope): readonly string[] {
  const loose = scope.analyser.looseFiles(scope.files);
  if (loose.length === 0) return [];
  const some = `${loose.slice(0, 3).join(', ')}${loose.length > 3 ? ', …' : ''}`;
  return [
    `SQL files that belong to no migration folder were not looked at (${loose.length}): ${some}. Give the path of one to check it.`,
  ];
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

function reaches(finding: Finding, level: Severity | 'never'): boolean {
  return level !== 'never' && rank[finding.severity] >= rank[level];
}
