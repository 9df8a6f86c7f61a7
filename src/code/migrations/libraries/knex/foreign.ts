import { isNothing, itemsOf, textOf, type Value } from '../../evaluate/values';
import { expectText } from '../not-understood';
import { sql, type Sql } from '../rendered';
import { columnize, generatedName, wrapName } from './identifiers';
import { foreignPart, type TableRequest } from './table-spec';
import type { TableContext } from './table-context';

/** A foreign key as Knex reads it from the chain. */
export interface ForeignKey {
  readonly columns: Value | undefined;
  readonly constraint: Value | undefined;
  readonly table: string;
  readonly references: Sql;
  /** ` on update …`, ` on delete …`, ` deferrable initially …`. */
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly deferrable: string;
}

/** null when the chain names no table or no column: Knex then sends nothing. */
export function foreignKeyOf(request: TableRequest, { dialect }: TableContext): ForeignKey | null {
  const foreign = request.foreign ?? { parts: [] };
  const said = foreignPart(foreign, 'references');
  const qualified = textOf(said)?.split('.') ?? [];
  const references = qualified.length > 1 ? wrapName(qualified[1] ?? '', dialect) : null;
  const inTable = foreignPart(foreign, 'inTable');
  if (isNothing(said) || (isNothing(inTable) && references === null)) return null;
  const rule = (name: 'onUpdate' | 'onDelete', words: string): string => {
    const value = foreignPart(foreign, name);
    return isNothing(value) ? '' : ` on ${words} ${expectText(value, `what happens on ${words}`)}`;
  };
  const deferrable = foreignPart(foreign, 'deferrable');
  return {
    columns: request.args[0],
    constraint: foreignPart(foreign, 'keyName'),
    table: isNothing(inTable) ? (qualified[0] ?? '') : expectText(inTable, 'the table that is referenced'),
    references:
      references === null || itemsOf(said)
        ? columnize(said, dialect, 'the column that is referenced')
        : [references],
    onUpdate: rule('onUpdate', 'update'),
    onDelete: rule('onDelete', 'delete'),
    deferrable: isNothing(deferrable)
      ? ''
      : ` deferrable initially ${expectText(deferrable, 'when it is checked').toLowerCase()} `,
  };
}

/** `constraint … foreign key (…) references … (…)` of Postgres, MySQL and MariaDB. */
export function addForeignKey(request: TableRequest, context: TableContext): Sql[] {
  const key = foreignKeyOf(request, context);
  if (key === null) return [];
  const { dialect, table, tableName } = context;
  const name = isNothing(key.constraint)
    ? generatedName('foreign', table.name, key.columns, dialect)
    : wrapName(expectText(key.constraint, 'the name of the constraint'), dialect);
  const columns = columnize(key.columns, dialect, 'the name of the column');
  return [
    sql`alter table ${tableName} add constraint ${name} foreign key (${columns}) references ${wrapName(key.table, dialect)} (${key.references})${key.onUpdate}${key.onDelete}${key.deferrable}`,
  ];
}
