import type { EvolutionView, NotedPlaces, StageView } from '../report/evolution-view';
import type { EvolutionsAnswer } from '../server/protocol';

/** What the tree of evolutions is made of; plain data, made anew with every answer of the server. */
export type EvolutionNode =
  | { readonly kind: 'evolution'; readonly root: string; readonly evolution: EvolutionView }
  | {
      readonly kind: 'unreadable';
      readonly root: string;
      readonly plan: string;
      readonly line: number;
      readonly message: string;
    }
  | {
      readonly kind: 'stage';
      readonly root: string;
      readonly evolution: EvolutionView;
      readonly stage: StageView;
      readonly index: number;
    }
  | {
      readonly kind: 'note';
      readonly root: string;
      /** blocker: must happen first; use: is there already; task: what is to be done now. */
      readonly role: 'blocker' | 'use' | 'task';
      readonly note: NotedPlaces;
    }
  | { readonly kind: 'place'; readonly root: string; readonly place: NotedPlaces['places'][number] };

/** The evolutions of the workspace, those with something to do first. */
export function rootNodes(answer: EvolutionsAnswer): readonly EvolutionNode[] {
  const evolutions = answer.roots.flatMap(({ root, view }) =>
    view.evolutions.map((evolution) => ({ kind: 'evolution' as const, root, evolution })),
  );
  const unreadable = answer.roots.flatMap(({ root, view }) =>
    view.unreadable.map(({ plan, problems }) => ({
      kind: 'unreadable' as const,
      root,
      plan,
      line: problems[0]?.range.start.line ?? 0,
      message: problems[0]?.message ?? '',
    })),
  );
  const rank = ({ evolution }: (typeof evolutions)[number]): number =>
    evolution.finished ? 2 : evolution.stages.some((stage) => stage.canAdvance) ? 0 : 1;
  return [...unreadable, ...evolutions.sort((a, b) => rank(a) - rank(b))];
}

export function childrenOf(node: EvolutionNode): readonly EvolutionNode[] {
  switch (node.kind) {
    case 'evolution':
      return node.evolution.stages.map((stage, index) => ({
        kind: 'stage',
        root: node.root,
        evolution: node.evolution,
        stage,
        index,
      }));
    case 'stage':
      return notesOf(node.stage, node.root);
    case 'note':
      return node.note.places.map((place) => ({ kind: 'place', root: node.root, place }));
    default:
      return [];
  }
}

function notesOf(stage: StageView, root: string): readonly EvolutionNode[] {
  const task =
    stage.standing === 'due' && stage.application !== '' ? [{ what: stage.application, places: [] }] : [];
  const noted = (role: 'blocker' | 'use' | 'task', notes: readonly NotedPlaces[]): readonly EvolutionNode[] =>
    notes.map((note) => ({ kind: 'note', root, role, note }));
  return [...noted('task', task), ...noted('blocker', stage.blockers), ...noted('use', stage.uses)];
}
