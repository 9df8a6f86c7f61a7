import type { History, Migration } from '../model/migration';
import type { Schema } from '../model/schema';
import type { Range } from '../model/text';
import { tableKey, type QualifiedName } from './keys';
import { namedColumns } from './named-columns';
import type { ReplayedMigration } from './replay-history';

/** What one migration did to a column. */
export interface ColumnEvent {
  readonly migration: Migration;
  /** Where the column is named; absolute in the migration's script. */
  readonly range: Range;
  /** `added as text`, `renamed to total`, `made NOT NULL`. */
  readonly act: string;
}

/** What the migrations of a history did to each column, oldest first. */
export class ColumnHistories {
  private readonly tables = new Map<string, Map<string, ColumnEvent[]>>();

  constructor(
    private readonly schema: Schema,
    history: History,
    replayed: readonly ReplayedMigration[],
  ) {
    replayed.forEach(({ changes }, position) => {
      const migration = history.migrations[position];
      if (migration === undefined) return;
      for (const { change, statement, rolledBack } of changes) {
        const start = migration.script.statements[statement]?.start;
        if (rolledBack || start === undefined) continue;
        for (const named of namedColumns(change)) {
          if (named.act === '') continue;
          const range = { start: start + named.range.start, end: start + named.range.end };
          this.add(named.table, named.column, { migration, range, act: named.act });
          if (named.newName !== null) this.rename(named.table, named.column, named.newName);
        }
        if (change.kind === 'rename-table') this.renameTable(change.table, change.newName);
      }
    });
  }

  /** Events of the column that has this name now, or had it when it went. Names in any case. */
  of(table: QualifiedName, column: string): readonly ColumnEvent[] {
    return this.tables.get(this.keyOf(table))?.get(column.toLowerCase()) ?? [];
  }

  private add(table: QualifiedName, column: string, event: ColumnEvent): void {
    const columns = this.columnsOf(table);
    const events = columns.get(column.toLowerCase());
    if (events) events.push(event);
    else columns.set(column.toLowerCase(), [event]);
  }

  /** The events go with the column; the old name keeps them too, for whoever still asks by it. */
  private rename(table: QualifiedName, from: string, to: string): void {
    const columns = this.columnsOf(table);
    columns.set(to.toLowerCase(), [...(columns.get(from.toLowerCase()) ?? [])]);
  }

  private renameTable(from: QualifiedName, to: QualifiedName): void {
    const known = this.tables.get(this.keyOf(from));
    if (known) this.tables.set(this.keyOf({ schema: to.schema ?? from.schema, name: to.name }), known);
  }

  private columnsOf(table: QualifiedName): Map<string, ColumnEvent[]> {
    const key = this.keyOf(table);
    const known = this.tables.get(key) ?? new Map<string, ColumnEvent[]>();
    this.tables.set(key, known);
    return known;
  }

  private keyOf(table: QualifiedName): string {
    return tableKey(this.schema.dialect, table).toLowerCase();
  }
}
