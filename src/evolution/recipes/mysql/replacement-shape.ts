import { quote } from '../../../sql/identifiers';
import { sameName } from '../../../schema/lookup';
import { mirrorsOf, type CarriedConstraint } from '../columns/carried';
import type { NewColumn, Replacement } from '../columns/replacement';
import type { LabelledStep, Step } from '../columns/sql';
import { withColumn } from '../expressions';
import { limited, literal, qualified } from '../names';
import { borrowedOld, newPreset, oldPreset } from './replacement-expressions';

/** The new columns, their defaults apart, so that rows that exist stay NULL until they are backfilled. */
export function addColumns(facts: Replacement): Step {
  const { sql, dialect } = facts;
  const alter = `ALTER TABLE ${sql}`;
  const borrowed = borrowedOld(facts).map((at) => ({
    column: quote(facts.old[at]?.column.name ?? '', dialect),
    preset: oldPreset(facts, at) ?? 'NULL',
  }));
  return {
    statements: [
      ...facts.new.flatMap((one, at) => {
        const preset = newPreset(facts, at);
        const column = quote(one.name, dialect);
        return [
          `${alter} ADD COLUMN ${column} ${typeOf(one)} NULL${commentOf(facts)}`,
          ...(preset === null ? [] : [`${alter} ALTER COLUMN ${column} SET DEFAULT ${preset}`]),
        ];
      }),
      ...borrowed.map((one) => `${alter} ALTER COLUMN ${one.column} SET DEFAULT ${one.preset}`),
    ],
    rollback: [
      ...borrowed.map((one) => `${alter} ALTER COLUMN ${one.column} DROP DEFAULT`),
      `${alter} ${facts.new.map((one) => `DROP COLUMN ${quote(one.name, dialect)}`).join(', ')}`,
    ],
  };
}

/** NOT NULL with the default that serves both versions: the table is rebuilt online. */
export function requireColumns(facts: Replacement): Step {
  const required = facts.new.flatMap((one, at) => (one.nullable ? [] : [{ one, at }]));
  const modify = (one: NewColumn, at: number, nullability: string): string => {
    const preset = newPreset(facts, at);
    return `ALTER TABLE ${facts.sql} MODIFY COLUMN ${quote(one.name, facts.dialect)} ${typeOf(one)} ${nullability}${preset === null ? '' : ` DEFAULT ${preset}`}${commentOf(facts)}`;
  };
  return {
    statements: required.map(({ one, at }) => modify(one, at, 'NOT NULL')),
    rollback: required.map(({ one, at }) => modify(one, at, 'NULL')),
  };
}

function typeOf(one: NewColumn): string {
  const set = one.read?.characterSet ?? null;
  const has = (pattern: RegExp): boolean => pattern.test(one.type);
  return [
    one.type,
    set === null || has(/\b(character set|charset)\b/i) ? '' : `CHARACTER SET ${set}`,
    one.collation === null || has(/\bcollate\b/i) ? '' : `COLLATE ${one.collation}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function commentOf({ comment, dialect }: Replacement): string {
  return comment === null ? '' : ` COMMENT ${literal(comment, dialect)}`;
}

/** Mirrored names by the names they repeat. */
export function mirrorNames(facts: Replacement): (name: string) => string {
  const mirrors = mirrorsOf(facts.carried, facts.table, facts.old[0]?.column.name ?? '', facts.new[0]?.name ?? '', facts.dialect); // prettier-ignore
  return (name) => mirrors.get(name) ?? name;
}

/** Checks and foreign keys of the old column, repeated on the new one. */
export function addConstraints(facts: Replacement): Step {
  const { dialect, sql, carried } = facts;
  const mirrored = mirrorNames(facts);
  const name = (one: CarriedConstraint): string => quote(mirrored(one.name), dialect);
  const alter = `ALTER TABLE ${sql}`;
  // Every value was checked in the old column; without a second check the key is added while writers go on.
  const trusted = facts.conversion === 'same' && carried.foreignKeys.length > 0;
  return {
    statements: [
      ...carried.checks.map(
        (one) =>
          `${alter} ADD CONSTRAINT ${name(one)} CHECK (${exchanged(facts, one.expression?.text ?? '')})`,
      ),
      ...(trusted ? ['SET SESSION foreign_key_checks = 0'] : []),
      ...carried.foreignKeys.map(
        (one) => `${alter} ADD CONSTRAINT ${name(one)} ${foreignKey(facts, one)}${trusted ? ', ALGORITHM=INPLACE, LOCK=NONE' : ''}`,
      ),
      ...(trusted ? ['SET SESSION foreign_key_checks = 1'] : []),
    ],
    rollback: [
      ...carried.foreignKeys.map((one) => `${alter} DROP FOREIGN KEY ${name(one)}`),
      ...carried.checks.map((one) => `${alter} DROP CONSTRAINT ${name(one)}`),
    ],
  };
} // prettier-ignore

function foreignKey(facts: Replacement, one: CarriedConstraint): string {
  const { dialect } = facts;
  const target = one.references;
  const columns = (list: readonly string[]): string => list.map((name) => quote(name, dialect)).join(', ');
  return (
    `FOREIGN KEY (${one.columns.map((name) => renamed(facts, name)).join(', ')})` +
    ` REFERENCES ${qualified(target?.schema ?? null, target?.table ?? '', dialect)} (${columns(target?.columns ?? [])})` +
    (target?.onDelete ? ` ON DELETE ${target.onDelete.toUpperCase()}` : '') +
    (target?.onUpdate ? ` ON UPDATE ${target.onUpdate.toUpperCase()}` : '')
  );
}

export function indexSteps(facts: Replacement): readonly LabelledStep[] {
  const { dialect, sql } = facts;
  const mirrored = mirrorNames(facts);
  const step = (label: string, name: string, kind: string, columns: string): LabelledStep => ({
    label: `index-${label}`,
    statements: [`CREATE ${kind}INDEX ${quote(name, dialect)} ON ${sql} (${columns})`],
    rollback: [`DROP INDEX ${quote(name, dialect)} ON ${sql}`],
    frame: 'transaction',
    unique: kind === 'UNIQUE ',
  });
  return [
    ...facts.carried.indexes.map((index) => {
      const columns = index.columns.map((one) => {
        if (one.column === null) return exchanged(facts, one.text);
        return `${renamed(facts, one.column)}${one.length === null ? '' : `(${one.length})`}${one.descending ? ' DESC' : ''}`;
      });
      const special = /^(fulltext|spatial)$/.test(index.method) ? `${index.method.toUpperCase()} ` : '';
      return step(index.name, mirrored(index.name), index.unique ? 'UNIQUE ' : special, columns.join(', '));
    }),
    ...facts.indexed.map((column) => {
      const name = limited(`${facts.table.name}_${column}`, '_idx', dialect);
      return step(name, name, '', quote(column, dialect));
    }),
  ];
}

function exchanged(facts: Replacement, text: string): string {
  const from = facts.old[0]?.column.name ?? '';
  return withColumn(text, from, facts.new[0]?.name ?? '', facts.dialect);
}

function renamed(facts: Replacement, name: string): string {
  const from = facts.old[0]?.column.name ?? '';
  return quote(sameName(facts.dialect, name, from) ? (facts.new[0]?.name ?? '') : name, facts.dialect);
}
