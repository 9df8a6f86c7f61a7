import type { Column, Constraint, Schema, Table } from '../../../src/model/schema';
import type { ColumnType } from '../../../src/model/schema-change';
import type { Ask } from './difference';
import { byBytes } from './difference';

const queries: readonly string[] = [
  `SELECT CONCAT(CASE TABLE_TYPE WHEN 'VIEW' THEN 'view ' WHEN 'SEQUENCE' THEN 'sequence ' ELSE 'table ' END, TABLE_NAME) AS line FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`,
  `SELECT CONCAT('column ', c.TABLE_NAME, '.', COLUMN_NAME, ' #', ORDINAL_POSITION, ' ', COLUMN_TYPE,
     IF(IS_NULLABLE = 'NO', ' not null', ''), IF(COLUMN_DEFAULT IS NULL OR COLUMN_DEFAULT = 'NULL', '', ' default'),
     IF(EXTRA LIKE '%auto_increment%', ' auto_increment', ''), IF(IS_GENERATED = 'ALWAYS', IF(EXTRA LIKE '%STORED%', ' generated stored', ' generated virtual'), '')) AS line
     FROM information_schema.COLUMNS c JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME) WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`,
  `SELECT CONCAT('index ', TABLE_NAME, '.', INDEX_NAME, IF(NON_UNIQUE, '', ' unique'), IF(INDEX_TYPE IN ('BTREE', 'HASH'), '', CONCAT(' ', LOWER(INDEX_TYPE))),
     ' (', GROUP_CONCAT(CONCAT(COLUMN_NAME, IF(SUB_PART IS NULL OR SUB_PART IN (768, 3072) OR INDEX_TYPE = 'SPATIAL', '', CONCAT('(', SUB_PART, ')')), IF(COLLATION = 'D', ' desc', '')) ORDER BY SEQ_IN_INDEX), ')') AS line
     FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE`,
  `SELECT CONCAT('foreign key ', r.TABLE_NAME, '.', r.CONSTRAINT_NAME, ' (', GROUP_CONCAT(k.COLUMN_NAME ORDER BY ORDINAL_POSITION), ') -> ', r.REFERENCED_TABLE_NAME, ' (', GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION), ')',
     IF(DELETE_RULE IN ('RESTRICT', 'NO ACTION'), '', CONCAT(' on delete ', LOWER(DELETE_RULE))), IF(UPDATE_RULE IN ('RESTRICT', 'NO ACTION'), '', CONCAT(' on update ', LOWER(UPDATE_RULE)))) AS line
     FROM information_schema.REFERENTIAL_CONSTRAINTS r JOIN information_schema.KEY_COLUMN_USAGE k ON k.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = r.CONSTRAINT_NAME AND k.TABLE_NAME = r.TABLE_NAME
     WHERE r.CONSTRAINT_SCHEMA = DATABASE() GROUP BY r.TABLE_NAME, r.CONSTRAINT_NAME, r.REFERENCED_TABLE_NAME, DELETE_RULE, UPDATE_RULE`,
  `SELECT CONCAT('check ', TABLE_NAME, '.', CONSTRAINT_NAME) AS line FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() AND CHECK_CLAUSE NOT LIKE 'json_valid(%'`,
  `SELECT CONCAT('trigger ', TRIGGER_NAME, ' on ', EVENT_OBJECT_TABLE) AS line FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()`,
  `SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_NAME) AS line FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()`,
];

/** What MariaDB's information_schema says about the database in use, as readable lines. */
export async function mariadbLines(ask: Ask): Promise<string[]> {
  const lines: string[] = [];
  for (const query of queries) for (const { line } of await ask(query)) lines.push(plain(String(line)));
  return lines.sort(byBytes);
}

/** Display widths of integers say nothing. */
function plain(line: string): string {
  return line.replace(/ (tinyint|smallint|mediumint|int|bigint|year)\(\d+\)/, ' $1');
}

/** A replayed schema in the same words. */
export function mariadbSchemaLines(schema: Schema): string[] {
  const tables = [...schema.tables.values()].filter((table) => !table.temporary);
  const objects = [...schema.objects.values()].flatMap((object) => {
    if (object.object === 'trigger')
      return [`trigger ${object.name} on ${schema.tables.get(object.table ?? '')?.name ?? '?'}`];
    return ['view', 'sequence', 'function', 'procedure'].includes(object.object)
      ? [`${object.object} ${object.name}`]
      : [];
  });
  return [...tables.flatMap(linesOf), ...objects].sort(byBytes);
}

function linesOf(table: Table): string[] {
  return [
    `table ${table.name}`,
    ...table.columns.map((column, at) => columnLine(table, column, at)),
    ...table.indexes.map((index) => {
      const columns = index.columns.map(
        (part) =>
          `${part.column ?? '?'}${part.length === null ? '' : `(${String(part.length)})`}${part.descending ? ' desc' : ''}`,
      );
      const kind = index.method === 'fulltext' || index.method === 'spatial' ? ` ${index.method}` : '';
      return `index ${table.name}.${index.name}${index.unique ? ' unique' : ''}${kind} (${columns.join()})`;
    }),
    ...table.constraints.flatMap((constraint) => constraintLine(table, constraint)),
  ];
}

function columnLine(table: Table, column: Column, at: number): string {
  return plain(
    `column ${table.name}.${column.name} #${String(at + 1)} ${column.type === null ? '?' : typeName(column.type)}` +
      (column.nullable ? '' : ' not null') +
      (column.default === null ? '' : ' default') +
      (column.autoIncrement ? ' auto_increment' : '') +
      (column.generated === null ? '' : ` generated ${column.generated.stored ? 'stored' : 'virtual'}`),
  );
}

function constraintLine(table: Table, constraint: Constraint): string[] {
  if (constraint.type === 'check') return [`check ${table.name}.${constraint.name}`];
  const { references } = constraint;
  if (constraint.type !== 'foreign-key' || references === null) return [];
  const rule = (event: string, name: string | null): string =>
    name === null || name === 'restrict' || name === 'no action' ? '' : ` on ${event} ${name}`;
  return [
    `foreign key ${table.name}.${constraint.name} (${constraint.columns.join()}) -> ${references.table} (${references.columns.join()})` +
      rule('delete', references.onDelete) +
      rule('update', references.onUpdate),
  ];
}

const synonyms: Readonly<Record<string, string>> = {
  integer: 'int',
  bool: 'tinyint',
  boolean: 'tinyint',
  numeric: 'decimal',
  dec: 'decimal',
  'double precision': 'double',
  real: 'double',
  json: 'longtext',
  'character varying': 'varchar',
  character: 'char',
};

function typeName(type: ColumnType): string {
  const name = synonyms[type.name] ?? type.name;
  const values = type.values === null ? '' : `(${type.values.map((value) => `'${value}'`).join()})`;
  const given = type.arguments.length > 0 ? `(${type.arguments.join()})` : (implied[name] ?? '');
  const length =
    name === 'decimal' && type.arguments.length === 1 ? `(${String(type.arguments[0])},0)` : given;
  return `${name}${values === '' ? length : values}${type.unsigned ? ' unsigned' : ''}`;
}

const implied: Readonly<Record<string, string>> = {
  decimal: '(10,0)',
  char: '(1)',
  binary: '(1)',
  bit: '(1)',
};
