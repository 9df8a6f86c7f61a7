import path from 'node:path';
import picocolors from 'picocolors';
import { evolutionsView, type EvolutionsView } from '../report/evolution-view';
import { evolutionsJson } from '../report/formats/evolutions-json';
import { evolutionsText } from '../report/formats/evolutions-text';
import { createNodeSqlReader } from '../workspace/node-postgres';
import type { EvolutionsArguments } from './arguments';
import { log, writeOut } from './output';
import { openRoots, type RootScope } from './roots';

/** `evolens evolutions`: where every evolution of a root stands. Exit code 0 whatever it says. */
export async function evolutions(words: EvolutionsArguments): Promise<number> {
  const options = { dialect: null, databaseVersion: null, isolated: false };
  const roots = openRoots([words.path], await createNodeSqlReader(), options, log);
  const views = roots.map(viewOf);
  await writeOut(
    words.format === 'json'
      ? evolutionsJson(views)
      : evolutionsText(views, { colors: picocolors.isColorSupported }),
  );
  return 0;
}

function viewOf({ root, analyser, files }: RootScope): EvolutionsView {
  const { progress, unreadable, stageRange } = analyser.plans.evolutions;
  const isWanted = (file: string): boolean => files === null || files.has(file);
  return evolutionsView({
    prefix: path.relative(process.cwd(), root).split(path.sep).join('/'),
    progress: progress.filter((one) => isWanted(one.planFile)),
    unreadable: unreadable.filter((one) => isWanted(one.file)),
    stageRange,
    textOf: (file) => analyser.project.text(file) ?? '',
  });
}
