import type { CodeIndex } from '../model/code';
import type { ChangeEffects } from '../model/effect';
import type { Plan } from '../model/evolution';
import type { Finding } from '../model/finding';
import type { History, Migration } from '../model/migration';
import type { Origin, Schema } from '../model/schema';
import type { Place, Range } from '../model/text';
import type { ReleasedVersion } from '../model/workspace';
import { doorOf } from '../risk/door';
import {
  effectsInPlace,
  isNewIn,
  type ReplayedChange,
  type ReplayedMigration,
} from '../schema/replay-history';
import { severityOf, type LevelSettings } from './levels';
import { mergeByPrecedence } from './precedence';
import { migrationRules } from './registry';
import type { ChangeContext, Draft, Message, MigrationRule } from './rule';

/** What the rules for migrations may know besides the change. */
export interface MigrationFacts {
  readonly history: History;
  readonly replayed: readonly ReplayedMigration[];
  readonly code: CodeIndex | null;
  readonly released: ReleasedVersion | null;
  readonly plans: readonly { readonly file: string; readonly plan: Plan }[];
}

/** A finding with the change it is about, so that fixes and the risk report can be made for it. */
export interface MigrationFinding {
  readonly finding: Finding;
  readonly rule: MigrationRule;
  readonly context: ChangeContext;
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
  const rules = migrationRules.filter(
    ({ meta }) =>
      meta.dialects?.includes(dialect) !== false && severityOf(meta, undefined, settings) !== null,
  );
  const found = contextsOf(facts, position).flatMap((context) => {
    const raw = rules.flatMap((rule) => runRule(rule, context, settings, fault));
    if (raw.length === 0) return [];
    const merged = mergeByPrecedence(raw.map((entry) => entry.finding));
    return merged.flatMap((finding) => {
      const source = raw.find(
        (entry) => entry.finding.rule === finding.rule && entry.finding.range.start === finding.range.start,
      );
      return source === undefined ? [] : [{ ...source, finding }];
    });
  });
  return found.sort(
    (a, b) => a.finding.range.start - b.finding.range.start || (a.finding.rule < b.finding.rule ? -1 : 1),
  );
}

/** One context for each change of a migration that stands (is not rolled back by its own file). */
export function contextsOf(facts: MigrationFacts, position: number): readonly ChangeContext[] {
  const { history, replayed } = facts;
  const migration = history.migrations[position];
  const own = replayed[position];
  const final = replayed.at(-1)?.after;
  if (migration === undefined || own === undefined || final === undefined) return [];
  return own.changes
    .filter((change) => !change.rolledBack)
    .flatMap((change) => contextOf(facts, migration, change, final) ?? []);
}

function contextOf(
  facts: MigrationFacts,
  migration: Migration,
  replayed: ReplayedChange,
  final: Schema,
): ChangeContext | null {
  const { history } = facts;
  const statement = migration.script.statements[replayed.statement];
  if (statement === undefined) return null;
  let effects: ChangeEffects | null = null;
  return {
    history,
    migration,
    statement,
    index: replayed.statement,
    changeIndex: replayed.changeIndex,
    change: replayed.change,
    before: replayed.before,
    after: replayed.after,
    final,
    get effects() {
      return (effects ??= effectsInPlace(history, migration, replayed));
    },
    isNew: (table) => isNewIn(migration, replayed.before, table),
    // Read on demand: indexing the code is dear, and few rules ask.
    get code() {
      return facts.code;
    },
    get released() {
      return facts.released;
    },
    plans: facts.plans,
    placeOf: (origin) => placeOf(history, origin),
    absolute: (range: Range) => ({ start: statement.start + range.start, end: statement.start + range.end }),
  };
}

function placeOf(history: History, origin: Origin): Place | null {
  const migration = history.migrations.find((candidate) => candidate.id === origin.migration);
  const statement = migration?.script.statements[origin.statement];
  if (migration === undefined || statement === undefined) return null;
  return { file: migration.file, range: { start: statement.start, end: statement.end } };
}

function runRule(
  rule: MigrationRule,
  context: ChangeContext,
  settings: LevelSettings,
  fault: (message: string) => void,
): MigrationFinding[] {
  try {
    return rule.check(context).flatMap((draft) => {
      const finding = findingOf(rule, draft, context, settings);
      return finding === null ? [] : [{ finding, rule, context }];
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
