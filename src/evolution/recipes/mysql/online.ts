import { atLeast } from '../../../schema/effects/online-ddl';
import type { EvolvingTable } from '../evolving-table';

/*
 * What a statement of MySQL or MariaDB asks for, so that the server refuses what it could not do that way instead of
 * keeping writers out. MariaDB takes INPLACE for "at least as good", MySQL at its word.
 */

/** The table a statement changes. */
type Altered = Pick<EvolvingTable, 'dialect' | 'version' | 'table' | 'written'>;

/** The description of the table alone changes, or an index is built beside it. */
export function online(statement: string): string {
  return `${statement}, ALGORITHM=INPLACE, LOCK=NONE`;
}

/** A column comes: in an instant where the version can, because INPLACE would make MySQL write every row anew. */
export function addingColumn(on: Altered, statement: string): string {
  if (hasFulltext(on)) return rebuilding(on, statement);
  const instantly = on.dialect === 'mariadb' || on.version >= 8;
  return instantly ? `${statement}, ALGORITHM=INSTANT` : online(statement);
}

/** A column goes, or becomes required: rows may be written anew while writers go on. */
export function rebuilding(on: Altered, statement: string): string {
  return hasFulltext(on) ? `${statement}, ALGORITHM=INPLACE, LOCK=SHARED` : online(statement);
}

/** Why writers wait where columns come or go; null: they go on. */
export function waitsForFulltext(on: Altered): string | null {
  return hasFulltext(on)
    ? `${on.written} has a FULLTEXT index, so the server writes the table anew while writers wait: run it when they may.`
    : null;
}

/** A CHECK is looked at by copying the table. */
export function copying(statement: string): string {
  return `${statement}, ALGORITHM=COPY, LOCK=SHARED`;
}

/** Whether columns can be renamed without their definitions: MySQL 8.0, MariaDB 10.5. */
export function renamesColumns({ dialect, version }: Altered): boolean {
  return dialect === 'mariadb' ? atLeast(version, 10, 5) : version >= 8;
}

function hasFulltext({ table }: Altered): boolean {
  return table.indexes.some((index) => index.method === 'fulltext');
}
