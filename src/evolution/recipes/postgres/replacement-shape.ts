import { quote } from '../../../sql/identifiers';
import type { CarriedConstraint, CarriedIndex } from '../columns/carried';
import type { NewColumn, Replacement } from '../columns/replacement';
import type { LabelledStep, Step } from '../columns/sql';
import { withColumn } from '../expressions';
import { limited, qualified } from '../names';
import { defaultsWait } from './replacement-triggers';
import type { ReplacementNames } from './replacement-names';

/** The new columns, and their defaults apart from them: so rows that exist stay NULL and nothing is rewritten. */
export function addColumns(facts: Replacement): readonly string[] {
  return facts.new.flatMap((one) => {
    const column = quote(one.name, 'postgres');
    const collation = one.collation === null ? '' : ` COLLATE ${quote(one.collation, 'postgres')}`;
    const add = `ALTER TABLE ${facts.sql} ADD COLUMN ${column} ${one.type}${collation}`;
    return one.default === null || defaultsWait(facts)
      ? [add]
      : [add, `ALTER TABLE ${facts.sql} ALTER COLUMN ${column} SET DEFAULT ${one.default}`];
  });
}

export function dropColumns(facts: Replacement): readonly string[] {
  return facts.new.map((one) => `ALTER TABLE ${facts.sql} DROP COLUMN ${quote(one.name, 'postgres')}`);
}

/** Constraints of the new columns, not yet checked against rows that exist. */
export function addConstraints(facts: Replacement, names: ReplacementNames): Step {
  const added = constraintsOf(facts, names);
  return {
    statements: added.map(
      ({ name, body }) => `ALTER TABLE ${facts.sql} ADD CONSTRAINT ${name} ${body} NOT VALID`,
    ),
    rollback: added.map(({ name }) => `ALTER TABLE ${facts.sql} DROP CONSTRAINT ${name}`),
  };
}

/** Checks the rows that exist, without blocking writers. The way back adds the constraints anew, unchecked. */
export function validateConstraints(facts: Replacement, names: ReplacementNames): Step {
  const validated = constraintsOf(facts, names).filter((one) => one.validated);
  return {
    statements: validated.map(({ name }) => `ALTER TABLE ${facts.sql} VALIDATE CONSTRAINT ${name}`),
    rollback: validated.flatMap(({ name, body }) => [
      `ALTER TABLE ${facts.sql} DROP CONSTRAINT ${name}`,
      `ALTER TABLE ${facts.sql} ADD CONSTRAINT ${name} ${body} NOT VALID`,
    ]),
  };
}

/** One stage per index: CONCURRENTLY must stand alone. */
export function indexSteps(facts: Replacement, names: ReplacementNames): readonly LabelledStep[] {
  const step = (label: string, name: string, rest: string, unique: boolean): LabelledStep => ({
    label: `index-${label}`,
    statements: [
      `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quote(name, 'postgres')} ON ${facts.sql} ${rest}`,
    ],
    rollback: [`DROP INDEX CONCURRENTLY IF EXISTS ${names.beside(name)}`],
    frame: 'no-transaction',
    unique,
  });
  return [
    ...facts.carried.indexes.map((index) =>
      step(index.name, names.mirrored(index.name), indexBody(facts, index), index.unique),
    ),
    ...facts.indexed.map((column) => {
      const name = indexNameOf(facts, column);
      return step(name, name, `(${quote(column, 'postgres')})`, false);
    }),
  ];
}

export function indexNameOf(facts: Replacement, column: string): string {
  return limited(`${facts.table.name}_${column}`, '_idx', facts.dialect);
}

/** Unique constraints on the indexes that are built: an instant, and only the new version is left. */
export function uniqueConstraints(facts: Replacement, names: ReplacementNames): readonly string[] {
  return facts.carried.indexes
    .filter((index) => index.constraint !== null)
    .map((index) => {
      const name = quote(names.mirrored(index.name), 'postgres');
      return `ALTER TABLE ${facts.sql} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name}`;
    });
}

interface WrittenConstraint {
  readonly name: string;
  readonly body: string;
  readonly validated: boolean;
}

function constraintsOf(facts: Replacement, names: ReplacementNames): readonly WrittenConstraint[] {
  return [
    ...facts.carried.checks.map((one) => ({
      name: quote(names.mirrored(one.name), 'postgres'),
      body: `CHECK (${exchanged(facts, one.expression?.text ?? '')})${one.noInherit === true ? ' NO INHERIT' : ''}`,
      validated: one.validated,
    })),
    ...facts.carried.foreignKeys.map((one) => ({
      name: quote(names.mirrored(one.name), 'postgres'),
      body: foreignKey(facts, one),
      validated: one.validated,
    })),
    ...facts.new
      .filter((one) => !one.nullable)
      .map((one: NewColumn) => ({
        name: names.notNull(one.name),
        body: `CHECK (${quote(one.name, 'postgres')} IS NOT NULL)`,
        validated: true,
      })),
  ];
}

function exchanged(facts: Replacement, text: string): string {
  const { from, to } = pair(facts);
  return withColumn(text, from, to, 'postgres');
}

function renamed(facts: Replacement, name: string): string {
  const { from, to } = pair(facts);
  return quote(name === from ? to : name, 'postgres');
}

function pair(facts: Replacement): { readonly from: string; readonly to: string } {
  return { from: facts.old[0]?.column.name ?? '', to: facts.new[0]?.name ?? '' };
}

function indexBody(facts: Replacement, index: CarriedIndex): string {
  // The index of a constraint holds bare names, which may need quotes.
  const columns = index.columns.map((one) =>
    one.text === '' || one.text === one.column
      ? renamed(facts, one.column ?? '')
      : exchanged(facts, one.text),
  );
  return [
    `${index.method === 'btree' ? '' : `USING ${index.method} `}(${columns.join(', ')})`,
    index.includes.length === 0
      ? ''
      : `INCLUDE (${index.includes.map((name) => renamed(facts, name)).join(', ')})`,
    index.options.nullsNotDistinct ? 'NULLS NOT DISTINCT' : '',
    index.options.tail,
    index.where === null ? '' : `WHERE ${exchanged(facts, index.where.text)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function foreignKey(facts: Replacement, one: CarriedConstraint): string {
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
