import { quote } from '../../../sql/identifiers';
import { sameName } from '../../../schema/lookup';
import { mirrorsOf, type CarriedConstraint } from '../columns/carried';
import type { NewColumn, Replacement } from '../columns/replacement';
import type { LabelledStep, Step } from '../columns/sql';
import { withColumn } from '../expressions';
import { limited, literal, qualified } from '../names';
import { addingColumn, online, rebuilding } from './online';
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
          addingColumn(facts, `${alter} ADD COLUMN ${column} ${typeOf(one)} NULL${commentOf(facts)}`),
          ...(preset === null ? [] : [online(`${alter} ALTER COLUMN ${column} SET DEFAULT ${preset}`)]),
        ];
      }),
      ...borrowed.map((one) => online(`${alter} ALTER COLUMN ${one.column} SET DEFAULT ${one.preset}`)),
    ],
    rollback: [
      ...borrowed.map((one) => online(`${alter} ALTER COLUMN ${one.column} DROP DEFAULT`)),
      rebuilding(
        facts,
        `${alter} ${facts.new.map((one) => `DROP COLUMN ${quote(one.name, dialect)}`).join(', ')}`,
      ),
    ],
  };
}

/** NOT NULL with the default that serves both versions: the table is rebuilt online. */
export function requireColumns(facts: Replacement): Step {
  const required = facts.new.flatMap((one, at) => (one.nullable ? [] : [{ one, at }]));
  const modify = (one: NewColumn, at: number, nullability: string): string => {
    const preset = newPreset(facts, at);
    const column = `${quote(one.name, facts.dialect)} ${typeOf(one)} ${nullability}${preset === null ? '' : ` DEFAULT ${preset}`}`;
    return rebuilding(facts, `ALTER TABLE ${facts.sql} MODIFY COLUMN ${column}${commentOf(facts)}`);
  };
  return {
    statements: required.map(({ one, at }) => modify(one, at, 'NOT NULL')),
    rollback: required.map(({ one, at }) => modify(one, at, 'NULL')),
  };
}

/** The type with character set and collation. */
export function typeOf(one: Pick<NewColumn, 'type' | 'read' | 'collation'>): string {
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

/** CHECKs of the old column, repeated on the new one: behind ADD. A column that keeps its name keeps theirs. */
export function checksOf(facts: Replacement): readonly { readonly added: string }[] {
  const mirrored = mirrorNames(facts);
  return facts.carried.checks.map(({ name, expression }) => {
    const text = expression?.text ?? '';
    const [as, body] = facts.keepsName ? [name, text] : [mirrored(name), exchanged(facts, text)];
    return { added: `CONSTRAINT ${quote(as, facts.dialect)} CHECK (${body})` };
  });
}

/**
 * Foreign keys of the old column, repeated on the new one while writers go on: without looking at the rows. Where the
 * values are the same, the old column's key has looked at them; else `verification` counts those that refer to nothing.
 */
export function addForeignKeys(facts: Replacement): Step & { readonly verification: string | null } {
  const { dialect, sql, carried } = facts;
  const mirrored = mirrorNames(facts);
  const keys = carried.foreignKeys;
  const name = (one: CarriedConstraint): string => quote(mirrored(one.name), dialect);
  return {
    statements:
      keys.length === 0
        ? []
        : [
            'SET SESSION foreign_key_checks = 0',
            ...keys.map((one) => online(`ALTER TABLE ${sql} ADD CONSTRAINT ${name(one)} ${foreignKey(facts, one)}`)),
            'SET SESSION foreign_key_checks = 1',
          ],
    rollback: keys.map((one) => online(`ALTER TABLE ${sql} DROP FOREIGN KEY ${name(one)}`)),
    verification:
      keys.length === 0 || facts.conversion === 'same'
        ? null
        : `SELECT ${keys.map((one) => orphans(facts, one)).join(' + ')}`,
  };
} // prettier-ignore

/** How many rows refer to nothing. */
function orphans(facts: Replacement, one: CarriedConstraint): string {
  const target = one.references;
  const own = one.columns.map((column) => `child.${renamed(facts, column)}`);
  const there = own.map((column, at) => `parent.${quote(target?.columns[at] ?? '', facts.dialect)} = ${column}`);
  return `(SELECT count(*) FROM ${facts.sql} AS child WHERE ${own.map((column) => `${column} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${qualified(target?.schema ?? null, target?.table ?? '', facts.dialect)} AS parent WHERE ${there.join(' AND ')}))`;
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
  const step = (label: string, name: string, kind: string, columns: string): LabelledStep => {
    const special = /FULLTEXT|SPATIAL/.test(kind);
    return {
      label: `index-${label}`,
      statements: [
        `CREATE ${kind}INDEX ${quote(name, dialect)} ON ${sql} (${columns}) ALGORITHM=INPLACE LOCK=${special ? 'SHARED' : 'NONE'}`,
      ],
      rollback: [online(`ALTER TABLE ${sql} DROP INDEX ${quote(name, dialect)}`)],
      frame: 'transaction',
      unique: kind === 'UNIQUE ',
      ...(special
        ? { note: `Writers wait while a ${kind.trim()} index is built: run it when they may.` }
        : {}),
    };
  };
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
