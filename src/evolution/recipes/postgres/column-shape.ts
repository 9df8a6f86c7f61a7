import { quote } from '../../../sql/identifiers';
import { withColumn } from '../expressions';
import { qualified } from '../names';
import type { StageFile } from '../recipe';
import type { RenamedColumn } from '../renamed-column';
import type { ColumnNames } from './column-names';
import { sharesDefault } from './column-triggers';

/** The new column, and its default apart from it: so rows that exist stay NULL and nothing is rewritten. */
export function addColumn(facts: RenamedColumn, names: ColumnNames): readonly string[] {
  const { column } = facts;
  const collation = column.collation === null ? '' : ` COLLATE ${quote(column.collation, 'postgres')}`;
  const add = `ALTER TABLE ${names.table} ADD COLUMN ${names.to} ${column.type?.text ?? ''}${collation}`;
  const preset = column.default?.text ?? '';
  return [
    add,
    ...(sharesDefault(facts)
      ? [`ALTER TABLE ${names.table} ALTER COLUMN ${names.to} SET DEFAULT ${preset}`]
      : []),
  ];
}

/** Constraints of the old column repeated on the new one, not yet checked against rows that exist. */
export function addConstraints(facts: RenamedColumn, names: ColumnNames): readonly string[] {
  const add = (name: string, body: string): string =>
    `ALTER TABLE ${names.table} ADD CONSTRAINT ${name} ${body} NOT VALID`;
  return [
    ...facts.checks.map((one) =>
      add(
        names.mirrored(one.name),
        `CHECK (${withColumn(one.expression?.text ?? '', facts.from, facts.to, 'postgres')})`,
      ),
    ),
    ...facts.foreignKeys.map((one) => add(names.mirrored(one.name), foreignKey(facts, one))),
    ...(facts.column.nullable ? [] : [add(names.notNull, `CHECK (${names.to} IS NOT NULL)`)]),
  ];
}

/** Checks the rows that exist, without blocking writers, and gives unique indexes their constraints. */
export function validateConstraints(facts: RenamedColumn, names: ColumnNames): readonly string[] {
  const validate = (name: string): string => `ALTER TABLE ${names.table} VALIDATE CONSTRAINT ${name}`;
  return [
    ...facts.indexes
      .filter((index) => index.constraint !== null)
      .map((index) => {
        const name = names.mirrored(index.name);
        return `ALTER TABLE ${names.table} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name}`;
      }),
    ...[...facts.checks, ...facts.foreignKeys]
      .filter((one) => one.validated)
      .map((one) => validate(names.mirrored(one.name))),
    ...(facts.column.nullable ? [] : [validate(names.notNull)]),
  ];
}

/** One file per index: CONCURRENTLY must stand alone in its file. */
export function indexFiles(facts: RenamedColumn, names: ColumnNames): readonly StageFile[] {
  return facts.indexes.map((index) => {
    const rewritten = (text: string): string => withColumn(text, facts.from, facts.to, 'postgres');
    const columns = index.columns.map((one) =>
      one.text === '' ? renamed(facts, one.column ?? '') : rewritten(one.text),
    );
    const parts = [
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${names.mirrored(index.name)} ON ${names.table}`,
      `${index.method === 'btree' ? '' : `USING ${index.method} `}(${columns.join(', ')})`,
      index.includes.length === 0
        ? ''
        : `INCLUDE (${index.includes.map((name) => renamed(facts, name)).join(', ')})`,
      index.options.nullsNotDistinct ? 'NULLS NOT DISTINCT' : '',
      index.options.tail,
      index.where === null ? '' : `WHERE ${rewritten(index.where.text)}`,
    ];
    return { name: `index-${index.name}`, sql: `${parts.filter((part) => part !== '').join(' ')};\n` };
  });
}

function foreignKey(facts: RenamedColumn, one: RenamedColumn['foreignKeys'][number]): string {
  const references = one.references;
  if (references === null) return '';
  const target = qualified(references.schema, references.table, 'postgres');
  const named = references.columns.map((name) => quote(name, 'postgres')).join(', ');
  return [
    `FOREIGN KEY (${one.columns.map((name) => renamed(facts, name)).join(', ')}) REFERENCES ${target}`,
    named === '' ? '' : `(${named})`,
    references.onDelete === null ? '' : `ON DELETE ${references.onDelete.toUpperCase()}`,
    references.onUpdate === null ? '' : `ON UPDATE ${references.onUpdate.toUpperCase()}`,
    one.options,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function renamed(facts: RenamedColumn, name: string): string {
  return quote(name === facts.from ? facts.to : name, 'postgres');
}
