import fs from 'node:fs';
import path from 'node:path';
import { advancePlan } from '../workspace/advance-plan';
import { Analyser } from '../workspace/analyse';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { createNodePorts, relativePath, rootOf } from '../workspace/node-roots';
import { Project } from '../workspace/project';
import { UsageError, type AdvanceArguments } from './arguments';
import { log, writeOut } from './output';
import { insideRoot, writeEdits } from './write-edits';

/** `evolens advance PLAN`: exit code 0 when a stage moved, 1 when something is missing. */
export async function advance(words: AdvanceArguments): Promise<number> {
  const target = path.resolve(words.plan);
  if (!fs.existsSync(target)) throw new UsageError(`${words.plan}: there is no such file.`);
  const root = rootOf(target, process.cwd());
  const ports = createNodePorts(root, { history: true, log });
  const project = new Project(ports, await createNodeSqlReader(), {
    dialect: null,
    databaseVersion: null,
    isolated: false,
  });
  const outcome = advancePlan(relativePath(root, target), project, new Analyser(project, ports), ports);
  if (outcome.kind === 'missing') {
    await writeOut(outcome.missing.join('\n'));
    return 1;
  }
  writeEdits(root, outcome.edits, project);
  for (const file of outcome.removed) fs.rmSync(insideRoot(root, file));
  await writeOut(outcome.messages.join('\n'));
  return 0;
}
