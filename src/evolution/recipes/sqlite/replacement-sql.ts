import { quote } from '../../../sql/identifiers';
import { sameName } from '../../../schema/lookup';
import { mirrorsOf } from '../columns/carried';
import { generatedValue, leavesGenerated } from '../columns/old-readers';
import {
  insertsNameColumns,
  newNames,
  oldNames,
  type NewColumn,
  type Replacement,
} from '../columns/replacement';
import type { LabelledStep, ReplacementSql } from '../columns/sql';
import { withColumn } from '../expressions';
import { limited } from '../names';
import type { Refusal } from '../recipe';
import { fillBatch } from './backfill';
import { expressionsOf } from './replacement-expressions';
import { dropReplacementTriggers, replacementTriggers } from './replacement-triggers';

/** The stages of columns that replace others, as SQLite runs them, or why there are none. */
export function sqliteReplacement(facts: Replacement): ReplacementSql | Refusal {
  const refused = refusal(facts);
  if (refused !== null) return { refused };
  const expressions = expressionsOf(facts);
  const { sql, options, failed } = facts;
  const byTriggers = options.dualWrite === 'triggers';
  const name = (text: string): string => quote(text, 'sqlite');
  const count = (condition: string): string => `SELECT count(*) FROM ${sql} WHERE ${condition}`;
  const wrong = `NOT ${expressions.inStep('')}`;
  const inTheWay = [...(byTriggers ? [wrong] : []), ...[failed, facts.lost].filter((one) => one !== null)];
  const indexes = indexSteps(facts);
  const late = (index: LabelledStep): boolean => facts.conversion === 'expressions' && index.unique === true;
  const set = facts.new.map((one, at) => `${name(one.name)} = ${expressions.forward(at, '')}`).join(', ');
  return {
    expand: {
      statements: [
        ...facts.new.map(
          (one) =>
            `ALTER TABLE ${sql} ADD COLUMN ${name(one.name)} ${one.type}${one.collation === null ? '' : ` COLLATE ${one.collation}`}${staysRequired(facts, one) ? ' NOT NULL' : ''}${one.default === null ? '' : ` DEFAULT ${one.default}`}`,
        ),
        ...(byTriggers ? replacementTriggers(facts, expressions) : []),
      ],
      rollback: [
        ...(byTriggers ? dropReplacementTriggers(facts) : []),
        ...facts.new.map((one) => `ALTER TABLE ${sql} DROP COLUMN ${name(one.name)}`),
      ],
      note: insertsNameColumns(facts),
    },
    unconvertible: failed === null ? null : count(failed),
    altered: null,
    backfill: {
      statements: [fillBatch({ key: null, table: sql, set, needed: wrong, batchRows: options.batchRows })],
      frame: 'no-transaction',
    },
    indexes: indexes.filter((index) => !late(index)),
    verify: [],
    stopOldWrites: indexes.filter(late),
    contract: [
      ...contract(facts, indexes, byTriggers),
      ...(leavesGenerated(facts) ? addGenerated(facts) : []),
    ],
    contractNote: null,
    oldReaders: leavesGenerated(facts)
      ? { statements: dropColumns(facts, oldNames(facts)), rollback: addGenerated(facts) }
      : null,
    guard:
      inTheWay.length === 0
        ? null
        : {
            count: count(inTheWay.join(' OR ')),
            message: `${facts.written}: ${oldNames(facts).join(', ')} and ${newNames(facts).join(', ')} differ, or hold what the new columns cannot: run the backfill, then look at the rows that are left`,
          },
    verification: count(wrong),
  };
}

/** SQLite takes NOT NULL only with a default; a renamed column itself takes the name in the end. */
function staysRequired({ conversion }: Replacement, one: NewColumn): boolean {
  return conversion !== 'same' && !one.nullable && one.default !== null;
}

function refusal(facts: Replacement): string | null {
  const { old, table, dialect, options } = facts;
  const required = old.find((one) => !one.column.nullable && one.column.default === null);
  if (required !== undefined)
    return `${required.column.name} is NOT NULL without a default: SQLite ${options.dualWrite === 'triggers' ? 'looks before a trigger could fill it' : 'changes that only by writing the table anew'}, so every INSERT of a version that leaves it out would fail. Rebuild the table first, so that the column has a default or may be NULL.`;
  const preset = facts.new.find((one) => one.default !== null && !/^[+-]?[\d.]+$|^'(?:[^']|'')*'$|^null$|^true$|^false$/i.test(one.default)); // prettier-ignore
  if (preset !== undefined)
    return `SQLite adds columns with constant defaults only, and the default of ${preset.name} is ${preset.default ?? ''}.`;
  if (facts.conversion === 'same') return null;
  const held = table.constraints.find((one) =>
    one.columns.some((name) => old.some(({ column }) => sameName(dialect, column.name, name))),
  );
  const checked = [...facts.carried.checks, ...facts.goes.checks][0];
  return held === undefined && checked === undefined
    ? null
    : `The constraint ${(held ?? checked)?.name ?? ''} covers the column, and SQLite drops such a column only by writing the table anew: rebuild the table instead.`;
}

function indexSteps(facts: Replacement): readonly LabelledStep[] {
  const { dialect, sql, carried } = facts;
  const [from, to] = [facts.old[0]?.column.name ?? '', facts.new[0]?.name ?? ''];
  const mirrors = mirrorsOf(carried, facts.table, from, to, dialect);
  const name = (text: string): string => quote(text, dialect);
  const step = (label: string, index: string, unique: boolean, rest: string): LabelledStep => ({
    label: `index-${label}`,
    statements: [`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name(index)} ON ${sql} ${rest}`],
    rollback: [`DROP INDEX ${name(index)}`],
    frame: 'transaction',
    unique,
  });
  const renamed = (column: string): string => name(sameName(dialect, column, from) ? to : column);
  return [
    ...carried.indexes.map((index) => {
      const columns = index.columns.map((one) =>
        one.text === '' || one.text === one.column
          ? renamed(one.column ?? '')
          : withColumn(one.text, from, to, dialect),
      );
      const where = index.where === null ? '' : ` WHERE ${withColumn(index.where.text, from, to, dialect)}`;
      return step(index.name, mirrors.get(index.name) ?? index.name, index.unique, `(${columns.join(', ')})${where}`); // prettier-ignore
    }),
    ...facts.indexed.map((column) => {
      const index = limited(`${facts.table.name}_${column}`, '_idx', dialect);
      return step(index, index, false, `(${name(column)})`);
    }),
  ];
}

/**
 * Where the values are the same, the old column itself takes the new name, with the constraints it has: the column that
 * stood in goes. Else the old columns go, their indexes first.
 */
function contract(
  facts: Replacement,
  indexes: readonly LabelledStep[],
  byTriggers: boolean,
): readonly string[] {
  const { sql, dialect } = facts;
  const name = (text: string): string => quote(text, dialect);
  const triggers = byTriggers ? dropReplacementTriggers(facts) : [];
  if (facts.conversion === 'same' && byTriggers)
    return [
      ...triggers,
      ...indexes.flatMap((index) => index.rollback),
      ...dropColumns(facts, newNames(facts)),
      `ALTER TABLE ${sql} RENAME COLUMN ${name(oldNames(facts)[0] ?? '')} TO ${name(newNames(facts)[0] ?? '')}`,
    ];
  const going = [...facts.carried.indexes, ...facts.goes.indexes];
  return [
    ...triggers,
    ...going.map((index) => `DROP INDEX ${name(index.name)}`),
    ...dropColumns(facts, oldNames(facts)),
  ];
}

function dropColumns({ sql }: Replacement, columns: readonly string[]): readonly string[] {
  return columns.map((column) => `ALTER TABLE ${sql} DROP COLUMN ${quote(column, 'sqlite')}`);
}

/** Computed when it is read: nothing is written. */
function addGenerated(facts: Replacement): readonly string[] {
  return facts.old.map((one) => {
    const { name, type, collation } = one.column;
    const collated = collation === null ? '' : ` COLLATE ${collation}`;
    return `ALTER TABLE ${facts.sql} ADD COLUMN ${quote(name, 'sqlite')} ${type?.text ?? ''}${collated} GENERATED ALWAYS AS (${generatedValue(facts, one)}) VIRTUAL`;
  });
}
