import fs from 'node:fs';
import path from 'node:path';
import type { TextEdit } from '../model/text';
import { advancePlan } from '../workspace/advance-plan';
import { Analyser } from '../workspace/analyse';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { createNodePorts, isInside, relativePath, rootOf } from '../workspace/node-roots';
import { Project } from '../workspace/project';
import { UsageError, type AdvanceArguments } from './arguments';
import { log, writeOut } from './output';

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
  applyEdits(root, outcome.edits, project);
  for (const file of outcome.removed) fs.rmSync(inside(root, file));
  await writeOut(outcome.messages.join('\n'));
  return 0;
}

/** Writes edits to disk. A new file is never written over one that exists. */
function applyEdits(root: string, edits: readonly TextEdit[], project: Project): void {
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const before = project.text(file);
    const own = edits
      .filter((edit) => edit.file === file)
      .sort((a, b) => b.range.start - a.range.start || b.range.end - a.range.end);
    const after = own.reduce(
      (text, edit) => text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end),
      before ?? '',
    );
    const target = inside(root, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, after, { flag: before === null ? 'wx' : 'w' });
  }
}

/** A plan file may come from anywhere: what it names must stay inside the root. */
function inside(root: string, file: string): string {
  const target = path.resolve(root, file);
  if (!isInside(target, root) || target === root) throw new UsageError(`${file} lies outside ${root}.`);
  return target;
}
