import type { Fix } from '../../model/finding';
import { chooseIndexName } from '../../schema/generated-names';
import { findTable } from '../../schema/lookup';
import { sliceOf } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { followingMigrations } from './following-migration';
import { foreignKeysOf } from './foreign-keys';

/**
 * An index for the foreign key of the finding: right here on a new table and in SQLite, which locks the file for all
 * that a migration does; else CONCURRENTLY in a following migration.
 */
export function indexForKey(context: FixContext): readonly Fix[] {
  const { change, statement, migration, after, final, history } = context;
  const { reading } = statement;
  const { dialect } = history.target;
  if (dialect === 'postgres' ? reading.reader !== 'libpg-query' : dialect !== 'sqlite') return [];
  // In code a second statement would need a call of its own.
  if (migration.embedding !== null) return [];
  const key = foreignKeysOf(change).find(
    ({ constraint }) => context.absolute(constraint.range).start === context.finding.range.start,
  );
  const table = key === undefined ? null : findTable(after, key.table);
  if (key === undefined || table === null || findTable(final, key.table) === null) return [];
  const names = key.constraint.columns.map((column) => column.name);
  const name = quote(chooseIndexName(final, table, names, 'idx'), dialect);
  const columns = key.constraint.columns.map((column) => sliceOf(reading, column.range)).join(', ');
  const on = `${name} ON ${sliceOf(reading, key.table.range)} (${columns});`;
  if (context.isNew(key.table) || change.kind === 'create-table' || dialect === 'sqlite') {
    const lineEnd = migration.script.text.includes('\r\n') ? '\r\n' : '\n';
    const ended = migration.script.text.slice(statement.end, statement.next).includes(';');
    const newText = `${ended ? '' : ';'}${lineEnd}CREATE INDEX ${on}`;
    const edit = { file: migration.file, range: { start: statement.next, end: statement.next }, newText };
    return [{ title: 'Create an index for the foreign key', kind: 'safe', edits: [edit] }];
  }
  if (table.partitionBy !== null) return [];
  const created = followingMigrations(context, [
    {
      words: `create ${chooseIndexName(final, table, names, 'idx')} concurrently`,
      statements: [`CREATE INDEX CONCURRENTLY ${on}`],
      frame: 'no-transaction',
    },
  ]);
  const title = 'Create an index for the foreign key in a following migration, with CONCURRENTLY';
  return created === null ? [] : [{ title, kind: 'safe', edits: created }];
}
