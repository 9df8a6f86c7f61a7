import type { StageName } from '../model/evolution';
import type { Evidence } from '../model/finding';
import type { Blocker } from './preconditions';
import type { EvolutionFacts, Standing } from './progress';
import type { ShapeUses } from './shape-uses';
import { shapesOf } from './shapes';

/** What the code says of a stage that the application makes. */
export interface CodeStanding {
  readonly standing: Standing;
  readonly because: string;
  readonly blockers: readonly Blocker[];
}

/** What one version of the code still lacks. */
interface Remaining {
  readonly left: readonly Blocker[];
  /** Something was found that shows the stage done: what is not found alone proves nothing. */
  readonly shown: boolean;
}

/**
 * How far the code has come with a stage that has no SQL: in the released version, in the work tree, or neither.
 * null: code says nothing about such a stage, or is not known. Where nothing is found that shows the stage done,
 * nothing is claimed: a person declares it.
 */
export function madeInCode(name: StageName, facts: EvolutionFacts): CodeStanding | null {
  if (name === 'dual-write' && facts.keptInStep)
    return {
      standing: 'complete',
      because: 'The database keeps both shapes in step, whoever writes.',
      blockers: [],
    };
  const shapes = shapesOf(facts.plan);
  const ask = remainingOf[name];
  if (ask === undefined || shapes.old.length === 0) return null;
  const replaced = shapes.new.length > 0;
  const released = facts.released === null ? null : ask(facts.released, replaced);
  if (released !== null && isMade(released))
    return {
      standing: 'complete',
      because: `In the released version ${made[name] ?? 'it is done'}.`,
      blockers: [],
    };
  const work = facts.work === null ? null : ask(facts.work, replaced);
  if (work === null) return null;
  if (isMade(work) && released !== null)
    return {
      standing: 'in-work-tree',
      because: `In the work tree ${made[name] ?? 'it is done'}.`,
      blockers: [
        {
          what: 'The released version does not have this yet. Merge and release it first.',
          places: released.left.flatMap((blocker) => blocker.places),
        },
      ],
    };
  return { standing: 'due', because: 'The application makes this stage.', blockers: work.left };
}

const made: Partial<Record<StageName, string>> = {
  'dual-write': 'every writer that is found fills the new shape',
  'switch-reads': 'nothing reads the old shape without the new one',
  'stop-old-writes': 'nothing writes the old shape',
};

function isMade({ left, shown }: Remaining): boolean {
  return left.length === 0 && shown;
}

type Ask = (uses: ShapeUses, replaced: boolean) => Remaining;

const remainingOf: Partial<Record<StageName, Ask>> = {
  'dual-write': (uses) => ({
    left: [
      ...blocker('fill only the old shape', filling(uses, 'old')),
      // The old shape is the source of truth as long as anybody reads it.
      ...(uses.oldReaders.length === 0
        ? []
        : blocker('fill only the new shape, which readers of the old one do not see', filling(uses, 'new'))),
      ...blocker('write columns that cannot be seen', uses.unknownWriters),
    ],
    shown: uses.writers.length > 0,
  }),
  'switch-reads': (uses, replaced) => ({
    left: blocker('read only the old shape', uses.oldReaders),
    shown: replaced ? uses.newReaders.length + uses.fallbackReaders.length > 0 : uses.known,
  }),
  'stop-old-writes': (uses, replaced) => ({
    left: [
      ...blocker('still write the old shape', [...filling(uses, 'old'), ...filling(uses, 'both')]),
      ...blocker('write columns that cannot be seen', uses.unknownWriters),
    ],
    shown: replaced ? filling(uses, 'new').length > 0 : uses.known,
  }),
};

function filling(uses: ShapeUses, side: 'old' | 'new' | 'both'): readonly Evidence[] {
  return uses.writers.filter((writer) => writer.fills === side);
}

function blocker(what: string, places: readonly Evidence[]): readonly Blocker[] {
  if (places.length === 0) return [];
  const count = places.length === 1 ? 'One place' : `${places.length} places`;
  return [{ what: `${count} ${places.length === 1 ? singular(what) : what}.`, places }];
}

/** `fills only …` for one place. */
function singular(what: string): string {
  return what.replace(/^(still )?(\w+)/, '$1$2s');
}
