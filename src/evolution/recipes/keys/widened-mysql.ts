import type { Column, Constraint, Table } from '../../../model/schema';
import { atLeast } from '../../../schema/effects/online-ddl';
import {
  columnOf,
  referencedKey,
  referencesTo,
  sameName,
  tableKey,
  writtenName,
} from '../../../schema/lookup';
import { baked, declared, draftStage, released } from '../draft-stage';
import { evolvingTable, keyOf, triggersOf, type EvolvingTable } from '../evolving-table';
import { limited, qualified } from '../names';
import {
  countApart,
  countMissing,
  createCopies,
  dropCopies,
  fillWide,
  foreignKey,
  stopFilling,
  wideName,
  type Follows,
  type WideTable,
} from '../mysql/wide-table';
import type { DraftEvolution, Ground, Refusal } from '../recipe';
import { isRefused } from '../recipe';
import { holdLargerValues } from './hold-larger-values';

/**
 * MySQL and MariaDB copy a table, while nobody may write it, to change the type of its key. So a copy with the wider type
 * is made beside it and beside every table that refers to it, kept in step by triggers, filled in batches, and all of
 * them change names in one RENAME TABLE. The application keeps its statements.
 */
export function widenedTables(
  on: EvolvingTable,
  column: Column,
  type: string,
  ground: Ground,
): DraftEvolution | Refusal {
  const was = column.type;
  const wanted = was?.unsigned === true && !/\bunsigned\b/i.test(type) ? `${type} UNSIGNED` : type;
  if (was?.unsigned !== true && /\bunsigned\b/i.test(type))
    return { refused: `${column.name} may hold negative numbers and ${type} takes none: widen it to a type with a sign.` }; // prettier-ignore
  const tables = tablesOf(on, column, wanted, ground);
  return isRefused(tables) ? tables : evolution(on, column, wanted, tables, ground);
}

/** The table of the key, then those that refer to it, or why one of them cannot be copied. */
function tablesOf(on: EvolvingTable, column: Column, type: string, ground: Ground): readonly WideTable[] | Refusal {
  const { before } = ground;
  const widened = new Map<Table, Set<Column>>([[on.table, new Set([column])]]);
  for (const { table: child, constraint } of referencesTo(before, on.table)) {
    const at = constraint.references?.columns.findIndex((one) => sameName(before.dialect, one, column.name)) ?? -1;
    const own = columnOf(before.dialect, child, constraint.columns[at] ?? '');
    const columns = widened.get(child) ?? new Set();
    widened.set(child, own === null ? columns : columns.add(own));
  }
  const made: WideTable[] = [];
  for (const [table, columns] of widened) {
    const refused = refuse(table, on.table, [...widened.keys()], ground);
    if (refused !== null) return { refused };
    const one = evolvingTable({ table: writtenName(table) }, { ...ground, asking: null });
    if (isRefused(one)) return one;
    const key = keyOf(one, ground);
    if (key === null)
      return { refused: `${one.written} has no unique key without NULL that tells its rows apart: give it a primary key first (evolens plan add-primary-key).` };
    made.push(wideTable(one, key, [...columns], type, [...widened.keys()], ground));
  }
  return made;
} // prettier-ignore

function wideTable(
  one: EvolvingTable,
  key: readonly string[],
  widened: readonly Column[],
  type: string,
  copied: readonly Table[],
  { before }: Ground,
): WideTable {
  const { table } = one;
  const dialect = one.dialect === 'mysql' ? 'mysql' : 'mariadb';
  const keys = new Set(copied.map((each) => tableKey(dialect, each)));
  const isInward = ({ references }: Constraint): boolean =>
    references !== null && keys.has(referencedKey(before.dialect, references));
  const foreign = table.constraints.filter((each) => each.type === 'foreign-key');
  const named = (tail: string): string =>
    qualified(table.schema, limited(`evolens_${table.name}`, tail, dialect), dialect);
  return {
    ...one,
    dialect,
    wide: named('_wide'),
    narrow: named('_narrow'),
    widened,
    type,
    key,
    outward: foreign.filter((each) => !isInward(each)),
    inward: foreign.filter(isInward),
  };
}

const cascades = (action: string | null | undefined): boolean =>
  action != null && /^(cascade|set)/i.test(action);

function refuse(table: Table, keyed: Table, copied: readonly Table[], { before }: Ground): string | null {
  const name = writtenName(table);
  const again = 'drop it in a migration before, and add it again once the evolution is through';
  if (!table.columnsKnown)
    return `The columns of ${name} are not known from the history: start it at a dump that has the table (start: in evolens.yml).`;
  const [trigger] = triggersOf(before, table);
  if (trigger !== undefined)
    return `The trigger ${trigger.name} of ${name} would not be there on the copy, or would run twice: ${again}.`;
  for (const { table: child, constraint } of referencesTo(before, table)) {
    const { onDelete, onUpdate } = constraint.references ?? {};
    if (child === table && table === keyed) {
      if (cascades(onDelete) || cascades(onUpdate))
        return `The foreign key ${constraint.name} of ${name} refers to its own table and changes rows by itself, which no trigger sees: ${again}, or make it RESTRICT.`;
    } else if (table !== keyed || copied.indexOf(child) < 0)
      return `The foreign key ${constraint.name} of ${child.name} refers to ${name}, which is copied with the key of ${keyed.name}: ${again}.`;
  }
  const fromAbove = table.constraints.find((one) => one.references != null && /^cascade/i.test(one.references.onDelete ?? '') && findOther(one, copied, before.dialect));
  const onward = referencesTo(before, table).some(({ constraint }) => cascades(constraint.references?.onDelete));
  return table === keyed && fromAbove !== undefined && onward
    ? `Rows of ${name} go with those that ${fromAbove.name} refers to, and take rows of other tables along, which no trigger sees: ${again} (${fromAbove.name}).`
    : null;
} // prettier-ignore

/** The foreign key refers to a table that is not copied. */
function findOther(one: Constraint, copied: readonly Table[], dialect: Ground['before']['dialect']): boolean {
  const key = one.references === null ? '' : referencedKey(dialect, one.references);
  return copied.every((table) => tableKey(dialect, table) !== key);
}

function evolution(on: EvolvingTable, column: Column, type: string, tables: readonly WideTable[], ground: Ground): DraftEvolution {
  const label = `${on.written}.${column.name}`;
  const followers = (one: WideTable): readonly Follows[] => tables.flatMap((child) => child.inward.filter(({ references }) => references !== null && referencedKey(child.dialect, references) === tableKey(child.dialect, one.table) && child !== one).map((constraint) => ({ child, constraint })));
  const apart = `SELECT ${tables.map(countApart).join(' + ')} AS apart`;
  const names = tables.map((one) => one.written).join(', ');
  const inward = tables.flatMap((one) => one.inward.map((constraint) => ({ one, constraint })));
  const unchecked = (statements: readonly string[]): readonly string[] =>
    statements.length === 0 ? [] : ['SET SESSION foreign_key_checks = 0', ...statements, 'SET SESSION foreign_key_checks = 1'];
  const online = 'ALGORITHM=INPLACE, LOCK=NONE';
  return {
    kind: 'replace-primary-key',
    name: `Widen ${label} to ${type}`,
    title: `Widen ${label} to ${type} by a copy that follows every write`,
    why: `Changing the type of ${label} in one step copies ${names} while nobody can write ${tables.length === 1 ? 'it' : 'them'}.`,
    table: on.written,
    from: column.type?.text ?? null,
    to: type,
    old: [],
    new: [],
    triggers: [],
    stages: [
      draftStage('expand', {
        statements: createCopies(tables, followers, ground),
        application: 'Nothing to do: triggers carry every change over to the copies. Nobody may run TRUNCATE or ALTER TABLE on these tables until contract.',
        rollback: dropCopies(tables),
        rollbackNote: 'Drops the copies.',
      }),
      draftStage('dual-write', { application: 'Nothing to do: triggers write both tables whoever writes.', preconditions: [released('expand')], done: true }),
      ...tables.map((one) =>
        draftStage('backfill', {
          label: `backfill-${one.table.name}`,
          statements: fillWide(one, ground),
          frame: 'no-transaction',
          application: 'Nothing to do. Watch replication lag, latency and disk space while it runs; it can be stopped and started again.',
          preconditions: [released('expand')],
          verification: countMissing(one),
          rollback: stopFilling(one),
          rollbackNote: 'Stop it and drop its checkpoint. Rows that were copied stay in the copy.',
          rollbackFrame: 'no-transaction',
        }),
      ),
      draftStage('verify', {
        label: inward.length === 0 ? 'verify' : 'foreign-keys',
        // With the checks off no row is read; the verification query compares all of them.
        statements: unchecked(inward.map(({ one, constraint }) => `ALTER TABLE ${one.wide} ADD ${foreignKey(one, constraint, wideName, wideTarget(tables, constraint))}, ${online}`)),
        application: inward.length === 0 ? 'Nothing to do. Run the verification query: it must count no row.' : 'Nothing to do.',
        preconditions: [released('backfill')],
        verification: apart,
        rollback: inward.flatMap(({ one, constraint }) => withoutForeignKey(one, constraint)),
        rollbackNote: inward.length === 0 ? 'Nothing to undo.' : 'Drops the foreign keys of the copies.',
      }),
      holdLargerValues(type, label, apart),
      draftStage('contract', {
        label: 'exchange',
        statements: [
          `RENAME TABLE ${tables.map((one) => `${one.sql} TO ${one.narrow}, ${one.wide} TO ${one.sql}`).join(', ')}`,
          // Rows that are set aside must not hold on to rows of other tables.
          ...tables.flatMap((one) => [...one.outward, ...one.inward].map((constraint) => `ALTER TABLE ${one.narrow} DROP FOREIGN KEY ${one.quoted(constraint.name)}`)),
        ],
        guard: { count: apart, message: `the copies of ${names} differ from them: run the backfill first` },
        application: 'Nothing to do: all tables change names at once.',
        preconditions: [
          released('switch-reads'),
          baked('verify', ground.options.bakeHours),
          declared(`no index, column or trigger of ${names} was changed since expand`),
        ],
        rollbackNote: 'None: what is written from now on is in the new tables only. The old ones keep what they held.',
        oneWay: true,
      }),
      draftStage('contract', {
        label: 'drop',
        statements: [
          `DROP TABLE ${[...tables].reverse().map((one) => one.narrow).join(', ')}`,
          ...unchecked(tables.flatMap((one) => [...one.outward, ...one.inward].map((constraint) => renamed(one, constraint)))),
        ],
        application: 'Nothing to do.',
        preconditions: [released('switch-reads'), declared(`the wider ${names} have been in use without a fault for ${String(Math.max(24, ground.options.bakeHours))} hours`)],
        rollbackNote: 'None: the rows as they were before the exchange are gone.',
        oneWay: true,
      }),
    ],
  };
} // prettier-ignore

/** SQL of the copy that a foreign key between copied tables refers to. */
function wideTarget(tables: readonly WideTable[], { references }: Constraint): string {
  const key = references === null ? '' : referencedKey(tables[0]?.dialect ?? 'mysql', references);
  return tables.find((one) => tableKey(one.dialect, one.table) === key)?.wide ?? '';
}

/** An index that the server made for the foreign key was named after it, and gets its name back. */
function withoutForeignKey({ wide, quoted, table, dialect, version }: WideTable, constraint: Constraint): readonly string[] {
  const name = quoted(wideName(constraint.name, dialect));
  const made = table.indexes.find((index) => index.implicit === true && index.columns.map((one) => one.column).join() === constraint.columns.join());
  const renames = made !== undefined && (dialect === 'mysql' || atLeast(version, 10, 6));
  return [`ALTER TABLE ${wide} DROP FOREIGN KEY ${name}`, ...(renames ? [`ALTER TABLE ${wide} RENAME INDEX ${name} TO ${quoted(made.name)}`] : [])];
} // prettier-ignore

/** The name that the old table had for it is free now. */
function renamed(one: WideTable, constraint: Constraint): string {
  const { sql, quoted, dialect } = one;
  return `ALTER TABLE ${sql} DROP FOREIGN KEY ${quoted(wideName(constraint.name, dialect))}, ADD ${foreignKey(one, constraint, (name) => name)}, ALGORITHM=INPLACE, LOCK=NONE`;
}
