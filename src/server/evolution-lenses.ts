import type { CodeLens, Range } from 'vscode-languageserver/node';
import { isPlanFile } from '../evolution/plan-file';
import type { EvolutionView, StageView } from '../report/evolution-view';
import { standingWord } from '../report/wording';
import { advanceCommand, openPlaceCommand } from './protocol';
import type { RootedFile, Roots } from './roots';

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * In a plan file a lens at every stage: where it stands. In a migration, or the file of a stage: which stage of
 * which evolution it is, and what comes next. None until the code is indexed.
 */
export function evolutionLenses(place: RootedFile, roots: Roots): CodeLens[] {
  const { session, file } = place;
  if (!session.isCodeIndexed || !session.hasPlans) return [];
  const { evolutions } = session.evolutions();
  const own = evolutions.find((evolution) => evolution.plan === file);
  if (own !== undefined)
    return own.stages.flatMap((stage, index) => ofStage(stage, index, own, place, roots));
  if (isPlanFile(file)) return [];
  return evolutions.flatMap((evolution) => {
    const index = evolution.stages.findIndex((stage) => stage.file === file);
    const stage = evolution.stages[index];
    return stage === undefined ? [] : ofFile(stage, index, evolution, place, roots);
  });
}

function ofStage(
  stage: StageView,
  index: number,
  evolution: EvolutionView,
  place: RootedFile,
  roots: Roots,
): CodeLens[] {
  const isNext = evolution.next === index;
  const state = { range: stage.range, command: { title: stateWords(stage), command: '' } };
  if (stage.canAdvance || (isNext && stage.standing !== 'complete'))
    return [state, advanceLens(stage.range, stage, place, evolution, roots)];
  return [state];
}

function ofFile(
  stage: StageView,
  index: number,
  evolution: EvolutionView,
  place: RootedFile,
  roots: Roots,
): CodeLens[] {
  const plan = roots.uriOf(place.root, evolution.plan);
  const title = `Stage ${stage.name} (${index + 1} of ${evolution.stages.length}) of ${evolution.name}: ${standingWord(stage.standing)}`;
  const open = {
    range: firstLine,
    command: { title, command: openPlaceCommand, arguments: [plan, stage.range.start.line] },
  };
  const next = evolution.next === null ? undefined : evolution.stages[evolution.next];
  return next === undefined ? [open] : [open, advanceLens(firstLine, next, place, evolution, roots)];
}

function advanceLens(
  range: Range,
  next: StageView,
  place: RootedFile,
  evolution: EvolutionView,
  roots: Roots,
): CodeLens {
  const missing = next.blockers.length;
  const title = next.canAdvance
    ? `Advance to ${next.name}`
    : next.standing === 'due'
      ? `Next: ${next.name}, made by hand`
      : `Next: ${next.name}, waits for ${missing === 1 ? 'one thing' : `${missing} things`}`;
  return {
    range,
    command: { title, command: advanceCommand, arguments: [roots.uriOf(place.root, evolution.plan)] },
  };
}

function stateWords({ standing, since, bakesUntil }: StageView): string {
  const day = (time: string): string => time.slice(0, 10);
  if (bakesUntil !== null)
    return `on base since ${since === null ? '?' : day(since)}, held until ${bakesUntil}`;
  return since === null ? standingWord(standing) : `${standingWord(standing)}, on base since ${day(since)}`;
}
