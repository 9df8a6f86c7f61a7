import type { Column, Constraint, Table } from '../../../model/schema';
import { sameName } from '../../../schema/lookup';
import { quote } from '../../../sql/identifiers';

const name = (one: string): string => quote(one, 'sqlite');

/** What is different in the table that takes the place of the old one. */
export interface Redefinition {
  /** The column that gets another definition, as SQL behind its name; null: none. */
  readonly column: { readonly name: string; readonly definition: string } | null;
  /** A table constraint that is added; null: none. */
  readonly constraint: string | null;
}

/**
 * CREATE TABLE under another name, as the schema knows the table but for what is redefined. `tail`: WITHOUT ROWID,
 * STRICT or ''. `saysNotNull`: whether a column of the primary key is written NOT NULL, because SQLite takes NULL there.
 */
export function createTable(
  table: Table,
  as: string,
  changed: Redefinition,
  tail: string,
  saysNotNull: (column: Column) => boolean,
): string {
  const key = table.constraints.find((one) => one.type === 'primary-key');
  // Only the definition of the column itself can say AUTOINCREMENT.
  const counting = table.columns.find((column) => column.autoIncrement);
  const columns = table.columns.map((column) => {
    const redefined = changed.column !== null && sameName('sqlite', changed.column.name, column.name);
    const inKey = key?.columns.some((one) => sameName('sqlite', one, column.name)) ?? false;
    const required = inKey ? saysNotNull(column) : !column.nullable;
    const definition = redefined ? changed.column.definition : definitionOf(column, required);
    return `${name(column.name)} ${definition}${column === counting ? ' PRIMARY KEY AUTOINCREMENT' : ''}`.trim();
  });
  const constraints = table.constraints
    .filter((one) => one !== key || counting === undefined)
    .map(constraintOf)
    .filter((text) => text !== '');
  const parts = [...columns, ...constraints, ...(changed.constraint === null ? [] : [changed.constraint])];
  return `CREATE TABLE ${name(as)} (\n  ${parts.join(',\n  ')}\n)${tail === '' ? '' : ` ${tail}`}`;
}

/** The definition of a column behind its name, without constraints that the table states. */
function definitionOf(column: Column, required: boolean): string {
  return [
    column.type?.text ?? '',
    required && column.generated === null ? 'NOT NULL' : '',
    column.default === null ? '' : `DEFAULT ${defaultOf(column)}`,
    column.collation === null ? '' : `COLLATE ${column.collation}`,
    column.generated === null
      ? ''
      : `GENERATED ALWAYS AS (${column.generated.expression.text}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** SQLite takes an expression as a default only in parentheses. */
function defaultOf({ default: preset }: Column): string {
  const text = preset?.text ?? 'NULL';
  const plain = preset?.isLiteral === true || /^(\(.*\)|current_\w+)$/is.test(text);
  return plain ? text : `(${text})`;
}

function constraintOf(one: Constraint): string {
  const list = (columns: readonly string[]): string => columns.map(name).join(', ');
  switch (one.type) {
    case 'primary-key':
      return `PRIMARY KEY (${list(one.columns)})`;
    case 'unique':
      return `UNIQUE (${list(one.columns)})`;
    case 'check':
      return `CHECK (${one.expression?.text ?? 'true'})`;
    case 'foreign-key': {
      const target = one.references;
      if (target === null) return '';
      const columns = target.columns.length === 0 ? '' : ` (${list(target.columns)})`;
      const action = (event: string, what: string | null): string =>
        what === null ? '' : ` ON ${event} ${what.toUpperCase()}`;
      return `FOREIGN KEY (${list(one.columns)}) REFERENCES ${name(target.table)}${columns}${action('DELETE', target.onDelete)}${action('UPDATE', target.onUpdate)}`;
    }
    default:
      return '';
  }
}
