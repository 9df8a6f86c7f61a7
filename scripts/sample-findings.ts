// Draws findings of query rules at warning level (or above) for reading by hand: the verdicts are in docs/query-precision.md.
// A finding's rank is a hash of the seed and of its place, so another finding that comes or goes moves no other one.
// Usage: npx tsx scripts/sample-findings.ts SEED COUNT FOLDER…
import { createHash } from 'node:crypto';
import path from 'node:path';
import { openRoots } from '../src/cli/roots';
import { Positions } from '../src/report/positions';
import { allRules } from '../src/rules/registry';
import type { SqlReader } from '../src/sql/reader';
import { createNodeSqlReader } from '../src/workspace/node-postgres';

interface Drawn {
  readonly project: string;
  readonly rule: string;
  /** `file:line`, one-based. */
  readonly place: string;
  readonly rank: string;
}

const queryRules = new Set(allRules.filter(({ family }) => family === 'query').map(({ id }) => id));
const options = { dialect: null, databaseVersion: null, isolated: false } as const;

function rankOf(seed: string, words: readonly string[]): string {
  return createHash('sha256')
    .update([seed, ...words].join('\n'))
    .digest('hex');
}

/** All findings of one project that a reader could be asked about. */
function findingsOf(folder: string, seed: string, reader: SqlReader): readonly Drawn[] {
  const project = path.basename(path.resolve(folder));
  return openRoots([folder], reader, options, console.error).flatMap(({ root, files, analyser }) => {
    const { findings } = analyser.judge(files, { profile: 'default', withCode: true });
    const positions = new Positions({
      prefix: path.relative(path.resolve(folder), root).split(path.sep).join('/'),
      textOf: (file) => analyser.project.text(file) ?? '',
    });
    return findings
      .filter(({ finding }) => queryRules.has(finding.rule) && finding.severity !== 'info')
      .map(({ finding }) => {
        const { file, range } = positions.placeOf(finding);
        const place = `${file}:${range.start.line + 1}`;
        const words = [project, finding.rule, place, String(range.start.character)];
        return { project, rule: finding.rule, place, rank: rankOf(seed, words) };
      });
  });
}

async function main(): Promise<void> {
  const [seed = '1', count = '100', ...folders] = process.argv.slice(2);
  const reader = await createNodeSqlReader();
  const all = folders.flatMap((folder) => findingsOf(folder, seed, reader));
  const drawn = all.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, Number(count));
  drawn.sort((a, b) => (`${a.project}/${a.place}` < `${b.project}/${b.place}` ? -1 : 1));
  for (const { project, rule, place } of drawn) console.log(`${project}\t${rule}\t${place}`);
  console.error(`${drawn.length} of ${all.length} findings`);
}

void main();
