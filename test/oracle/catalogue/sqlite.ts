import type { Column, Constraint, Schema, Table } from '../../../src/model/schema';
import type { Ask } from './difference';
import { byBytes } from './difference';

/** What SQLite says about its tables, as readable lines. It keeps no names of foreign keys and no list of checks. */
export async function sqliteLines(ask: Ask): Promise<string[]> {
  const lines: string[] = [];
  const schema = await ask(
    `SELECT type, name, tbl_name FROM sqlite_schema WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  for (const { type, name, tbl_name: on } of schema) {
    lines.push(
      type === 'trigger' ? `trigger ${String(name)} on ${String(on)}` : `${String(type)} ${String(name)}`,
    );
    if (type === 'table') lines.push(...(await tableLines(ask, String(name))));
  }
  return lines.sort(byBytes);
}

async function tableLines(ask: Ask, table: string): Promise<string[]> {
  const name = table.replaceAll("'", "''");
  const columns = await ask(`SELECT * FROM pragma_table_xinfo('${name}')`);
  const indexes = await ask(`SELECT * FROM pragma_index_list('${name}')`);
  const keys = await ask(`SELECT * FROM pragma_foreign_key_list('${name}') ORDER BY id, seq`);
  const lines = columns.map(
    (column, at) =>
      `column ${table}.${String(column['name'])} #${String(at + 1)} ${bare(String(column['type']))}` +
      (column['notnull'] === 1 || Number(column['pk']) > 0 ? ' not null' : '') +
      (hasNoDefault(column['dflt_value']) ? '' : ' default') +
      (column['hidden'] === 2 ? ' generated virtual' : column['hidden'] === 3 ? ' generated stored' : ''),
  );
  for (const index of indexes) {
    const parts = await ask(
      `SELECT name, desc FROM pragma_index_xinfo('${String(index['name']).replaceAll("'", "''")}') WHERE key = 1 ORDER BY seqno`,
    );
    const columnNames = parts.map(
      (part) =>
        `${typeof part['name'] === 'string' ? part['name'] : '?'}${part['desc'] === 1 ? ' desc' : ''}`,
    );
    lines.push(
      `index ${table}.${String(index['name'])}${index['unique'] === 1 ? ' unique' : ''}${index['partial'] === 1 ? ' partial' : ''} (${columnNames.join()})`,
    );
  }
  for (const id of new Set(keys.map((key) => key['id']))) {
    const parts = keys.filter((key) => key['id'] === id);
    lines.push(
      `foreign key ${table} (${parts.map((part) => String(part['from'])).join()}) -> ${String(parts[0]?.['table'])}` +
        action('delete', String(parts[0]?.['on_delete'])) +
        action('update', String(parts[0]?.['on_update'])),
    );
  }
  return lines;
}

function hasNoDefault(written: unknown): boolean {
  return typeof written !== 'string' || /^\(*null\)*$/i.test(written);
}

function action(event: string, name: string): string {
  return /^no action$/i.test(name) ? '' : ` on ${event} ${name.toLowerCase()}`;
}

function bare(type: string): string {
  return type
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/generatedalways$/, '');
}

/** A replayed schema in the same words. */
export function sqliteSchemaLines(schema: Schema): string[] {
  const tables = [...schema.tables.values()].filter((table) => !table.temporary);
  const objects = [...schema.objects.values()].flatMap((object) =>
    object.object === 'view'
      ? [`view ${object.name}`]
      : object.object === 'trigger'
        ? [`trigger ${object.name} on ${schema.tables.get(object.table ?? '')?.name ?? '?'}`]
        : [],
  );
  return [...tables.flatMap(linesOf), ...objects].sort(byBytes);
}

function linesOf(table: Table): string[] {
  return [
    `table ${table.name}`,
    ...table.columns.map((column, at) => columnLine(table, column, at)),
    ...table.indexes.map(
      (index) =>
        `index ${table.name}.${index.name}${index.unique ? ' unique' : ''}${index.where === null ? '' : ' partial'} ` +
        `(${index.columns.map((part) => `${part.column ?? '?'}${part.descending ? ' desc' : ''}`).join()})`,
    ),
    ...table.constraints.filter(({ type }) => type === 'foreign-key').map((key) => keyLine(table, key)),
  ];
}

function columnLine(table: Table, column: Column, at: number): string {
  return (
    `column ${table.name}.${column.name} #${String(at + 1)} ${bare(column.type?.text ?? '')}` +
    (column.nullable ? '' : ' not null') +
    (column.default === null ? '' : ' default') +
    (column.generated === null ? '' : ` generated ${column.generated.stored ? 'stored' : 'virtual'}`)
  );
}

function keyLine(table: Table, { columns, references }: Constraint): string {
  return (
    `foreign key ${table.name} (${columns.join()}) -> ${references?.table ?? '?'}` +
    action('delete', references?.onDelete ?? 'NO ACTION') +
    action('update', references?.onUpdate ?? 'NO ACTION')
  );
}
