import type { Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { sql, type Sql } from '../rendered';
import { attributeOf, attributeText, enumOf, enumValuesOf, type AttributeContext } from './attribute';
import { quote, quoteTable, quoteWithSchema } from './names';
import { postgresDefinition, postgresEnum, postgresEnumName } from './postgres-types';

/** `addColumn(table, name, attribute)`. */
export function addColumn(name: string, value: Value, context: AttributeContext): readonly Sql[] {
  const { table } = context;
  const { dialect } = context.run;
  const attribute = { ...attributeOf(name, value), name };
  const line = attributeText(attribute, context);
  const column = quote(name, dialect);
  if (dialect === 'sqlite') return [sql`ALTER TABLE ${quoteTable(table, dialect)} ADD ${column} ${line}`];
  if (dialect !== 'postgres') return [sql`ALTER TABLE ${quoteTable(table, dialect)} ADD ${column} ${line}`];
  const type = enumOf(attribute);
  const values = type === null ? null : enumValuesOf(attribute, type, dialect);
  // Of an array of enums Sequelize does not create the type.
  const created =
    values !== null && attribute.type?.name === 'ENUM' ? [[postgresEnum(table, name, values)]] : [];
  const definition = postgresDefinition(table, name, line);
  return [...created, [`ALTER TABLE ${quoteWithSchema(table)} ADD COLUMN ${column} ${definition}`]];
}

/** `removeColumn(table, name)`. MySQL's foreign keys of the column go first, SQLite's table is built anew: the result is the same. */
export function removeColumn(name: string, { table, run: { dialect } }: AttributeContext): readonly Sql[] {
  const target = dialect === 'postgres' ? quoteWithSchema(table) : quoteTable(table, dialect);
  const word = dialect === 'mysql' || dialect === 'mariadb' ? 'DROP' : 'DROP COLUMN';
  return [sql`ALTER TABLE ${target} ${word} ${quote(name, dialect)}`];
}

/** `renameColumn(table, from, to)`. MySQL and SQLite repeat what the database says of the column: the result is the same. */
export function renameColumn(
  from: string,
  to: string,
  { table, run: { dialect } }: AttributeContext,
): readonly Sql[] {
  return [
    sql`ALTER TABLE ${quoteTable(table, dialect)} RENAME COLUMN ${quote(from, dialect)} TO ${quote(to, dialect)}`,
  ];
}

/** `changeColumn(table, name, attribute)`. */
export function changeColumn(name: string, value: Value, context: AttributeContext): readonly Sql[] {
  const attribute = attributeOf(name, value);
  const { dialect } = context.run;
  switch (dialect) {
    case 'postgres':
      return changePostgres(attributeText(attribute, context), attribute.name, context);
    case 'sqlite':
      throw new NotUnderstood('Sequelize builds the table of SQLite anew from what the database says of it');
    default: {
      const table = quoteTable(context.table, dialect);
      const line = attributeText(attribute, context);
      const column = quote(attribute.name, dialect);
      const references = line.indexOf('REFERENCES');
      return references === -1
        ? [sql`ALTER TABLE ${table} CHANGE ${column} ${column} ${line}`]
        : [sql`ALTER TABLE ${table} ADD FOREIGN KEY (${column}) ${line.slice(references)}`];
    }
  }
}

/** NOT NULL, default, enum, unique key and reference or type, one after the other. */
function changePostgres(line: string, name: string, { table }: AttributeContext): readonly Sql[] {
  const column = quote(name, 'postgres');
  const alterTable = `ALTER TABLE ${quoteTable(table, 'postgres')}`;
  const alter = `${alterTable} ALTER COLUMN ${column}`;
  const statements: string[] = [];
  let definition = postgresDefinition(table, name, line);
  const refers = definition.includes('REFERENCES');
  if (definition.includes('NOT NULL')) {
    statements.push(`${alter} SET NOT NULL`);
    definition = definition.replace('NOT NULL', '').trim();
  } else if (!refers) statements.push(`${alter} DROP NOT NULL`);
  const said = /DEFAULT ([^;]+)/.exec(definition);
  if (said !== null) {
    statements.push(`${alter} SET DEFAULT ${said[1] ?? ''}`);
    definition = definition.replace(/(DEFAULT[^;]+)/, '').trim();
  } else if (!refers) statements.push(`${alter} DROP DEFAULT`);
  if (line.startsWith('ENUM(')) {
    const values = /^ENUM\((.+)\)/.exec(line)?.[1] ?? '';
    statements.push(postgresEnum(table, name, values));
    definition = definition.replace(/^ENUM\(.+\)/, () => postgresEnumName(table, name, false));
    definition += ` USING (${column}::${postgresEnumName(table, name)})`;
  }
  if (/UNIQUE;*$/.test(definition)) {
    definition = definition.replace(/UNIQUE;*$/, '');
    statements.push(`${alterTable}  ADD UNIQUE (${column})`);
  }
  const [rest = '', ...comments] = definition.split('; ');
  statements.push(
    refers
      ? `${alterTable}  ADD FOREIGN KEY (${column}) ${rest.replace(/.+?(?=REFERENCES)/, '')}`
      : `${alter} TYPE ${rest}`,
    ...comments,
  );
  return statements.map((text) => [text]);
}

/** The name of a column that a call says. */
export function columnName(value: Value | undefined): string {
  return expectText(value, 'the name of the column');
}
