import type { Undo } from '../../model/risk';
import type { ChangeOf } from '../../model/schema-change';
import { columnOf, findTable } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import { whole, type UndoOf } from './outcome';
import { columnText, identityWords, named } from './written';

type ColumnChange = ChangeOf<
  | 'add-column'
  | 'drop-column'
  | 'rename-column'
  | 'alter-column-type'
  | 'redefine-column'
  | 'set-not-null'
  | 'drop-not-null'
  | 'set-default'
  | 'drop-default'
  | 'set-identity'
  | 'drop-identity'
  | 'set-generated'
  | 'drop-generated'
>;

/** Undoing what is done to a column. */
export function columnUndo(change: ColumnChange, { before, after }: UndoOf): Undo | null {
  if (before === after) return null;
  const { dialect } = before;
  const table = named(change.table, dialect);
  const name = change.kind === 'add-column' ? change.column.name.name : change.column.name;
  const known = findTable(before, change.table);
  const column = known === null ? null : columnOf(dialect, known, name);
  const alter = (action: string): string => `ALTER TABLE ${table} ${action}`;
  const alterColumn = (action: string): string => alter(`ALTER COLUMN ${quote(name, dialect)} ${action}`);
  switch (change.kind) {
    case 'add-column':
      return whole(
        alter(`DROP COLUMN ${quote(name, dialect)}`),
        'What is written to it until then goes with it.',
      );
    case 'drop-column': {
      const text = column === null ? null : columnText(column, dialect);
      return whole(text === null ? null : alter(`ADD COLUMN ${text}`), keysOfColumn(known, name));
    }
    case 'rename-column':
      return whole(alter(`RENAME COLUMN ${quote(change.newName.name, dialect)} TO ${quote(name, dialect)}`));
    case 'redefine-column': {
      const text = column === null ? null : columnText(column, dialect);
      const now = quote(change.definition.name.name, dialect);
      return whole(
        text === null ? null : alter(`CHANGE ${now} ${text}`),
        'Values written since may not fit the definition before.',
      );
    }
    case 'alter-column-type':
      return whole(
        column?.type == null ? null : alterColumn(`TYPE ${column.type.text}`),
        'Values written since may not fit the type before.',
      );
    case 'set-not-null':
      return whole(alterColumn('DROP NOT NULL'));
    case 'drop-not-null':
      return whole(alterColumn('SET NOT NULL'), 'It fails once a row holds NULL.');
    case 'set-default':
    case 'drop-default':
      return whole(
        alterColumn(column?.default == null ? 'DROP DEFAULT' : `SET DEFAULT ${column.default.text}`),
        'Rows written since keep the value they got.',
      );
    case 'set-identity':
      return column?.identity == null
        ? whole(alterColumn('DROP IDENTITY'))
        : whole(alterColumn(`SET GENERATED ${identityWords(column.identity)}`));
    case 'drop-identity':
      return column?.identity == null
        ? null
        : whole(
            alterColumn(`ADD GENERATED ${identityWords(column.identity)} AS IDENTITY`),
            'Its sequence begins anew: set it past the highest value.',
          );
    case 'set-generated':
      return whole(
        column?.generated == null
          ? null
          : alterColumn(`SET EXPRESSION AS (${column.generated.expression.text})`),
      );
    case 'drop-generated':
      return whole(
        null,
        'No ALTER COLUMN makes a column generated again: drop the column and add it with its expression.',
      );
  }
}

/** What a dropped column takes with it has to be made again too. */
function keysOfColumn(table: ReturnType<typeof findTable>, name: string): string | null {
  const indexes = table?.indexes.filter((index) => index.columns.some((part) => part.column === name)) ?? [];
  return indexes.length === 0 ? null : `Make ${indexes.map((index) => index.name).join(', ')} again as well.`;
}
