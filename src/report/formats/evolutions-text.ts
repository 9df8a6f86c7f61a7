import picocolors from 'picocolors';
import type {
  EvolutionsView,
  EvolutionView,
  NotedPlaces,
  StageView,
  UnreadablePlan,
} from '../evolution-view';
import type { ReadablePlace } from '../positions';
import { standingWord } from '../wording';
import { counted, plain, wrap } from './plain';

type Colors = ReturnType<typeof picocolors.createColors>;

const width = 100;
/** Places of one blocker that are listed; the JSON has all. */
const mostPlaces = 8;

/** What `evolens evolutions` prints for people: a block for each evolution, stage by stage. */
export function evolutionsText(
  views: readonly EvolutionsView[],
  options: { readonly colors: boolean },
): string {
  const colors = picocolors.createColors(options.colors);
  const evolutions = views.flatMap((view) => view.evolutions);
  const blocks = [
    ...evolutions.map((one) => evolutionBlock(one, colors)),
    ...views.flatMap((view) => view.unreadable).map((one) => unreadableBlock(one, colors)),
  ];
  return `${[...blocks, summary(evolutions)].join('\n\n')}\n`;
}

function evolutionBlock(one: EvolutionView, colors: Colors): string {
  const owner = one.owner === null ? '' : colors.dim(`  ${plain(one.owner)}`);
  return [
    `${colors.bold(plain(one.name))}${owner}`,
    colors.dim(`  ${plain(one.plan)}`),
    ...one.stages.flatMap((stage, index) => stageLines(stage, index === one.next, colors)),
  ].join('\n');
}

function stageLines(stage: StageView, isNext: boolean, colors: Colors): readonly string[] {
  const mark = isNext ? '→' : ' ';
  const word = standingWord(stage.standing);
  const paint = { complete: colors.green, 'on-base': colors.cyan, 'in-work-tree': colors.cyan, due: colors.yellow, 'not-due': colors.dim }[stage.standing]; // prettier-ignore
  const door = stage.oneWay ? `  ${colors.magenta('one-way door')}` : '';
  const file = stage.file === null ? '' : colors.dim(`  ${plain(stage.file)}`);
  const head = `${mark} ${stage.name.padEnd(15)} ${paint(word.padEnd(13))}${door}${file}`.trimEnd();
  // What a later stage waits for matters once it is next.
  if (!isNext && stage.standing !== 'on-base') return [head];
  const todo =
    stage.standing === 'due' && stage.application !== '' ? [wrap(stage.application, width, '      ')] : [];
  return [head, ...todo, ...stage.blockers.flatMap((blocker) => blockerLines(blocker, colors))];
}

function blockerLines({ what, places }: NotedPlaces, colors: Colors): readonly string[] {
  const shown = places.slice(0, mostPlaces);
  const more = places.length - shown.length;
  return [
    wrap(what, width, '      '),
    ...shown.map((place) => `        ${colors.dim('at')} ${at(place)}  ${colors.dim(plain(place.message))}`),
    ...(more > 0 ? [colors.dim(`        … and ${more} more; --format json lists them`)] : []),
  ];
}

function unreadableBlock({ plan, problems }: UnreadablePlan, colors: Colors): string {
  return [
    `${colors.bold(plain(plan))}  ${colors.red('cannot be read')}`,
    ...problems.map((problem) => `  ${at(problem)}  ${plain(problem.message)}`),
  ].join('\n');
}

function at({ file, range }: ReadablePlace): string {
  return `${plain(file)}:${range.start.line + 1}:${range.start.character + 1}`;
}

function summary(evolutions: readonly EvolutionView[]): string {
  if (evolutions.length === 0) return 'No evolutions: there is no plan file (*.evolution.yml) here.';
  const ready = evolutions.filter((one) => one.stages.some((stage) => stage.canAdvance)).length;
  const finished = evolutions.filter((one) => one.finished).length;
  return `${counted(evolutions.length, 'evolution')}: ${ready} can be advanced, ${finished} finished.`;
}
