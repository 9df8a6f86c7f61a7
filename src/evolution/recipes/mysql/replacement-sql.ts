import { quote } from '../../../sql/identifiers';
import { namesColumn } from '../expressions';
import type { Replacement } from '../columns/replacement';
import { leavesGenerated } from '../columns/old-readers';
import { insertsNameColumns, newNames, oldNames } from '../columns/replacement';
import type { LabelledStep, ReplacementSql } from '../columns/sql';
import type { Refusal } from '../recipe';
import { batchesOf, fillInBatches } from './backfill';
import { renamesColumns, waitsForFulltext } from './online';
import { addGenerated, contractOf, contractWaits, dropGenerated } from './replacement-contract';
import { expressionsOf, withoutPreset, type Expressions } from './replacement-expressions';
import { addColumns, addForeignKeys, indexSteps, requireColumns } from './replacement-shape';
import { dropReplacementTriggers, replacementTriggers } from './replacement-triggers';

/** The stages of columns that replace others, as MySQL and MariaDB run them, or why there are none. */
export function mysqlReplacement(facts: Replacement): ReplacementSql | Refusal {
  const refused = refusal(facts);
  if (refused !== null) return { refused };
  const expressions = expressionsOf(facts);
  const byTriggers = facts.options.dualWrite === 'triggers';
  const added = addColumns(facts);
  const early = byTriggers && facts.conversion !== 'expressions';
  const count = (condition: string): string => `SELECT count(*) FROM ${facts.sql} WHERE ${condition}`;
  const wrong = `NOT ${expressions.inStep('')}`;
  const { failed } = facts;
  const waits = waitsForFulltext(facts);
  const inTheWay = [...(byTriggers ? [wrong] : []), ...[failed, facts.lost].filter((one) => one !== null)];
  const comesBack = facts.old.map((_, at) => expressions.backward(at, '')).join(', ');
  return {
    expand: {
      statements: [...added.statements, ...(byTriggers ? replacementTriggers(facts, expressions) : [])],
      rollback: [...(byTriggers ? dropReplacementTriggers(facts) : []), ...added.rollback],
      note: waits === null ? insertsNameColumns(facts) : `${insertsNameColumns(facts)} ${waits}`,
    },
    unconvertible: failed === null ? null : count(failed),
    altered: facts.conversion === 'expressions' && comesBack !== '' ? altered(facts, expressions) : null,
    backfill: backfill(facts, expressions),
    indexes: indexSteps(facts).filter((index) => early || index.unique !== true),
    verify: early ? constraintSteps(facts) : [],
    stopOldWrites: early
      ? []
      : [...constraintSteps(facts), ...indexSteps(facts).filter((index) => index.unique === true)],
    contract: contractOf(facts),
    contractNote: contractWaits(facts) ?? waits,
    oldReaders: leavesGenerated(facts)
      ? { statements: [dropGenerated(facts)], rollback: [addGenerated(facts)] }
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

function refusal(facts: Replacement): string | null {
  if (facts.key === null)
    return 'The table has no unique key without NULL, so its rows cannot be gone through in batches.';
  const set = facts.old.find((one) => facts.setOnUpdate.includes(one.column.name));
  if (set !== undefined)
    return 'The database itself sets the column whenever a row changes (ON UPDATE), and would set both columns apart.';
  if ((facts.keepsName || leavesGenerated(facts)) && !renamesColumns(facts))
    return 'MySQL renames columns since 8.0 and MariaDB since 10.5, and before that no column can take the name of another in a moment: name the new column with `to`, and leave old-readers out.';
  const [key] = facts.carried.foreignKeys;
  if (key !== undefined && facts.conversion !== 'same' && !/char|text/i.test(facts.new[0]?.type ?? ''))
    return `The foreign key ${key.name} needs the same type on both sides, so a column of another type cannot carry it: drop it first, change both columns, and add it again.`;
  const type = withoutPreset(facts);
  if (type !== null)
    return `A column of type ${type} that is NOT NULL has no default that could stand in while a version leaves it out.`;
  return null;
}

/** Rows whose old values do not come back from what they are converted to. */
function altered(facts: Replacement, expressions: Expressions): string | null {
  // Only where each expression reads the other side alone can one be put into the other.
  const plain = facts.old.every((one) => oldNames(facts).every((name) => !namesColumn(one.backward, name, facts.dialect))); // prettier-ignore
  if (!plain) return null;
  const { sql, dialect } = facts;
  const list = [
    ...facts.old.map((one) => quote(one.column.name, dialect)),
    ...facts.new.map((one, at) => `${expressions.forward(at, '')} AS ${quote(one.name, dialect)}`),
  ].join(', ');
  const comes = facts.old
    .map(
      (one, at) =>
        `(CAST(${quote(one.column.name, dialect)} AS CHAR) <=> CAST(${expressions.backward(at, '')} AS CHAR))`,
    ) // prettier-ignore
    .join(' AND ');
  return `SELECT count(*) FROM (SELECT ${list} FROM ${sql}) AS converted WHERE NOT (${comes})`;
}

function backfill(facts: Replacement, expressions: Expressions): ReplacementSql['backfill'] {
  const { dialect } = facts;
  const batches = {
    dialect: dialect === 'mysql' ? ('mysql' as const) : ('mariadb' as const),
    key: facts.key ?? [],
    table: facts.sql,
    checkpoint: facts.own(facts.about, '_checkpoint'),
    procedure: facts.own(facts.about, '_backfill'),
    set: facts.new
      .map((one, at) => `${quote(one.name, dialect)} = ${expressions.forward(at, '')}`)
      .join(', '),
    needed: `NOT ${expressions.inStep('')}`,
    untouched: facts.setOnUpdate,
    batchRows: facts.options.batchRows,
    pauseMilliseconds: facts.options.pauseMilliseconds,
  };
  return {
    statements: fillInBatches(batches),
    frame: 'no-transaction',
    batches: batchesOf(batches, facts.table),
  };
}

/** Foreign keys and NOT NULL of the new columns. A CHECK comes with contract, because the table is copied for it. */
function constraintSteps(facts: Replacement): readonly LabelledStep[] {
  const keys = addForeignKeys(facts);
  const required = requireColumns(facts);
  const statements = [...keys.statements, ...required.statements];
  if (statements.length === 0) return [];
  const waits = required.statements.length === 0 ? null : waitsForFulltext(facts);
  return [
    {
      label: 'constraints',
      statements,
      rollback: [...required.rollback, ...keys.rollback],
      frame: 'transaction',
      ...(waits === null ? {} : { note: waits }),
      ...(keys.verification === null ? {} : { verification: keys.verification }),
    },
  ];
}
