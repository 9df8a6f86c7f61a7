import type { EvolutionKind } from '../../../model/evolution';
import type { Column } from '../../../model/schema';
import { columnOf, sameName } from '../../../schema/lookup';
import { keyOf, type EvolvingTable } from '../evolving-table';
import { expressionFault, namesColumn } from '../expressions';
import { lastDefinition, setOnUpdate } from '../defined-columns';
import { mysqlReplacement } from '../mysql/replacement-sql';
import { postgresExtras } from '../postgres/column-extras';
import { postgresReplacement } from '../postgres/replacement-sql';
import { isRefused, type DraftEvolution, type Ground, type Refusal } from '../recipe';
import { sqliteReplacement } from '../sqlite/replacement-sql';
import { carriedOf, nothingCarried, type Carried } from './carried';
import { refuseGenerated } from './old-readers';
import { refuseNewName, refuseOldColumn } from './refuse';
import { refuseByWhatFollows } from './refuse-later';
import type { Conversion, NewColumn, OldColumn, Replacement, Wording } from './replacement';
import type { ReplacementSql } from './sql';
import { replacementStages } from './stages';

/** What a recipe wants: columns, how their values go forth and back, and words for it. */
export interface WantedColumns {
  readonly kind: EvolutionKind;
  readonly old: readonly OldColumn[];
  readonly new: readonly NewColumn[];
  readonly conversion: Conversion;
  /** Indexes and constraints of the old column are repeated on the new one. */
  readonly carries: boolean;
  readonly indexed?: readonly string[];
  readonly lost?: string | null;
  readonly failed?: string | null;
  readonly keepsName?: boolean;
  readonly wording: Wording;
}

/** The stages, or why there are none. */
export function replaceColumns(
  table: EvolvingTable,
  ground: Ground,
  wanted: WantedColumns,
): DraftEvolution | Refusal {
  const facts = replacementOf(table, ground, wanted);
  const refused = refusedBecause(table, ground, wanted, facts);
  if (refused !== null) return { refused };
  const sql = sqlOf(facts);
  if (isRefused(sql)) return sql;
  return replacementStages(facts, sql, {
    ...wanted.wording,
    declared: [...wanted.wording.declared, ...notCarried(facts), ...unknownExtras(facts)],
  });
}

function replacementOf(table: EvolvingTable, ground: Ground, wanted: WantedColumns): Replacement {
  const { history, options } = ground;
  const names = [...wanted.old.map((one) => one.column.name), ...wanted.new.map((one) => one.name)];
  const first = wanted.old[0];
  const carried =
    wanted.carries && first !== undefined
      ? carriedOf(history, table.dialect, table.table, first.column)
      : nothingCarried;
  const key = keyOf(withoutColumns(table, names), ground);
  return {
    ...table,
    kind: wanted.kind,
    old: wanted.old,
    new: wanted.new,
    conversion: wanted.conversion,
    about: `${first?.column.name ?? ''}_to_${wanted.new[0]?.name ?? ''}`,
    carried,
    indexed: wanted.indexed ?? [],
    key,
    setOnUpdate: setOnUpdate(table, ground),
    goes: wanted.carries ? nothingCarried : goingWith(table, ground, wanted),
    lost: wanted.lost ?? null,
    failed: wanted.failed ?? null,
    keepsName: wanted.keepsName ?? false,
    extras: table.dialect === 'postgres' ? postgresExtras(history, table, wanted) : [],
    comment: commentOf(table, ground, wanted),
    options,
  };
}

function commentOf(table: EvolvingTable, ground: Ground, wanted: WantedColumns): string | null {
  const [first] = wanted.old;
  if (first === undefined || wanted.old.length + wanted.new.length > 2) return null;
  if (table.dialect !== 'mysql' && table.dialect !== 'mariadb') return null;
  const on = { ...table, column: first.column, name: first.column.name };
  return lastDefinition(on, ground)?.comment ?? null;
}

function goingWith(table: EvolvingTable, ground: Ground, wanted: WantedColumns): Carried {
  const all = wanted.old.map(({ column }) => carriedOf(ground.history, table.dialect, table.table, column));
  const once = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] => [
    ...new Map(list.map((one) => [one.name, one])).values(),
  ];
  return {
    indexes: once(all.flatMap((one) => one.indexes)),
    foreignKeys: once(all.flatMap((one) => one.foreignKeys)),
    checks: once(all.flatMap((one) => one.checks)),
  };
}

function sqlOf(facts: Replacement): ReplacementSql | Refusal {
  switch (facts.dialect) {
    case 'postgres':
      return postgresReplacement(facts);
    case 'mysql':
    case 'mariadb':
      return mysqlReplacement(facts);
    case 'sqlite':
      return sqliteReplacement(facts);
  }
}

function refusedBecause(
  table: EvolvingTable,
  ground: Ground,
  wanted: WantedColumns,
  facts: Replacement,
): string | null {
  for (const { column } of wanted.old) {
    const refused = refuseOldColumn(ground, table, column, wanted.carries ? facts.carried : nothingCarried);
    if (refused !== null) return refused;
    if (!wanted.carries && namesInConstraint(table, column, 'foreign-key'))
      return `A foreign key covers ${column.name}, and the new columns could not carry it.`;
  }
  for (const { name } of wanted.new) {
    const refused = refuseNewName(table, name);
    if (refused !== null) return refused;
  }
  const names = wanted.new.map((one) => one.name);
  const twice = names.find((name, at) =>
    names.slice(0, at).some((one) => sameName(table.dialect, one, name)),
  );
  if (twice !== undefined) return `The new column ${twice} is named twice.`;
  const asked = ground.options.keyColumns?.find(
    (name) => columnOf(table.dialect, table.table, name) === null,
  );
  if (asked !== undefined)
    return `The key column ${asked} of ${table.written} is not known from the history.`;
  for (const text of [...wanted.new.map((one) => one.forward), ...wanted.old.map((one) => one.backward)]) {
    const fault = expressionFault(text, table.dialect);
    if (fault !== null) return `The expression ${text} cannot be used: ${fault}.`;
    const other = table.table.columns.find(
      ({ name }) =>
        !wanted.old.some(({ column }) => column.name === name) && namesColumn(text, name, table.dialect),
    );
    if (other !== undefined)
      return `The expression ${text} names ${other.name}, which is not replaced: a change of it alone would set both sides apart.`;
  }
  const follows = [...wanted.old.map((one) => one.column.name), ...names];
  return refuseGenerated(facts) ?? refuseByWhatFollows(ground, table, follows);
}

function namesInConstraint({ table, dialect }: EvolvingTable, column: Column, type: string): boolean {
  return table.constraints.some(
    (one) => one.type === type && one.columns.some((name) => sameName(dialect, name, column.name)),
  );
}

/** The key to go through the table by must not be what is replaced. */
function withoutColumns(table: EvolvingTable, names: readonly string[]): EvolvingTable {
  const columns = table.table.columns.filter(
    (column) => !names.some((name) => sameName(table.dialect, name, column.name)),
  );
  return { ...table, table: { ...table.table, columns } };
}

/** What goes with the old columns and is not repeated: a person has to look. */
function notCarried(facts: Replacement): readonly string[] {
  return [
    ...facts.goes.indexes.map((one) => `index ${one.name}`),
    ...facts.goes.checks.map((one) => `constraint ${one.name}`),
  ].map((one) => `${one} of ${facts.written} goes with the old columns, and what takes its place is there`);
}

function unknownExtras(facts: Replacement): readonly string[] {
  const old = facts.old.map((one) => one.column.name).join(', ');
  const what =
    facts.dialect === 'postgres' ? 'comment, column privileges or storage settings' : 'column privileges';
  return facts.dialect === 'sqlite'
    ? []
    : [
        `what ${facts.written} (${old}) was given outside of the migrations, ${what}, the new columns have too`,
      ];
}
