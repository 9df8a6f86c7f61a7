import { quote } from '../../../sql/identifiers';
import { generatedValue, leavesGenerated } from '../columns/old-readers';
import { oldNames, type Replacement } from '../columns/replacement';
import type { LabelledStep, ReplacementSql, Step } from '../columns/sql';
import { batchesOf, fillInBatches } from './backfill';
import { expressionsOf, type Expressions } from './replacement-expressions';
import { replacementNames, type ReplacementNames } from './replacement-names';
import { addColumns, addConstraints, dropColumns, indexSteps, uniqueConstraints, validateConstraints } from './replacement-shape'; // prettier-ignore
import { defaultsWait, dropReplacementTriggers, replacementTriggers } from './replacement-triggers';

/** The stages of columns that replace others, as Postgres runs them. */
export function postgresReplacement(facts: Replacement): ReplacementSql {
  const names = replacementNames(facts);
  const expressions = expressionsOf(facts);
  const { options } = facts;
  const byTriggers = options.dualWrite === 'triggers';
  const triggers = byTriggers ? replacementTriggers(facts, names, expressions) : [];
  const dropTriggers = byTriggers ? dropReplacementTriggers(facts, names) : [];
  const constraints = addConstraints(facts, names);
  const validation = validateConstraints(facts, names);
  // A constraint may hold from the start only where no statement of the old version can break it.
  const early = byTriggers && facts.conversion !== 'expressions';
  const failed = expressions.failed('');
  const altered = expressions.altered('');
  const wrong = [`NOT ${expressions.inStep('')}`];
  const inTheWay = [
    ...(byTriggers ? wrong : []),
    ...(failed === null ? [] : [failed]),
    ...(facts.lost === null ? [] : [facts.lost]),
  ];
  const count = (condition: string): string => `SELECT count(*) FROM ${facts.sql} WHERE ${condition}`;
  return {
    expand: {
      statements: [
        ...addColumns(facts),
        ...expressions.functions,
        ...triggers,
        ...(early ? constraints.statements : []),
        ...facts.extras,
      ],
      rollback: [...dropTriggers, ...dropColumns(facts), ...expressions.dropFunctions],
    },
    unconvertible: failed === null ? null : count(failed),
    altered: altered === null ? null : count(`${altered} AND NOT ${failed ?? 'false'}`),
    backfill: backfill(facts, names, expressions),
    indexes: indexSteps(facts, names).filter((index) => early || index.unique !== true),
    verify:
      early && validation.statements.length > 0
        ? [{ label: 'constraints', frame: 'transaction', ...validation }]
        : [],
    stopOldWrites: early ? [] : late(facts, names),
    contract: [
      ...contract(facts, names, expressions, dropTriggers),
      ...(leavesGenerated(facts) ? addGenerated(facts) : []),
    ],
    contractNote: null,
    oldReaders: leavesGenerated(facts)
      ? { statements: dropOldColumns(facts), rollback: addGenerated(facts) }
      : null,
    guard:
      inTheWay.length === 0
        ? null
        : {
            count: count(inTheWay.join(' OR ')),
            message: `${facts.written}: ${facts.old.map((one) => one.column.name).join(', ')} and ${facts.new.map((one) => one.name).join(', ')} differ, or hold what the new columns cannot: run the backfill, then look at the rows that are left`,
          },
    verification: count(wrong.join(' OR ')),
  };
}

function backfill(
  facts: Replacement,
  names: ReplacementNames,
  expressions: Expressions,
): ReplacementSql['backfill'] {
  const batches = {
    key: facts.key,
    table: facts.sql,
    checkpoint: names.checkpoint,
    set: facts.new
      .map((one, at) => `${quote(one.name, 'postgres')} = ${expressions.forward(at, '')}`)
      .join(', '),
    needed: `NOT ${expressions.inStep('')}`,
    batchRows: facts.options.batchRows,
    pauseMilliseconds: facts.options.pauseMilliseconds,
  };
  return {
    statements: [fillInBatches(batches).trimEnd().replace(/;$/, '')],
    frame: 'no-transaction',
    batches: batchesOf(batches, facts.table),
  };
}

/** What waits until every writer is new: constraints that an old value could break, and its own NOT NULL. */
function late(facts: Replacement, names: ReplacementNames): readonly LabelledStep[] {
  const steps = [
    { label: 'old-columns-optional', ...oldColumnsOptional(facts) },
    { label: 'constraints', ...addConstraints(facts, names) },
    { label: 'validate', ...validateConstraints(facts, names) },
  ];
  return [
    ...steps
      .filter((step) => step.statements.length > 0)
      .map((step) => ({ ...step, frame: 'transaction' as const })),
    ...indexSteps(facts, names).filter((index) => index.unique === true),
  ];
}

/** Where the application writes both, its last version leaves the old columns out. */
function oldColumnsOptional(facts: Replacement): Step {
  if (facts.options.dualWrite === 'triggers') return { statements: [], rollback: [] };
  const required = facts.old.filter((one) => !one.column.nullable && one.column.default === null);
  const alter = (column: string, action: string): string =>
    `ALTER TABLE ${facts.sql} ALTER COLUMN ${quote(column, 'postgres')} ${action}`;
  return {
    statements: required.map((one) => alter(one.column.name, 'DROP NOT NULL')),
    rollback: required.flatMap((one) => [
      `UPDATE ${facts.sql} SET ${quote(one.column.name, 'postgres')} = ${one.backward} WHERE ${quote(one.column.name, 'postgres')} IS NULL`,
      alter(one.column.name, 'SET NOT NULL'),
    ]),
  };
}

function contract(
  facts: Replacement,
  names: ReplacementNames,
  { dropFunctions }: Expressions,
  dropTriggers: readonly string[],
): readonly string[] {
  const alter = `ALTER TABLE ${facts.sql}`;
  const required = facts.new.filter((one) => !one.nullable);
  const defaults = defaultsWait(facts) ? facts.new.filter((one) => one.default !== null) : [];
  return [
    ...dropTriggers,
    ...dropFunctions,
    ...uniqueConstraints(facts, names),
    ...required.flatMap((one) => [
      `${alter} ALTER COLUMN ${quote(one.name, 'postgres')} SET NOT NULL`,
      `${alter} DROP CONSTRAINT ${names.notNull(one.name)}`,
    ]),
    ...defaults.map(
      (one) => `${alter} ALTER COLUMN ${quote(one.name, 'postgres')} SET DEFAULT ${one.default ?? 'NULL'}`,
    ),
    ...dropOldColumns(facts),
    ...(facts.keepsName ? oldNamesAgain(facts, names) : []),
  ];
}

function dropOldColumns(facts: Replacement): readonly string[] {
  return oldNames(facts).map((name) => `ALTER TABLE ${facts.sql} DROP COLUMN ${quote(name, 'postgres')}`);
}

/** Virtual: nothing is written, and no row is looked at. */
function addGenerated(facts: Replacement): readonly string[] {
  return facts.old.map((one) => {
    const { name, type, collation } = one.column;
    const collated = collation === null ? '' : ` COLLATE ${quote(collation, 'postgres')}`;
    return `ALTER TABLE ${facts.sql} ADD COLUMN ${quote(name, 'postgres')} ${type?.text ?? 'text'}${collated} GENERATED ALWAYS AS (${generatedValue(facts, one)}) VIRTUAL`;
  });
}

/** The new column, its indexes and constraints get the names the old ones had. */
function oldNamesAgain(facts: Replacement, names: ReplacementNames): readonly string[] {
  const { carried } = facts;
  const from = quote(facts.old[0]?.column.name ?? '', 'postgres');
  const to = quote(facts.new[0]?.name ?? '', 'postgres');
  const constraints = [...carried.checks, ...carried.foreignKeys, ...carried.indexes.filter((one) => one.constraint !== null)]; // prettier-ignore
  return [
    `ALTER TABLE ${facts.sql} RENAME COLUMN ${to} TO ${from}`,
    ...carried.indexes
      .filter((one) => one.constraint === null)
      .map(
        (one) =>
          `ALTER INDEX ${names.beside(names.mirrored(one.name))} RENAME TO ${quote(one.name, 'postgres')}`,
      ),
    ...constraints.map(
      (one) =>
        `ALTER TABLE ${facts.sql} RENAME CONSTRAINT ${quote(names.mirrored(one.name), 'postgres')} TO ${quote(one.name, 'postgres')}`,
    ),
  ];
}
