import type { Evidence, Finding } from '../model/finding';
import type { Assessment } from '../model/risk';
import type { ChangeInPlace } from './change-in-place';
import { referencesTo } from '../schema/lookup';
import { blastRadiusOf, type BlastFacts, type DeclaredTable } from './blast-radius';
import type { Consequences } from './consequences';
import { describeChange } from './describe';
import { doorFrom } from './door';
import { indicatorEvidence } from './evidence';
import { estimateFailure } from './failure';
import { complexityOf, indicatorsOf } from './indicators';
import { irreversibilityOf } from './irreversibility';
import { defaultNumbers, type RiskNumbers, type RolloutPattern } from './numbers';
import { riskFigure, type DeclaredMoney } from './risk-figure';
import { rollbackOf } from './rollback';
import { codeReferences, tableOf } from './subject';

/** What the team declares that an assessment needs. */
export interface DeclaredFacts extends DeclaredMoney {
  readonly tables: Readonly<Record<string, DeclaredTable>>;
  readonly pattern: RolloutPattern | null;
}

/** One change in its place, with what the rules found about it. */
export interface AssessmentInput {
  readonly context: ChangeInPlace;
  readonly consequences: Consequences;
  readonly findings: readonly Finding[];
  readonly declared: DeclaredFacts;
}

/** The risk of one change, each figure with what it rests on. */
export function assess(input: AssessmentInput, numbers: RiskNumbers = defaultNumbers): Assessment {
  const { context, consequences, findings, declared } = input;
  const references = codeReferences(context);
  const table = tableOf(context);
  const own = table === null ? null : (declared.tables[table.name] ?? null);
  const owners = own?.owner === undefined ? [] : own.owner.split(',').map((owner) => owner.trim());
  const indicators = indicatorsOf(indicatorEvidence(context, consequences, references, owners));
  const door = doorFrom(consequences, numbers.score);
  const blastRadius = blastRadiusOf(blastFacts(context, consequences, references, own));
  const pattern = declared.pattern ?? patternOf(context, door === 'two-way' && findings.length === 0);
  const couplings = couplingsOf(context, numbers);
  const failure = estimateFailure(
    { pattern, complexity: complexityOf(indicators), dependency: 0, couplings },
    numbers,
  );
  return {
    file: context.migration.file,
    range: context.absolute(context.change.range),
    migration: context.migration.id,
    title: describeChange(context.change),
    door,
    irreversibility: irreversibilityOf(consequences, numbers.score),
    indicators,
    blastRadius,
    failure,
    risk: riskFigure(failure, blastRadius, declared),
    rollback: rollbackOf(context, consequences),
    rules: [...new Set(findings.map((finding) => finding.rule))],
    references,
  };
}

/** Planned steps and changes that nothing speaks against count as expand–contract; all else reaches everyone at once. */
function patternOf(context: ChangeInPlace, harmless: boolean): RolloutPattern {
  const table = tableOf(context);
  const planned = table !== null && context.plans.some(({ plan }) => plan.table === table.name);
  return planned || harmless ? 'expand-contract' : 'big-bang';
}

function couplingsOf(context: ChangeInPlace, numbers: RiskNumbers): readonly number[] {
  const table = tableOf(context);
  if (table === null || context.isNew(table)) return [];
  const references = referencesTo(context.before, table).map(() => numbers.coupling.foreignKey);
  const views = [...context.before.objects.values()].filter((object) => object.uses.includes(table.name));
  return [...references, ...views.map(() => numbers.coupling.view)];
}

function blastFacts(
  context: ChangeInPlace,
  consequences: Consequences,
  references: readonly Evidence[],
  declared: DeclaredTable | null,
): BlastFacts {
  const { code } = context;
  const table = tableOf(context);
  const reached =
    code === null || table === null || context.isNew(table) ? [] : code.routesReaching(table.name);
  const groupsOf = (routes: readonly { file: string; group: string }[]): number =>
    new Set(routes.map((route) => `${route.file} ${route.group}`)).size;
  const touchesCode = references.length > 0;
  return {
    table: table?.name ?? null,
    files: code === null ? null : new Set(references.map((one) => one.file)).size,
    groupsReached: code === null ? null : touchesCode ? groupsOf(reached) : 0,
    groups: code === null ? 0 : groupsOf(code.routes),
    services: code === null ? null : servicesOf(references),
    ...recoveryOf(context, consequences, declared),
    declared,
  };
}

/** Deployed parts of a workspace that name the object: `apps/web`, `services/billing`. Shared packages are none. */
function servicesOf(references: readonly Evidence[]): number {
  return new Set(references.flatMap((one) => /^(?:apps|services)\/[^/]+/.exec(one.file)?.[0] ?? [])).size;
}

function recoveryOf(
  context: ChangeInPlace,
  consequences: Consequences,
  declared: DeclaredTable | null,
): Pick<BlastFacts, 'recovery' | 'recoveryReason'> {
  const { migration, effects } = context;
  if (consequences.deletesData !== null) {
    return { recovery: 'not-at-all', recoveryReason: `${consequences.deletesData} Only a backup holds it.` };
  }
  if (consequences.losesDetail !== null)
    return { recovery: 'by-hand', recoveryReason: consequences.losesDetail };
  if (consequences.breaksReleased !== null) {
    const how = migration.hasDown
      ? 'a down migration is there'
      : 'no down migration is there, so by a new one';
    return {
      recovery: migration.hasDown ? 'by-rollback' : 'by-hand',
      recoveryReason: `${consequences.breaksReleased} Schema and code go back together: ${how}.`,
    };
  }
  const long = effects.effects.find((effect) => effect.rewrite || effect.scan || effect.indexBuild);
  const table = tableOf(context);
  if (long !== undefined && (table === null || !context.isNew(table))) {
    const rows = declared?.rows === undefined ? '' : ` (${declared.rows.toLocaleString('en')} rows)`;
    return {
      recovery: 'by-rollback',
      recoveryReason: `It works through all of ${long.table}${rows} under a lock; cancelling it rolls it back.`,
    };
  }
  return { recovery: 'by-itself', recoveryReason: 'It takes nothing away, and its locks are brief.' };
}
