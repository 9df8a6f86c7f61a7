import { chooseIndexName } from '../../schema/generated-names';
import { atLeast } from '../../schema/effects/online-ddl';
import { findIndex, sameName, sameObject, writtenName } from '../../schema/lookup';
import type { Index } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import { baked, draftStage, released } from './draft-stage';
import { columnsNamed, evolvingTable, parsedName, type EvolvingTable } from './evolving-table';
import { qualified } from './names';
import { buildOnline, dropIndex, type WantedIndex } from './online-index';
import type { Answers, DraftStage, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';
import { optionsOfIndex } from './written';

/**
 * Replaces an index: the new one is built online and used before the old one goes, so that queries always have one.
 * Heeds `bakeHours`.
 */
export const replaceIndex: Recipe = {
  kind: 'replace-index',
  title: 'Replace an index',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'index', title: 'Index to replace', takes: 'index', optional: false },
    { name: 'columns', title: 'Columns of the new index', takes: 'columns', optional: true },
    { name: 'name', title: 'Name of the new index', takes: 'name', optional: true },
  ],
  answersOf(change, before) {
    if (change.kind !== 'drop-index' || change.ifExists || change.cascade) return null;
    const found = findIndex(before, change.index, change.table);
    return found === null ? null : { table: writtenName(found.table), index: change.index.name };
  },
  draft(answers, ground) {
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const name = parsedName(answers['index'] ?? '').name;
    const old = on.table.indexes.find((one) => sameName(on.dialect, one.name, name));
    if (old === undefined) return { refused: `The index ${name} of ${on.written} is not known from the history: check the spelling, or let the history start at a dump that has it (start: in evolens.yml).` };
    const refused = refuse(on, old);
    if (refused !== null) return { refused };
    const building = ground.asking === null ? planned(on, old, answers, ground) : builtLater(on, old, ground);
    if (isRefused(building)) return building;
    const hidden = hide(on, old);
    const serving = building.stage === null ? [] : [released('expand')];
    return {
      kind: 'replace-index',
      name: `Replace index ${old.name} of ${on.written}`,
      title: `Replace the index ${old.name} without leaving queries without one`,
      why: `Between dropping ${old.name} and building another, queries read the whole table${old.unique ? ' and the same values may be written twice' : ''}.`,
      table: on.written,
      from: old.name,
      to: building.name,
      old: [],
      new: [],
      triggers: on.triggers,
      stages: [
        ...(building.stage === null ? [] : [building.stage]),
        draftStage('switch-reads', {
          label: hidden === null ? 'switch-reads' : 'hide',
          application: `Look at the plans of the queries that used ${old.name}: they should use ${building.name}${hidden === null ? '; then set done' : ' now, because the old one is hidden'}.`,
          preconditions: serving,
          ...(hidden ?? {}),
          rollbackNote: 'The old index is still there.',
        }),
        draftStage('contract', {
          statements: [dropIndex(on, old.name)],
          frame: on.dialect === 'postgres' ? 'no-transaction' : 'transaction',
          preconditions: [released('switch-reads'), baked('switch-reads', ground.options.bakeHours)],
          ...rebuildOf(on, old, ground),
        }),
        ...building.after,
      ],
    };
  },
}; // prettier-ignore

interface Building {
  readonly name: string;
  /** null: the migration that asks builds it itself. */
  readonly stage: DraftStage | null;
  readonly after: readonly DraftStage[];
}

/** The new index as a person asks for it: the old one with other columns, or the same one anew. */
function planned(on: EvolvingTable, old: Index, answers: Answers, ground: Ground): Building | Refusal {
  const { table, dialect, quoted } = on;
  const given = answers['columns'];
  const columns = given === undefined ? null : columnsNamed(on, given);
  if (given !== undefined && columns === null)
    return { refused: `Not all of the columns ${given} are known from the history: check the spelling.` };
  const names = columns?.map((column) => column.name) ?? null;
  const taken = (name: string): boolean => table.indexes.some((one) => sameName(dialect, one.name, name));
  const wanted = answers['name'] ?? chosen(on, old, names, ground);
  if (taken(wanted)) return { refused: `There is an index ${wanted} already: give another name.` };
  const same = asWanted(old, on, ground);
  const index = { ...same, name: wanted, columns: names?.map(quoted) ?? same.columns };
  const stage = draftStage('expand', {
    label: 'index',
    ...buildOnline(on, index),
    verification: dialect === 'postgres' ? countInvalid(on, wanted) : null,
  });
  return { name: wanted, stage, after: [] };
}

/** The migration drops one index and builds the other: the build stays where it is, the drop waits. */
function builtLater(on: EvolvingTable, old: Index, { asking }: Ground): Building | Refusal {
  const built = (asking?.migration.script.statements ?? [])
    .flatMap(({ reading }) => reading.changes)
    .find(
      (change): change is ChangeOf<'create-index'> =>
        change.kind === 'create-index' && sameObject(on.dialect, change.table, on.table),
    );
  if (built === undefined)
    return {
      refused:
        'No index of the same table is built in this migration: nothing replaces it. To drop it without another, do so in a release in which nothing uses it.',
    };
  if (built.index.name !== null && sameName(on.dialect, built.index.name.name, old.name))
    return { refused: `The new index has the name of the old one: give it another, then both can be there.` };
  return { name: built.index.name?.name ?? 'the new index', stage: null, after: [] };
}

function chosen(on: EvolvingTable, old: Index, names: readonly string[] | null, ground: Ground): string {
  if (on.dialect === 'postgres')
    return chooseIndexName(ground.before, on.table, names ?? old.columns.map((part) => part.column ?? 'expr'), 'idx'); // prettier-ignore
  for (let turn = 2; ; turn++) {
    const name = `${old.name}_${turn}`;
    if (!on.table.indexes.some((one) => sameName(on.dialect, one.name, name))) return name;
  }
}

function asWanted(index: Index, on: EvolvingTable, ground: Ground): WantedIndex {
  const options = optionsOfIndex(ground.history, index);
  return {
    name: index.name,
    columns: index.columns.map((part) => (part.text === '' ? on.quoted(part.column ?? '') : part.text)),
    unique: index.unique,
    method: index.method,
    includes: index.includes,
    nullsNotDistinct: options.nullsNotDistinct,
    tail: options.tail,
    where: index.where?.text ?? null,
  };
}

function rebuildOf(
  on: EvolvingTable,
  old: Index,
  ground: Ground,
): Pick<DraftStage, 'rollback' | 'rollbackFrame' | 'rollbackNote'> {
  const { statements } = buildOnline(on, asWanted(old, on, ground));
  return {
    rollback: [...statements, ...(hide(on, old)?.statements ?? [])],
    rollbackNote: 'The old index is built again, online.',
    rollbackFrame: on.dialect === 'postgres' ? 'no-transaction' : 'transaction',
  };
}

/** MySQL 8 and MariaDB 10.6 can hide an index from the optimizer; a unique one keeps refusing. null: there is no such way. */
function hide(on: EvolvingTable, { name }: Index): Pick<DraftStage, 'statements' | 'rollback'> | null {
  const { dialect, version, sql, quoted } = on;
  const alter = (as: string): string =>
    `ALTER TABLE ${sql} ALTER INDEX ${quoted(name)} ${as}, ALGORITHM=${dialect === 'mysql' ? 'INPLACE' : 'INSTANT'}, LOCK=NONE`;
  if (dialect === 'mysql' && version >= 8)
    return { statements: [alter('INVISIBLE')], rollback: [alter('VISIBLE')] };
  if (dialect === 'mariadb' && atLeast(version, 10, 6))
    return { statements: [alter('IGNORED')], rollback: [alter('NOT IGNORED')] };
  return null;
}

function countInvalid({ table, dialect }: EvolvingTable, name: string): string {
  const index = qualified(table.schema, name, dialect).replaceAll("'", "''");
  return `SELECT count(*) FROM pg_index WHERE indexrelid = '${index}'::regclass AND NOT indisvalid`;
}

function refuse({ table, dialect }: EvolvingTable, old: Index): string | null {
  if (table.partitionBy !== null || table.partitionOf !== null)
    return 'The table is partitioned: its indexes cannot be built online as a whole: build the new one on each partition by itself, then that of the whole, which takes them over.';
  const backs = table.constraints.find((one) => sameName(dialect, one.index ?? '', old.name));
  if (backs !== undefined && dialect === 'postgres')
    return `The index belongs to the constraint ${backs.name}: make the new columns unique instead, then drop the constraint.`;
  return null;
}
