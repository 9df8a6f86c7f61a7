import type { ChangeEffects } from '../model/effect';
import type { History, Migration } from '../model/migration';
import type { Schema } from '../model/schema';
import type { SchemaChange } from '../model/schema-change';
import type { StatementReading } from '../model/statement';
import { effectsOf } from './effects/effects';
import { foreignKeysBefore } from './foreign-keys-setting';
import { schemaInItsPass } from './effects/postgres-passes';
import { emptySchema, findTable, type QualifiedName } from './lookup';
import { applyChange } from './replay';

/** One schema change of a migration with the schema on both sides of it. */
export interface ReplayedChange {
  /** Indices of its statement in the script and of the change in its statement. */
  readonly statement: number;
  readonly changeIndex: number;
  readonly change: SchemaChange;
  readonly before: Schema;
  readonly after: Schema;
  /** Before the first change of the statement. */
  readonly beforeStatement: Schema;
  /** The statement belongs to a transaction that the file itself rolls back. */
  readonly rolledBack: boolean;
}

export interface ReplayedMigration {
  readonly before: Schema;
  readonly changes: readonly ReplayedChange[];
  readonly after: Schema;
}

interface Remembered extends ReplayedMigration {
  readonly readings: readonly StatementReading[];
  readonly rolledBack: ReadonlySet<number>;
}

/**
 * Replays histories and remembers what each migration made of the schema before it. A migration whose
 * statements and whose starting schema are the same objects as before is not replayed again, so an edit
 * costs the edited migration and those after it whose start really changed.
 */
export class HistoryReplay {
  private readonly remembered = new Map<string, Remembered>();

  /** `start` is the schema before the first migration. */
  replay(
    history: History,
    start: Schema = emptySchema(history.target.dialect),
  ): readonly ReplayedMigration[] {
    let schema = start.dialect === history.target.dialect ? this.startOf(history, start) : start;
    return history.migrations.map((migration) => {
      const replayed = this.replayMigration(migration, schema);
      schema = replayed.after;
      return replayed;
    });
  }

  private readonly starts = new Map<string, Schema>();

  /** The empty schema keeps its identity between calls, or nothing could ever be remembered. */
  private startOf(history: History, start: Schema): Schema {
    if (start.tables.size > 0 || start.types.size > 0) return start;
    const known = this.starts.get(history.target.dialect) ?? start;
    this.starts.set(history.target.dialect, known);
    return known;
  }

  private replayMigration(migration: Migration, before: Schema): ReplayedMigration {
    const readings = migration.script.statements.map((statement) => statement.reading);
    // A file may be in histories of several dialects.
    const key = `${migration.script.dialect}:${migration.file}`;
    const known = this.remembered.get(key);
    const usable = known?.before === before ? known : null;
    if (usable !== null && sameItems(usable.readings, readings)) return usable;
    const replayed = replayScript(migration, before, readings, usable);
    this.remembered.set(key, replayed);
    return replayed;
  }
}

/** Statements before the first that differs from the `earlier` replay were replayed then. */
function replayScript(
  migration: Migration,
  before: Schema,
  readings: readonly StatementReading[],
  earlier: Remembered | null,
): Remembered {
  const rolledBack = rolledBackStatements(migration);
  const shared = earlier === null ? 0 : sharedStatements(earlier, readings, rolledBack);
  const changes = earlier === null ? [] : earlier.changes.filter((change) => change.statement < shared);
  let schema = changes.at(-1)?.after ?? before;
  for (let index = shared; index < readings.length; index++) {
    const undone = rolledBack.has(index);
    const beforeStatement = schema;
    readings[index]?.changes.forEach((change, changeIndex) => {
      const after = undone
        ? schema
        : applyChange(schema, change, { migration: migration.id, statement: index });
      changes.push({
        statement: index,
        changeIndex,
        change,
        rolledBack: undone,
        before: schema,
        after,
        beforeStatement,
      });
      schema = after;
    });
  }
  return { before, changes, after: schema, readings, rolledBack };
}

/** How many statements from the start are read and rolled back as before. */
function sharedStatements(
  earlier: Remembered,
  readings: readonly StatementReading[],
  rolledBack: ReadonlySet<number>,
): number {
  let shared = 0;
  while (
    shared < readings.length &&
    earlier.readings[shared] === readings[shared] &&
    earlier.rolledBack.has(shared) === rolledBack.has(shared)
  )
    shared++;
  return shared;
}

/**
 * Statements between a BEGIN, or the transaction of the runner, and the ROLLBACK that ends it. A rollback to a
 * savepoint undoes what follows the savepoint. DDL of MySQL and MariaDB commits at once: nothing undoes it.
 */
function rolledBackStatements(migration: Migration): ReadonlySet<number> {
  const undone = new Set<number>();
  const { dialect } = migration.script;
  if (dialect === 'mysql' || dialect === 'mariadb') return undone;
  const inRunners = migration.transaction === 'wrapped' || migration.transaction === 'single-query';
  let began: number | null = inRunners ? 0 : null;
  const savepoints: { name: string | null; at: number }[] = [];
  migration.script.statements.forEach((statement, index) => {
    for (const change of statement.reading.changes) {
      if (change.kind !== 'transaction') continue;
      if (change.action === 'begin') began = index;
      else if (change.action === 'commit') began = null;
      else if (change.action === 'savepoint') savepoints.push({ name: change.savepoint, at: index });
      else if (change.action === 'rollback' && began !== null) {
        for (let at = began; at <= index; at++) undone.add(at);
        began = null;
      } else if (change.action === 'rollback-to') {
        const point = savepoints.findLast((savepoint) => savepoint.name === change.savepoint);
        if (point !== undefined) for (let at = point.at; at <= index; at++) undone.add(at);
      }
    }
  });
  return undone;
}

/** The table was made earlier in this migration, or is temporary. A table the schema does not know is not new. */
export function isNewIn(migration: Migration, before: Schema, table: QualifiedName): boolean {
  const found = findTable(before, table);
  return found !== null && (found.temporary || found.createdBy.migration === migration.id);
}

interface KnownEffects {
  readonly dialect: string;
  readonly version: number;
  readonly effects: ChangeEffects;
}

/** Several rules ask for the effects of each change at every edit. */
const knownEffects = new WeakMap<ReplayedChange, KnownEffects>();

/** Effects of a change in its place in the history. */
export function effectsInPlace(
  history: History,
  migration: Migration,
  replayed: ReplayedChange,
): ChangeEffects {
  const { dialect, version } = history.target;
  const known = knownEffects.get(replayed);
  if (known?.dialect === dialect && known.version === version) return known.effects;
  const before = inItsPass(dialect, migration, replayed) ?? replayed.before;
  const effects = effectsOf(replayed.change, before, {
    target: history.target,
    createdInTransaction: (table) => isNewIn(migration, replayed.before, table),
    foreignKeys: () => foreignKeysBefore(migration, replayed.statement),
  });
  knownEffects.set(replayed, { dialect, version, effects });
  return effects;
}

function inItsPass(dialect: string, migration: Migration, replayed: ReplayedChange): Schema | null {
  const { statement, changeIndex, beforeStatement } = replayed;
  const reading = migration.script.statements[statement]?.reading;
  if (dialect !== 'postgres' || reading === undefined) return null;
  return schemaInItsPass(beforeStatement, reading, changeIndex, { migration: migration.id, statement });
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
