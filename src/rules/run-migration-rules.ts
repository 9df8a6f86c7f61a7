import type { Dialect } from '../model/dialect';
import type { Finding } from '../model/finding';
import type { SchemaChangeKind } from '../model/schema-change';
import type { Range } from '../model/text';
import { doorOf } from '../risk/door';
import { bareStatements } from '../sql/same-statements';
import { contextsOf, type MigrationFacts } from './change-contexts';
import { severityOf, type LevelSettings } from './levels';
import { absorb, isReplaced, mergeByPrecedence } from './precedence';
import { migrationRules } from './registry';
import type { ChangeContext, Draft, Message, MigrationRule } from './rule';
import { isSettledByPlan } from './settled-by-plan';

/** A finding with the change it is about, so that fixes and the risk report can be made for it. */
export interface MigrationFinding {
  readonly finding: Finding;
  readonly rule: MigrationRule;
  readonly context: ChangeContext;
  /** Absolute ranges of other changes that this finding is about as well. */
  readonly covers: readonly Range[];
}

/**
 * Findings of one migration of a history, in order of place. A rule that fails is left out for that change
 * and reported through `fault`; the rest goes on.
 */
export function runMigrationRules(
  facts: MigrationFacts,
  position: number,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly MigrationFinding[] {
  const { dialect } = facts.history.target;
  const rules = rulesByKind(dialect, settings);
  const found: MigrationFinding[] = [];
  for (const context of contextsOf(facts, position, (change) => rules.has(change.kind))) {
    if (ranBefore(context)) continue;
    found.push(...judgeChange(rules.get(context.change.kind) ?? [], context, settings, fault));
  }
  return withoutCovered(found).sort(
    (a, b) => a.finding.range.start - b.finding.range.start || (a.finding.rule < b.finding.rule ? -1 : 1),
  );
}

/** Most rules have nothing to say about most changes, at every keystroke: so nothing is made until one speaks. */
function judgeChange(
  rules: readonly MigrationRule[],
  context: ChangeContext,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly MigrationFinding[] {
  let raw: MigrationFinding[] | null = null;
  for (const rule of rules) {
    const said = runRule(rule, context, settings, fault);
    if (said.length > 0 && !isSettledByPlan(rule.meta.id, context)) (raw ??= []).push(...said);
  }
  if (raw === null) return silence;
  const own = raw;
  return mergeByPrecedence(own.map((entry) => entry.finding)).flatMap((finding) => {
    const source = own.find(
      (entry) => entry.finding.rule === finding.rule && entry.finding.range.start === finding.range.start,
    );
    return source === undefined ? [] : [{ ...source, finding }];
  });
}

const silence: readonly MigrationFinding[] = [];

/** A hazard of several changes is one finding: weaker ones about its other changes become notes of it. */
function withoutCovered(found: readonly MigrationFinding[]): MigrationFinding[] {
  const winners = found.filter((entry) => entry.covers.length > 0);
  if (winners.length === 0) return [...found];
  const winnerOf = (entry: MigrationFinding): MigrationFinding | undefined =>
    winners.find(
      (winner) =>
        isReplaced(winner.finding.rule, entry.finding.rule) &&
        winner.covers.some((range) => isWithin(entry.finding.range, range)),
    );
  const losers = new Map(found.flatMap((entry) => pairOrNone(entry, winnerOf(entry))));
  return found
    .filter((entry) => !losers.has(entry))
    .map((entry) => ({
      ...entry,
      finding: [...losers]
        .filter(([, winner]) => winner === entry)
        .map(([loser]) => loser.finding)
        .reduce(absorb, entry.finding),
    }));
}

function pairOrNone(
  entry: MigrationFinding,
  winner: MigrationFinding | undefined,
): [MigrationFinding, MigrationFinding][] {
  return winner === undefined ? [] : [[entry, winner]];
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** A statement of an edited migration that the base revision ran as it is. */
function ranBefore({ history, migration, statement }: ChangeContext): boolean {
  const edit = history.faults.find((fault) => fault.kind === 'edited' && fault.file === migration.file);
  if (edit?.unchanged === undefined) return false;
  const [bare] = bareStatements(statement.reading.text, history.target.dialect);
  return bare !== undefined && edit.unchanged.has(bare);
}

/** By settings, which stay the same object for a whole run or round. */
const chosen = new WeakMap<
  LevelSettings,
  Map<Dialect, ReadonlyMap<SchemaChangeKind, readonly MigrationRule[]>>
>();

/** The rules that are on, by the kind of change they look at: most changes interest few rules. */
function rulesByKind(
  dialect: Dialect,
  settings: LevelSettings,
): ReadonlyMap<SchemaChangeKind, readonly MigrationRule[]> {
  const byDialect = chosen.get(settings) ?? new Map<Dialect, ReturnType<typeof chooseRules>>();
  chosen.set(settings, byDialect);
  const known = byDialect.get(dialect) ?? chooseRules(dialect, settings);
  byDialect.set(dialect, known);
  return known;
}

function chooseRules(
  dialect: Dialect,
  settings: LevelSettings,
): ReadonlyMap<SchemaChangeKind, readonly MigrationRule[]> {
  const byKind = new Map<SchemaChangeKind, MigrationRule[]>();
  for (const rule of migrationRules) {
    const isOff = severityOf(rule.meta, undefined, settings) === null;
    if (isOff || rule.meta.dialects?.includes(dialect) === false) continue;
    for (const kind of rule.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), rule]);
  }
  return byKind;
}

function runRule(
  rule: MigrationRule,
  context: ChangeContext,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly MigrationFinding[] {
  try {
    const drafts = rule.check(context);
    if (drafts.length === 0) return silence;
    return drafts.flatMap((draft) => {
      const finding = findingOf(rule, draft, context, settings);
      return finding === null ? [] : [{ finding, rule, context, covers: draft.covers ?? [] }];
    });
  } catch (error) {
    fault(
      `Rule ${rule.meta.id} failed on ${context.migration.file}, statement ${context.index + 1}: ${String(error)}`,
    );
    return [];
  }
}

function findingOf(
  rule: MigrationRule,
  draft: Draft,
  context: ChangeContext,
  settings: LevelSettings,
): Finding | null {
  const severity = severityOf(rule.meta, draft.severity, settings);
  if (severity === null) return null;
  return {
    file: context.migration.file,
    range: context.absolute(draft.range),
    rule: rule.meta.id,
    severity,
    confidence:
      draft.confidence ??
      weaker(context.statement.reading.confidence, context.history.target.dialectConfidence),
    door: doorOf(context),
    message: messageText(draft.message),
    evidence: draft.evidence ?? [],
  };
}

export function messageText(message: Message): string {
  return [message.what, message.why, message.remedy].filter((part) => part !== '').join(' ');
}

const order = { low: 0, medium: 1, high: 2 } as const;

function weaker(a: Finding['confidence'], b: Finding['confidence']): Finding['confidence'] {
  return order[a] <= order[b] ? a : b;
}
