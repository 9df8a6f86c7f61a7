import { escapeText } from './literals';
import { quote, type TableName } from './names';

/** The name of the enum type that belongs to a column. */
export function postgresEnumName(table: TableName, column: string, withSchema = true): string {
  const name = quote(`enum_${table.name}_${column}`, 'postgres');
  return withSchema ? `${quote(table.schema ?? 'public', 'postgres')}.${name}` : name;
}

/** Creates the enum type of a column unless it is there. */
export function postgresEnum(table: TableName, column: string, values: string): string {
  const create = `CREATE TYPE ${postgresEnumName(table, column)} AS ENUM(${values})`;
  return `DO ${escapeText(`BEGIN ${create}; EXCEPTION WHEN duplicate_object THEN null; END`, 'postgres')}`;
}

/** An attribute's line as a column definition: serial types and enums have other names, the key stands apart. */
export function postgresDefinition(table: TableName, column: string, line: string): string {
  let text = line.replace('PRIMARY KEY', '');
  if (text.includes('SERIAL')) {
    if (text.includes('BIGINT')) text = text.replace('SERIAL', 'BIGSERIAL').replace('BIGINT', '');
    else if (text.includes('SMALLINT')) text = text.replace('SERIAL', 'SMALLSERIAL').replace('SMALLINT', '');
    else text = text.replace('INTEGER', '');
    text = text.replace('NOT NULL', '');
  }
  return text.startsWith('ENUM(') ? text.replace(/^ENUM\(.+\)/, () => postgresEnumName(table, column)) : text;
}
