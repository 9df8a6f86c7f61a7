import type { CodeIndex } from '../model/code';
import type { ChangeEffects } from '../model/effect';
import type { History, Migration } from '../model/migration';
import type { Origin, Schema } from '../model/schema';
import type { SchemaChange } from '../model/schema-change';
import type { Statement } from '../model/statement';
import type { Place } from '../model/text';
import { sourceRange } from '../migrations/embedded';
import type { ReleasedVersion } from '../model/workspace';
import type { DeclaredTable } from '../risk/blast-radius';
import {
  effectsInPlace,
  isNewIn,
  type ReplayedChange,
  type ReplayedMigration,
} from '../schema/replay-history';
import type { ChangeContext, PlannedEvolution } from './rule';

/** What the rules for migrations may know besides the change. */
export interface MigrationFacts {
  readonly history: History;
  readonly replayed: readonly ReplayedMigration[];
  readonly code: CodeIndex | null;
  readonly released: ReleasedVersion | null;
  readonly plans: readonly PlannedEvolution[];
  /** What `evolens.yml` says about tables, by name. */
  readonly tables: Readonly<Record<string, DeclaredTable>>;
}

/** One context for each wanted change of a migration that stands (is not rolled back by its own file). */
export function contextsOf(
  facts: MigrationFacts,
  position: number,
  wanted: (change: SchemaChange) => boolean = () => true,
): readonly ChangeContext[] {
  const migration = facts.history.migrations[position];
  const own = facts.replayed[position];
  const final = facts.replayed.at(-1)?.after;
  if (migration === undefined || own === undefined || final === undefined) return [];
  const contexts: ChangeContext[] = [];
  for (const replayed of own.changes) {
    if (replayed.rolledBack || !wanted(replayed.change)) continue;
    const statement = migration.script.statements[replayed.statement];
    if (statement !== undefined)
      contexts.push(new ChangeInPlace(facts, migration, replayed, statement, own.changes, final));
  }
  return contexts;
}

/** A class, not a literal: a context is made for every change at every edit, and what is dear is read on demand. */
class ChangeInPlace implements ChangeContext {
  constructor(
    private readonly facts: MigrationFacts,
    readonly migration: Migration,
    readonly own: ReplayedChange,
    readonly statement: Statement,
    readonly siblings: readonly ReplayedChange[],
    readonly final: Schema,
  ) {}

  get history(): History {
    return this.facts.history;
  }

  get index(): number {
    return this.own.statement;
  }

  get changeIndex(): number {
    return this.own.changeIndex;
  }

  get change(): SchemaChange {
    return this.own.change;
  }

  get before(): Schema {
    return this.own.before;
  }

  get after(): Schema {
    return this.own.after;
  }

  get effects(): ChangeEffects {
    return effectsInPlace(this.facts.history, this.migration, this.own);
  }

  get code(): CodeIndex | null {
    return this.facts.code;
  }

  get released(): ReleasedVersion | null {
    return this.facts.released;
  }

  get plans(): MigrationFacts['plans'] {
    return this.facts.plans;
  }

  // Functions that rules may take along; each is made when it is asked for, which most rules do not.
  get isNew(): ChangeContext['isNew'] {
    return (table) => isNewIn(this.migration, this.own.before, table);
  }

  get declared(): ChangeContext['declared'] {
    const { tables } = this.facts;
    return ({ schema, name }) =>
      (schema === null ? undefined : tables[`${schema}.${name}`]) ?? tables[name] ?? null;
  }

  get placeOf(): ChangeContext['placeOf'] {
    return (origin) => placeOf(this.facts.history, origin);
  }

  get absolute(): ChangeContext['absolute'] {
    const { start } = this.statement;
    return (range) => sourceRange(this.migration, { start: start + range.start, end: start + range.end });
  }
}

function placeOf(history: History, origin: Origin): Place | null {
  const migration = history.migrations.find((candidate) => candidate.id === origin.migration);
  const statement = migration?.script.statements[origin.statement];
  if (migration === undefined || statement === undefined) return null;
  return { file: migration.file, range: sourceRange(migration, statement) };
}
