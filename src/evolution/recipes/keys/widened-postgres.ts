import type { Column, Table } from '../../../model/schema';
import { columnOf, sameName, writtenName } from '../../../schema/lookup';
import { readsColumn } from '../../../schema/replay-dependents';
import { baked, declared, draftStage, released } from '../draft-stage';
import { evolvingTable, type EvolvingTable } from '../evolving-table';
import { fillRows } from '../fill-rows';
import { qualified } from '../names';
import {
  exchange,
  keyColumns,
  refuseKeyColumn,
  unwiden,
  widen,
  type KeyColumn,
} from '../postgres/key-column';
import type { DraftEvolution, DraftStage, Ground, Refusal } from '../recipe';
import { isRefused } from '../recipe';
import { addReferring, dropReferring, referringTo, validateReferring, type Referring } from './referring';
import { holdLargerValues } from './hold-larger-values';

/**
 * Wider columns beside the key and beside every column that refers to it are kept in step by triggers, filled in
 * batches, indexed online, and take the names of the old ones in one brief transaction. The application keeps its
 * statements.
 */
export function widenedKey(
  on: EvolvingTable,
  column: Column,
  type: string,
  ground: Ground,
): DraftEvolution | Refusal {
  const facts = factsOf(on, column, type, ground);
  return isRefused(facts) ? facts : evolution(on, facts, ground);
}

interface Facts {
  readonly key: KeyColumn;
  /** The key, then the columns that refer to it; of the own table too. */
  readonly all: readonly KeyColumn[];
  readonly referring: readonly Referring[];
  readonly type: string;
}

function factsOf(on: EvolvingTable, column: Column, type: string, ground: Ground): Facts | Refusal {
  const { before } = ground;
  const referring = referringTo(before, on.table, [column.name]);
  const wanted = new Map<Table, Set<Column>>([[on.table, new Set([column])]]);
  for (const { child, constraint } of referring) {
    const at =
      constraint.references?.columns.findIndex((one) => sameName('postgres', one, column.name)) ?? -1;
    const own = columnOf('postgres', child, constraint.columns[at] ?? '');
    if (own === null)
      return { refused: `The columns of ${constraint.name} of ${child.name} are not known from the history: start it at a dump that has the table (start: in evolens.yml).` }; // prettier-ignore
    wanted.set(child, (wanted.get(child) ?? new Set()).add(own));
  }
  const all = [...wanted].flatMap(([table, columns]) => keyColumns(ground, table, [...columns], type));
  const key = all.find((one) => one.column === column);
  if (key === undefined) return { refused: `The column ${column.name} is not known from the history: start it at a dump that has the table (start: in evolens.yml).` }; // prettier-ignore
  for (const one of all) {
    const refused = refuseKeyColumn(one) ?? refuseReader(one, ground);
    if (refused !== null) return { refused };
  }
  return { key, all, referring, type };
}

function refuseReader(one: KeyColumn, { before }: Ground): string | null {
  const reader = [...before.objects.values()].find(
    (object) => /view|policy|rule/.test(object.object) && readsColumn(before, object, one.table, one.column.name),
  ); // prettier-ignore
  return reader === undefined
    ? null
    : `The ${reader.object} ${reader.name} reads ${one.table.name}.${one.column.name}: drop it in a migration before, and make it again once the evolution is through.`;
}

function evolution(on: EvolvingTable, facts: Facts, ground: Ground): DraftEvolution | Refusal {
  const { key, all, referring, type } = facts;
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
    why: `Changing the type of ${label} in one step writes all rows and indexes anew while nobody can read or write them${referring.length === 0 ? '' : ', and the tables that refer to it as well'}.`,
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
      holdLargerValues(type, label, apart),
      draftStage('contract', {
        label: 'exchange',
        statements: contractOf(facts, ground),
        guard: { count: apart, message: `wider columns of ${label} are not filled: run the backfill first` },
        application: 'Nothing to do: prepared statements are planned anew.',
        preconditions: [
          released('switch-reads'),
          baked('verify', ground.options.bakeHours),
          ...all.map((one) => declared(`no running version inserts into ${writtenName(one.table)} without naming the columns: ${one.column.name} stands last afterwards`)),
          ...on.triggers.map((trigger) => declared(`trigger ${trigger} of ${on.written} does not depend on the type of ${key.column.name}`)),
        ],
        rollbackNote: 'None: values may be larger than the old type. The old columns are gone, their values are in the new ones.',
        oneWay: true,
      }),
      ...(referring.length === 0
        ? []
        : [
            draftStage('contract', {
              label: 'validate',
              statements: referring.map(validateReferring),
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
function contractOf({ key, all, referring }: Facts, ground: Ground): readonly string[] {
  const tables = [...new Set(all.map((one) => one.sql))];
  return [
    `LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`,
    ...referring.map(dropReferring),
    ...all.flatMap(exchange),
    ...referring.map((one) => addReferring(one, key.sql, ground)),
  ];
}
