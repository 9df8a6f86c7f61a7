import { quote } from '../../../sql/identifiers';
import { namesColumn } from '../expressions';
import type { Replacement } from '../columns/replacement';
import { newNames, oldNames } from '../columns/replacement';
import type { LabelledStep, ReplacementSql, Step } from '../columns/sql';
import { limited } from '../names';
import type { Refusal } from '../recipe';
import { fillInBatches } from './backfill';
import { borrowedNew, expressionsOf, withoutPreset, type Expressions } from './replacement-expressions'; // prettier-ignore
import { addColumns, addConstraints, indexSteps, mirrorNames, requireColumns } from './replacement-shape';
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
  const inTheWay = [...(byTriggers ? [wrong] : []), ...[failed, facts.lost].filter((one) => one !== null)];
  const comesBack = facts.old.map((_, at) => expressions.backward(at, '')).join(', ');
  return {
    expand: {
      statements: [...added.statements, ...(byTriggers ? replacementTriggers(facts, expressions) : [])],
      rollback: [...(byTriggers ? dropReplacementTriggers(facts) : []), ...added.rollback],
    },
    unconvertible: failed === null ? null : count(failed),
    altered: facts.conversion === 'expressions' && comesBack !== '' ? altered(facts, expressions) : null,
    backfill: { statements: backfill(facts, expressions), frame: 'no-transaction' },
    indexes: indexSteps(facts).filter((index) => early || index.unique !== true),
    verify: early ? constraintSteps(facts) : [],
    stopOldWrites: early
      ? []
      : [...constraintSteps(facts), ...indexSteps(facts).filter((index) => index.unique === true)],
    contract: facts.keepsName ? swapped(facts) : contract(facts, byTriggers),
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
  const type = withoutPreset(facts);
  if (type !== null && facts.options.dualWrite === 'triggers')
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

function backfill(facts: Replacement, expressions: Expressions): readonly string[] {
  const { dialect } = facts;
  return fillInBatches({
    dialect: dialect === 'mysql' ? 'mysql' : 'mariadb',
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
  });
}

function constraintSteps(facts: Replacement): readonly LabelledStep[] {
  const constraints = addConstraints(facts);
  const required = requireColumns(facts);
  const steps: (Step & { readonly label: string })[] = [{ label: 'constraints', statements: [...constraints.statements, ...required.statements], rollback: [...required.rollback, ...constraints.rollback] }]; // prettier-ignore
  return steps
    .filter((step) => step.statements.length > 0)
    .map((step) => ({ ...step, frame: 'transaction' as const }));
}

/**
 * Foreign keys, checks and indexes of the old column go first, which no column takes with it, and while the triggers
 * still fill it: in between a new version leaves it out, and its default, the same in every row, would break a unique
 * index (seen on a MariaDB under load).
 */
function contract(facts: Replacement, byTriggers: boolean): readonly string[] {
  const { dialect, sql, carried } = facts;
  const drops = [
    ...facts.old.map((one) => `DROP COLUMN ${quote(one.column.name, dialect)}`),
    ...borrowedNew(facts).map((at) => `ALTER COLUMN ${quote(facts.new[at]?.name ?? '', dialect)} DROP DEFAULT`), // prettier-ignore
  ];
  const gone = carried.indexes.length > 0 ? carried.indexes : facts.goes.indexes;
  const constraints = carried.checks.length > 0 ? carried.checks : facts.goes.checks;
  return [
    ...carried.foreignKeys.map((one) => `ALTER TABLE ${sql} DROP FOREIGN KEY ${quote(one.name, dialect)}`),
    ...constraints.map((one) => `ALTER TABLE ${sql} DROP CONSTRAINT ${quote(one.name, dialect)}`),
    ...(gone.length === 0
      ? []
      : [`ALTER TABLE ${sql} ${gone.map((index) => `DROP INDEX ${quote(index.name, dialect)}`).join(', ')}`]),
    ...(byTriggers ? dropReplacementTriggers(facts) : []),
    `ALTER TABLE ${sql} ${drops.join(', ')}`,
  ];
}

/**
 * The new column takes the name of the old one while the table is locked for the moment that takes, because versions
 * go on writing it; what is left of the old one goes afterwards.
 */
function swapped(facts: Replacement): readonly string[] {
  const { dialect, sql, carried, table } = facts;
  const mirrored = mirrorNames(facts);
  const name = (text: string): string => quote(text, dialect);
  const from = facts.old[0]?.column.name ?? '';
  const to = facts.new[0]?.name ?? '';
  const aside = limited(`evolens_${table.name}_${from}`, '_old', dialect);
  const defaults = borrowedNew(facts).length > 0 ? [`ALTER TABLE ${sql} ALTER COLUMN ${name(from)} DROP DEFAULT`] : []; // prettier-ignore
  return [
    ...carried.foreignKeys.map((one) => `ALTER TABLE ${sql} DROP FOREIGN KEY ${name(one.name)}`),
    ...carried.checks.map((one) => `ALTER TABLE ${sql} DROP CONSTRAINT ${name(one.name)}`),
    `LOCK TABLES ${sql} WRITE`,
    ...(carried.indexes.length === 0
      ? []
      : [`ALTER TABLE ${sql} ${carried.indexes.map((one) => `DROP INDEX ${name(one.name)}`).join(', ')}`]),
    ...dropReplacementTriggers(facts),
    `ALTER TABLE ${sql} RENAME COLUMN ${name(from)} TO ${name(aside)}, RENAME COLUMN ${name(to)} TO ${name(from)}`,
    ...defaults,
    'UNLOCK TABLES',
    `ALTER TABLE ${sql} DROP COLUMN ${name(aside)}`,
    ...carried.indexes.map((one) => `ALTER TABLE ${sql} RENAME INDEX ${name(mirrored(one.name))} TO ${name(one.name)}`), // prettier-ignore
  ];
}
