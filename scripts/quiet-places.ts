// Counts findings of query rules by project and level, and fails when one at warning level or above stands in a
// migration or a seed: what runs once, by hand, has its own level.
// Usage: npx tsx scripts/quiet-places.ts FOLDER…
import path from 'node:path';
import { openRoots } from '../src/cli/roots';
import { roleOfFile } from '../src/code/code-files';
import { allRules } from '../src/rules/registry';
import { createNodeSqlReader } from '../src/workspace/node-postgres';

const queryRules = new Set(allRules.filter(({ family }) => family === 'query').map(({ id }) => id));
const options = { dialect: null, databaseVersion: null, isolated: false } as const;

async function main(): Promise<void> {
  const reader = await createNodeSqlReader();
  let loud = 0;
  for (const folder of process.argv.slice(2)) {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { files, analyser } of openRoots([folder], reader, options, console.error)) {
      for (const { finding } of analyser.judge(files, { profile: 'default', withCode: true }).findings) {
        if (!queryRules.has(finding.rule)) continue;
        counts[finding.severity]++;
        const role = roleOfFile(finding.file);
        if (finding.severity === 'info' || (role !== 'migration' && role !== 'seed')) continue;
        loud++;
        console.log(`${folder}\t${finding.file}\t${finding.rule}\t${finding.severity}\t${role}`);
      }
    }
    console.log(
      `${path.basename(path.resolve(folder))}: ${String(counts.error)} errors, ${String(counts.warning)} warnings, ${String(counts.info)} worth knowing`,
    );
  }
  console.log(`${String(loud)} findings at warning level or above in migrations and seeds`);
  process.exitCode = loud === 0 ? 0 : 1;
}

void main();
