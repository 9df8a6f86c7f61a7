import { optionNames } from '../evolution/options';
import type { Evolution } from '../evolution/plan-evolution';
import { recipes } from '../evolution/recipes/registry';
import { Analyser } from '../workspace/analyse';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { createNodePorts, isFolder, rootOf } from '../workspace/node-roots';
import { planChange } from '../workspace/plan-change';
import { Project } from '../workspace/project';
import path from 'node:path';
import { changedLines } from './changed-lines';
import { log, writeOut } from './output';
import { usageOf, type PlanArguments } from './plan-arguments';
import { UsageError } from './usage-error';
import { editedFiles, writeEdits, type EditedFile } from './write-edits';

/** `evolens plan KIND`: exit code 0 when the stages are written (or shown), 1 when the recipe refuses. */
export async function plan(words: PlanArguments): Promise<number> {
  const { recipe } = words;
  if (recipe === null) {
    await writeOut(words.format === 'json' ? listedAsJson() : listed());
    return 0;
  }
  const target = path.resolve(words.path);
  if (!isFolder(target)) throw new UsageError(`${words.path}: there is no such folder.`);
  const root = rootOf(target, process.cwd());
  const ports = createNodePorts(root, { history: true, log });
  const project = new Project(ports, await createNodeSqlReader(), {
    dialect: null,
    databaseVersion: null,
    isolated: false,
  });
  const question = { ...words, kind: recipe.kind };
  const planned = planChange(question, project, new Analyser(project, ports), ports);
  if ('refused' in planned) {
    await writeOut(words.format === 'json' ? json({ refused: planned.refused }) : planned.refused);
    return 1;
  }
  const files = editedFiles(planned.edits, project);
  if (!words.dryRun) writeEdits(root, planned.edits, project);
  await writeOut(words.format === 'json' ? asJson(planned, files) : asText(planned, files, words.dryRun));
  return 0;
}

function asText(planned: Evolution, files: readonly EditedFile[], dryRun: boolean): string {
  if (!dryRun) {
    const lines = files.map(({ file, before }) => `${before === null ? 'created' : 'changed'} ${file}`);
    return [planned.plan.name, ...lines].join('\n');
  }
  const shown = files.map(({ file, before, after }) =>
    before === null
      ? `=== create ${file}\n${after.trimEnd()}\n`
      : `=== change ${file}\n${changedLines(before, after)}\n`,
  );
  return [`${planned.plan.name}. Nothing is written.\n`, ...shown].join('\n');
}

function asJson({ plan: written, planFile }: Evolution, files: readonly EditedFile[]): string {
  return json({
    name: written.name,
    planFile,
    stages: written.stages.map(({ name, file, migration, oneWay }) => ({ name, file, migration, oneWay })),
    files: files.map(({ file, before, after }) => ({ file, created: before === null, text: after })),
  });
}

function listed(): string {
  const width = Math.max(...recipes.map(({ kind }) => kind.length));
  const kinds = recipes.map(({ kind, title, dialects, ...recipe }) => {
    const asked = usageOf({ kind, title, dialects, ...recipe });
    return `${kind.padEnd(width)}  ${title} (${dialects.join(', ')})\n${' '.repeat(width)}  ${asked}`;
  });
  const options = Object.entries(optionNames).map(([name, { values }]) => `  --set ${name}=…  ${values}`);
  return [...kinds, '', 'Options of every kind that has a use for them:', ...options].join('\n');
}

function listedAsJson(): string {
  return json({
    recipes: recipes.map(({ kind, title, dialects, parameters }) => ({ kind, title, dialects, parameters })),
    options: Object.entries(optionNames).map(([name, { values }]) => ({ name, values })),
  });
}

function json(value: object): string {
  return JSON.stringify({ schemaVersion: 1, ...value }, null, 2);
}
