import type { PlanStage, Precondition, StageName } from '../model/evolution';
import type { Evidence } from '../model/finding';
import { hasArrived, type EvolutionFacts, type StageProgress } from './progress';
import { shapeName } from './shapes';

/** Something that must happen before a stage goes on. */
export interface Blocker {
  /** One or two sentences. */
  readonly what: string;
  /** Where; empty when it is about no place. */
  readonly places: readonly Evidence[];
}

/** What of a stage's preconditions does not hold, and what of the stages before it is still held. `before` are those. */
export function missingFor(
  stage: PlanStage,
  before: readonly StageProgress[],
  facts: EvolutionFacts,
): readonly Blocker[] {
  const held = before.filter((one) => one.standing === 'on-base').flatMap((one) => one.blockers);
  const own = stage.preconditions.flatMap((precondition) => missingOf(precondition, before, facts));
  return [...held, ...own.filter((blocker) => !held.some((other) => other.what === blocker.what))];
}

/** The stages are gone through in order. */
export function comesFirst(earlier: StageProgress | undefined): readonly Blocker[] {
  return earlier === undefined ? [] : [{ what: `Stage ${earlier.stage.name} comes first.`, places: [] }];
}

/** A blocker as text, with its first places. */
export function blockerText({ what, places }: Blocker): string {
  const shown = places.slice(0, 5).map((place) => `${place.file}: ${place.message}`);
  const more = places.length - shown.length;
  return [what, ...shown, ...(more > 0 ? [`… and ${more} more places.`] : [])].join(' ');
}

function missingOf(
  precondition: Precondition,
  before: readonly StageProgress[],
  facts: EvolutionFacts,
): readonly Blocker[] {
  switch (precondition.kind) {
    case 'stage-released':
      return before
        .filter((one) => one.stage.name === precondition.stage)
        .filter((one) => !hasArrived(one))
        .slice(0, 1)
        .map((one) => ({ what: `Stage ${precondition.stage} is not complete.`, places: placesOf(one) }));
    case 'declared':
      return isDeclared(precondition.what, facts)
        ? []
        : [
            {
              what: `Somebody must declare that ${precondition.what}: add this sentence under declared in ${facts.planFile}.`,
              places: [],
            },
          ];
    case 'unused-in-released-version':
      return stillUsed(precondition.table, precondition.column, facts);
    case 'bake-time':
      return before.some((one) => one.stage.name === precondition.stage && !hasArrived(one))
        ? [
            {
              what: `Stage ${precondition.stage} must bake for ${precondition.hours} hours once it is on the base branch.`,
              places: [],
            },
          ]
        : notBaked(precondition.stage, precondition.hours, timesOf(precondition.stage, before), facts);
    case 'not-before':
      return notYet(precondition.date, precondition.why, facts);
  }
}

function placesOf({ blockers }: StageProgress): readonly Evidence[] {
  return blockers.flatMap((blocker) => blocker.places);
}

function isDeclared(what: string, { plan }: EvolutionFacts): boolean {
  return plan.declared.includes(what);
}

function stillUsed(table: string, column: string | null, facts: EvolutionFacts): readonly Blocker[] {
  const shape = shapeName({ table, column });
  const uses = facts.usesInReleasedVersion(table, column);
  if (uses === null) {
    const sentence = `${shape} is unused in the released version`;
    return isDeclared(sentence, facts)
      ? []
      : [
          {
            what: `The released version is not known here. Check it, and add "${sentence}" under declared in ${facts.planFile}.`,
            places: [],
          },
        ];
  }
  return uses.length === 0 ? [] : [{ what: `The released version still uses ${shape}.`, places: uses }];
}

/** When each entry of the stage reached the base branch; null where that is not known. */
function timesOf(name: StageName, before: readonly StageProgress[]): readonly (Date | null)[] {
  return before.filter((one) => one.stage.name === name).map((one) => one.since);
}

/** Hours that must pass after the last of `times`. The dates are those of the commits that brought the stage to the base branch. */
export function notBaked(
  name: StageName,
  hours: number,
  times: readonly (Date | null)[],
  facts: EvolutionFacts,
): readonly Blocker[] {
  const sentence = `${hours} hours have passed since ${name}`;
  if (isDeclared(sentence, facts)) return [];
  const known = times.filter((time) => time !== null);
  if (known.length === 0)
    return [
      {
        what: `It is not known when ${name} was released. Once it holds, add "${sentence}" under declared in ${facts.planFile}.`,
        places: [],
      },
    ];
  const due = Math.max(...known.map((time) => time.getTime())) + hours * 3_600_000;
  return facts.now.getTime() >= due
    ? []
    : [
        {
          what: `Stage ${name} must bake for ${hours} hours: until ${new Date(due).toISOString()}.`,
          places: [],
        },
      ];
}

function notYet(date: string, why: string, { now }: EvolutionFacts): readonly Blocker[] {
  return now.getTime() >= Date.parse(date) ? [] : [{ what: `Not before ${date}: ${why}`, places: [] }];
}
