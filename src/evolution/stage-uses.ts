import type { Evidence } from '../model/finding';
import type { Blocker } from './preconditions';
import type { EvolutionFacts, StageProgress } from './progress';

/** What the work tree has of a stage that the application makes, with the places; what is still missing are its blockers. */
export function stageUses({ stage }: StageProgress, { work }: EvolutionFacts): readonly Blocker[] {
  if (work === null) return [];
  const filling = (side: 'old' | 'new' | 'both'): readonly Evidence[] =>
    work.writers.filter((writer) => writer.fills === side);
  switch (stage.name) {
    case 'dual-write':
      return listed('Fill both shapes', filling('both'));
    case 'switch-reads':
      return [
        ...listed('Read the new shape, with the old one beside it', work.fallbackReaders),
        ...listed('Read the new shape', work.newReaders),
      ];
    case 'stop-old-writes':
      return listed('Fill the new shape only', filling('new'));
    default:
      return [];
  }
}

function listed(what: string, places: readonly Evidence[]): readonly Blocker[] {
  return places.length === 0 ? [] : [{ what: `${what}: ${places.length}.`, places }];
}
