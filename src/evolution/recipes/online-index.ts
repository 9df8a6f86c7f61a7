import type { DraftStage } from './recipe';
import type { EvolvingTable } from './evolving-table';
import { qualified } from './names';

/** An index as it is to be built. Columns, expressions and conditions are SQL. */
export interface WantedIndex {
  /** As the database has it. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** `btree` where nothing else is said. */
  readonly method: string;
  readonly includes: readonly string[];
  readonly nullsNotDistinct: boolean;
  /** WITH and TABLESPACE of Postgres, or ''. */
  readonly tail: string;
  readonly where: string | null;
}

/** A stage that builds the index while rows are written, as far as the dialect can. */
export function buildOnline(
  on: EvolvingTable,
  index: WantedIndex,
): Pick<DraftStage, 'statements' | 'frame' | 'rollback' | 'rollbackNote' | 'rollbackFrame'> {
  const frame = on.dialect === 'postgres' ? 'no-transaction' : 'transaction';
  return {
    statements: [createIndex(on, index)],
    frame,
    rollback: [dropIndex(on, index.name, true)],
    rollbackNote:
      on.dialect === 'postgres'
        ? 'Drops the index, also one that a failed build left invalid: drop it before building it again.'
        : 'Drops the index.',
    rollbackFrame: frame,
  };
}

function createIndex({ dialect, sql, table, quoted }: EvolvingTable, index: WantedIndex): string {
  const columns = index.columns.join(', ');
  const kind = index.unique ? 'UNIQUE ' : '';
  const where = index.where === null ? '' : ` WHERE ${index.where}`;
  switch (dialect) {
    case 'postgres':
      return [
        `CREATE ${kind}INDEX CONCURRENTLY ${quoted(index.name)} ON ${sql}`,
        index.method === 'btree' ? '' : ` USING ${index.method}`,
        ` (${columns})`,
        index.includes.length === 0 ? '' : ` INCLUDE (${index.includes.map(quoted).join(', ')})`,
        index.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '',
        index.tail === '' ? '' : ` ${index.tail}`,
        where,
      ].join('');
    case 'sqlite':
      return `CREATE ${kind}INDEX ${qualified(table.schema, index.name, dialect)} ON ${quoted(table.name)} (${columns})${where}`;
    case 'mysql':
    case 'mariadb': {
      const special = /^(fulltext|spatial)$/.test(index.method);
      const lock = special ? 'SHARED' : 'NONE';
      return `ALTER TABLE ${sql} ADD ${special ? `${index.method.toUpperCase()} ` : kind}INDEX ${quoted(index.name)} (${columns}), ALGORITHM=INPLACE, LOCK=${lock}`;
    }
  }
}

/** Takes an index away without blocking writers for longer than a moment. */
export function dropIndex(
  { dialect, sql, table, quoted }: EvolvingTable,
  name: string,
  ifExists = false,
): string {
  const exists = ifExists ? 'IF EXISTS ' : '';
  switch (dialect) {
    case 'postgres':
      return `DROP INDEX CONCURRENTLY ${exists}${qualified(table.schema, name, dialect)}`;
    case 'sqlite':
      return `DROP INDEX ${exists}${qualified(table.schema, name, dialect)}`;
    case 'mysql':
    case 'mariadb':
      return `ALTER TABLE ${sql} DROP INDEX ${quoted(name)}, ALGORITHM=INPLACE, LOCK=NONE`;
  }
}
