import { columnOf, findTable, referencesTo, writtenName } from '../../schema/lookup';
import type { Constraint } from '../../model/schema';
import { readsColumn } from '../../schema/replay-dependents';
import { quote } from '../../sql/identifiers';
import { baked, declared, draftStage, released } from './draft-stage';
import { evolvingTable, type EvolvingTable } from './evolving-table';
import { fillRows } from './fill-rows';
import { qualified } from './names';
import { exchange, keyColumn, refuseKeyColumn, unwiden, widen, type KeyColumn } from './postgres/key-column';
import type { DraftEvolution, DraftStage, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * Gives the primary key a wider type (int to bigint), with the columns that refer to it. Wider columns are kept in step
 * by triggers, filled in batches, indexed online, and take the names of the old ones in one brief transaction. The
 * application keeps its statements. Heeds the options of the backfill and `bakeHours`.
 */
export const replacePrimaryKey: Recipe = {
  kind: 'replace-primary-key',
  title: 'Widen a primary key',
  dialects: ['postgres'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'type', title: 'New type; bigint if left out', takes: 'type', optional: true },
  ],
  answersOf(change, before) {
    if (change.kind !== 'alter-column-type' || change.using !== null || before.dialect !== 'postgres') return null;
    const table = findTable(before, change.table);
    const key = table?.constraints.find((one) => one.type === 'primary-key');
    const isKey = key?.columns.length === 1 && key.columns[0] === change.column.name;
    return isKey ? { table: writtenName(change.table), type: change.type.text } : null;
  },
  draft(answers, ground) {
    if (ground.before.dialect !== 'postgres')
      return {
        refused:
          'MySQL, MariaDB and SQLite keep the rows themselves in the order of the primary key, so another key means another table: a tool that copies the table (gh-ost, pt-online-schema-change) does that.',
      };
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const facts = factsOf(on, answers['type'] ?? 'bigint', ground);
    if (isRefused(facts)) return facts;
    return evolution(on, facts, ground);
  },
}; // prettier-ignore

interface Facts {
  readonly key: KeyColumn;
  readonly children: readonly { readonly column: KeyColumn; readonly constraint: Constraint }[];
  readonly type: string;
}

const ranks = ['smallint', 'integer', 'bigint'];

function factsOf(on: EvolvingTable, type: string, ground: Ground): Facts | Refusal {
  const { table } = on;
  const constraint = table.constraints.find((one) => one.type === 'primary-key');
  const column = columnOf('postgres', table, constraint?.columns[0] ?? '');
  if (constraint?.columns.length !== 1 || column === null)
    return { refused: 'The primary key is not known from the history, or has several columns.' };
  const rank = (name: string | undefined): number =>
    ranks.indexOf({ int: 'integer', int4: 'integer', int8: 'bigint', int2: 'smallint', serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' }[name ?? ''] ?? name ?? ''); // prettier-ignore
  const [was, is] = [rank(column.type?.name), rank(type.trim().toLowerCase())];
  if (was < 0 || is <= was)
    return { refused: `A key of type ${column.type?.text ?? 'unknown'} is not widened to ${type}: only smallint, integer and bigint are known here.` }; // prettier-ignore
  const key = keyColumn(ground, table, column, type);
  const children: { column: KeyColumn; constraint: Constraint }[] = [];
  for (const { table: child, constraint: reference } of referencesTo(ground.before, table)) {
    if (!reference.references?.columns.includes(column.name)) continue;
    const own = columnOf('postgres', child, reference.columns[0] ?? '');
    if (own === null || reference.columns.length !== 1)
      return { refused: `The foreign key ${reference.name} of ${child.name} has several columns.` };
    if (child === table) return { refused: `The foreign key ${reference.name} refers to its own table.` };
    children.push({ column: keyColumn(ground, child, own, type), constraint: reference });
  }
  for (const one of [key, ...children.map((child) => child.column)]) {
    const refused = refuseKeyColumn(one);
    if (refused !== null) return { refused };
    const reader = [...ground.before.objects.values()].find(
      (object) => /view|policy|rule/.test(object.object) && readsColumn(ground.before, object, one.table, one.column.name),
    ); // prettier-ignore
    if (reader !== undefined)
      return { refused: `The ${reader.object} ${reader.name} reads ${one.table.name}.${one.column.name}.` };
  }
  return { key, children, type };
}

function evolution(on: EvolvingTable, facts: Facts, ground: Ground): DraftEvolution | Refusal {
  const { key, children, type } = facts;
  const all = [key, ...children.map((child) => child.column)];
  const label = `${on.written}.${key.column.name}`;
  const fillings: DraftStage[] = [];
  for (const one of all) {
    const table = evolvingTable({ table: writtenName(one.table) }, { ...ground, asking: null });
    if (isRefused(table)) return table;
    const filled = fillRows(table, ground, {
      about: `${one.column.name}_wide`,
      set: `${one.wide} = ${one.name}`,
      needed: differs(one),
    });
    if (isRefused(filled)) return filled;
    const name = `backfill-${one.table.name}-${one.column.name}`;
    fillings.push(draftStage('backfill', { ...filled, label: name, preconditions: [released('expand')] }));
  }
  const apart = `SELECT ${all.map((one) => `(SELECT count(*) FROM ${one.sql} WHERE ${differs(one)})`).join(' + ')} AS apart`;
  return {
    kind: 'replace-primary-key',
    name: `Widen ${label} to ${type}`,
    title: `Widen ${label} to ${type} without writing the table anew under a lock`,
    why: `Changing the type of ${label} in one step writes all rows and indexes anew while nobody can read or write them${children.length === 0 ? '' : ', and the tables that refer to it as well'}.`,
    table: on.written,
    from: key.column.type?.text ?? null,
    to: type,
    old: [],
    new: [],
    triggers: on.triggers,
    stages: [
      draftStage('expand', {
        statements: all.flatMap(widen),
        application: 'Nothing to do: the wider columns are filled by triggers. No version may name them.',
        rollback: [...all].reverse().flatMap(unwiden),
        rollbackNote: 'Drops the wider columns.',
      }),
      draftStage('dual-write', {
        application: 'Nothing to do: triggers fill both columns whoever writes.',
        preconditions: [released('expand')],
        done: true,
      }),
      ...fillings,
      ...all.flatMap((one) => one.indexes.map((index) => indexStage(one, index, apart))),
      draftStage('switch-reads', {
        application: `Release a version that can hold a ${type} wherever it holds ${label}: types, JSON numbers above 2^53, clients. Then set done.`,
        preconditions: [released('verify')],
        verification: apart,
        rollbackNote: 'Release the previous version again.',
      }),
      draftStage('contract', {
        label: 'exchange',
        statements: contractOf(facts),
        guard: { count: apart, message: `wider columns of ${label} are not filled: run the backfill first` },
        application: 'Nothing to do: prepared statements are planned anew.',
        preconditions: [
          released('switch-reads'),
          baked('verify', ground.options.bakeHours),
          ...all.map((one) => declared(`no running version inserts into ${writtenName(one.table)} without naming the columns: ${one.column.name} stands last afterwards`)),
          ...all.flatMap((one) =>
            one === key ? on.triggers : [],
          ).map((trigger) => declared(`trigger ${trigger} of ${on.written} does not depend on the type of ${key.column.name}`)),
        ],
        rollbackNote: 'None: values may be larger than the old type. The old columns are gone, their values are in the new ones.',
        oneWay: true,
      }),
      ...(children.length === 0
        ? []
        : [
            draftStage('contract', {
              label: 'validate',
              statements: children.map(
                ({ column, constraint }) =>
                  `ALTER TABLE ${column.sql} VALIDATE CONSTRAINT ${quote(constraint.name, 'postgres')}`,
              ),
              preconditions: [released('switch-reads')],
              rollbackNote: 'Nothing to undo: the foreign keys hold for all rows.',
            }),
          ]),
    ],
  };
} // prettier-ignore

function differs({ wide, name }: KeyColumn): string {
  return `${wide} IS DISTINCT FROM ${name}`;
}

function indexStage(one: KeyColumn, index: KeyColumn['indexes'][number], apart: string): DraftStage {
  return draftStage('verify', {
    label: `index-${index.name}`,
    statements: [index.create],
    frame: 'no-transaction',
    preconditions: [released('backfill')],
    verification: apart,
    rollback: [`DROP INDEX CONCURRENTLY IF EXISTS ${qualified(one.table.schema, index.spare, 'postgres')}`],
    rollbackNote: 'Drops the index, also one that a failed build left invalid.',
    rollbackFrame: 'no-transaction',
  });
}

/** One brief transaction: foreign keys come back unchecked, so that no row is read in it. */
function contractOf({ key, children }: Facts): readonly string[] {
  const tables = [...new Set([key.sql, ...children.map((child) => child.column.sql)])];
  const name = (constraint: Constraint): string => quote(constraint.name, 'postgres');
  return [
    `LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`,
    ...children.map(
      ({ column, constraint }) => `ALTER TABLE ${column.sql} DROP CONSTRAINT ${name(constraint)}`,
    ),
    ...exchange(key),
    ...children.flatMap(({ column }) => exchange(column)),
    ...children.map(({ column, constraint }) => {
      const { onDelete, onUpdate } = constraint.references ?? { onDelete: null, onUpdate: null };
      const options = [
        onDelete === null ? '' : ` ON DELETE ${onDelete.toUpperCase()}`,
        onUpdate === null ? '' : ` ON UPDATE ${onUpdate.toUpperCase()}`,
      ].join('');
      return `ALTER TABLE ${column.sql} ADD CONSTRAINT ${name(constraint)} FOREIGN KEY (${column.name}) REFERENCES ${key.sql} (${key.name})${options} NOT VALID`;
    }),
  ];
}
