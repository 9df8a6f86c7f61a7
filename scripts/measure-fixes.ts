// Counts, per rule, how many query findings come with a rewrite, and writes some of the rewritten files for reading.
// A rewrite's rank is a hash of the seed and of its place, as in sample-findings.ts; files that do not parse are told.
// Usage: npx tsx scripts/measure-fixes.ts SEED COUNT OUT FOLDER…  (readings: docs/query-fixes.md)
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { openRoots } from '../src/cli/roots';
import type { Finding, Fix } from '../src/model/finding';
import { allRules } from '../src/rules/registry';
import type { SqlReader } from '../src/sql/reader';
import { createNodeSqlReader } from '../src/workspace/node-postgres';

interface Seen {
  readonly project: string;
  readonly finding: Finding;
  readonly fix: Fix | null;
  readonly rank: string;
  readonly textOf: (file: string) => string;
}

const perItem = new Set(
  allRules
    .map(({ id }) => id)
    .filter((id) => /^query-in-|-per-item$|^field-resolver-query$|^resolver-map-query$/.test(id)),
);
const options = { dialect: null, databaseVersion: null, isolated: false } as const;

function seenIn(folder: string, seed: string, reader: SqlReader): readonly Seen[] {
  const project = path.basename(path.resolve(folder));
  return openRoots([folder], reader, options, console.error).flatMap(({ files, analyser }) =>
    analyser
      .judge(files, { profile: 'default', withCode: true })
      .findings.filter(({ finding }) => perItem.has(finding.rule))
      .map(({ finding, ...judged }) => ({
        project,
        finding,
        fix: judged.fixes().find(({ kind }) => kind === 'review') ?? null,
        rank: createHash('sha256')
          .update([seed, project, finding.file, String(finding.range.start), finding.rule].join('\n'))
          .digest('hex'),
        textOf: (file: string) => analyser.project.text(file) ?? '',
      })),
  );
}

/** The files that a fix changes, before and after. */
function changed({ fix, textOf }: Seen): readonly { file: string; before: string; after: string }[] {
  const edits = fix?.edits ?? [];
  return [...new Set(edits.map(({ file }) => file))].map((file) => {
    const before = textOf(file);
    const after = edits
      .filter((one) => one.file === file)
      .sort((a, b) => b.range.start - a.range.start)
      .reduce(
        (text, { range, newText }) => text.slice(0, range.start) + newText + text.slice(range.end),
        before,
      );
    return { file, before, after };
  });
}

function parses(file: string, text: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      experimentalDecorators: true,
      jsx: ts.JsxEmit.Preserve,
      target: ts.ScriptTarget.ES2022,
    },
  });
  return diagnostics.length === 0;
}

async function main(): Promise<void> {
  const [seed = '1', count = '20', out = 'out/fixes', ...folders] = process.argv.slice(2);
  const reader = await createNodeSqlReader();
  const all = folders.flatMap((folder) => seenIn(folder, seed, reader));
  for (const { project, finding, fix, textOf } of all) {
    const line = textOf(finding.file).slice(0, finding.range.start).split('\n').length;
    console.log(
      [project, finding.rule, finding.severity, `${finding.file}:${line}`, fix?.title ?? '-'].join('\t'),
    );
  }
  const offered = all.filter(({ fix }) => fix !== null).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  for (const [index, seen] of offered.slice(0, Number(count)).entries())
    for (const { file, before, after } of changed(seen)) {
      const stem = path.join(
        out,
        `${String(index).padStart(2, '0')}-${seen.project}-${file.replace(/\//g, '_')}`,
      );
      mkdirSync(out, { recursive: true });
      writeFileSync(`${stem}.before`, before);
      writeFileSync(`${stem}.after`, after);
      if (!parses(file, after)) console.error(`does not parse: ${seen.project} ${file}`);
    }
  console.error(`${offered.length} of ${all.length} findings have a rewrite`);
}

void main();
