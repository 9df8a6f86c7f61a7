import type { Column, Table } from '../../model/schema';
import { chooseConstraintName, nextNumbered } from '../../schema/generated-names';
import { findTable, sameName, writtenName } from '../../schema/lookup';
import { baked, declared, draftStage, released } from './draft-stage';
import { columnsNamed, evolvingTable, parsedName, type EvolvingTable } from './evolving-table';
import { qualified } from './names';
import type { Answers, DraftEvolution, DraftStage, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * Adds a foreign key. It refuses what writers write from its first moment on, also NOT VALID, so writers and orphans
 * come first; then rows that exist are read without blocking writers. Heeds `bakeHours`.
 */
export const addForeignKey: Recipe = {
  kind: 'add-foreign-key',
  title: 'Add a foreign key',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns that refer to the other table', takes: 'columns', optional: false },
    { name: 'references', title: 'Table they refer to', takes: 'table', optional: false },
    {
      name: 'referenced',
      title: 'Columns there; the primary key if left out',
      takes: 'name',
      optional: true,
    },
    { name: 'name', title: 'Name of the foreign key', takes: 'name', optional: true },
    { name: 'on-delete', title: 'ON DELETE: cascade, set null, restrict', takes: 'value', optional: true },
    { name: 'on-update', title: 'ON UPDATE: cascade, set null, restrict', takes: 'value', optional: true },
  ],
  answersOf(change, before) {
    if (change.kind !== 'add-constraint' || before.dialect === 'sqlite') return null;
    const { constraint } = change;
    if (constraint.type !== 'foreign-key' || !constraint.validated || !constraint.enforced) return null;
    const { references } = constraint;
    if (references === null || constraint.deferrable) return null;
    const list = (columns: readonly { readonly name: string }[]): string =>
      columns.map((one) => one.name).join(', ');
    return {
      table: writtenName(change.table),
      columns: list(constraint.columns),
      references: writtenName(references.table),
      ...(references.columns.length === 0 ? {} : { referenced: list(references.columns) }),
      ...(constraint.name === null ? {} : { name: constraint.name.name }),
      ...(references.onDelete === null ? {} : { 'on-delete': references.onDelete }),
      ...(references.onUpdate === null ? {} : { 'on-update': references.onUpdate }),
    };
  },
  draft(answers, ground) {
    if (ground.before.dialect === 'sqlite')
      return {
        refused:
          'SQLite adds a foreign key only by rebuilding its table: plan a rebuild of the table instead.',
      };
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const key = foreignKeyOf(on, answers, ground);
    return isRefused(key) ? key : evolution(on, ground, key);
  },
};

interface ForeignKey {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly target: Table;
  readonly referenced: readonly string[];
  readonly actions: string;
}

function foreignKeyOf(on: EvolvingTable, answers: Answers, ground: Ground): ForeignKey | Refusal {
  const { dialect, table } = on;
  const columns = columnsNamed(on, answers['columns']);
  const target = findTable(ground.before, parsedName(answers['references'] ?? ''));
  if (columns === null)
    return {
      refused: `Not all of the columns ${answers['columns'] ?? ''} are known from the history: add them first, optional, then plan the foreign key.`,
    };
  if (target === null)
    return {
      refused: `The table ${answers['references'] ?? ''} is not known from the history: check the spelling, or let the history start at a dump that has it (start: in evolens.yml).`,
    };
  const primary = target.constraints.find((one) => one.type === 'primary-key')?.columns ?? [];
  const referenced = answers['referenced']?.split(',').map((name) => name.trim()) ?? primary;
  if (referenced.length !== columns.length)
    return {
      refused:
        'The foreign key needs as many columns as it refers to: name the columns of the other table with referenced.',
    };
  if (dialect === 'postgres' && target.partitionBy !== null)
    return {
      refused: `${writtenName(target)} is partitioned, and a foreign key to it is never NOT VALID: add it in one step, in an hour in which ${on.written} may not be written while it is read.`,
    };
  if (dialect === 'postgres' && table.partitionBy !== null)
    return {
      refused: `${on.written} is partitioned, and a foreign key of all of it is never NOT VALID: plan that of each partition, then add that of ${on.written}, which takes them over without reading rows.`,
    };
  if (!isKey(target, referenced, dialect))
    return { refused: `No primary key or unique constraint covers what ${answers['references'] ?? ''} is referred to by: make these columns unique first (evolens plan make-unique).` }; // prettier-ignore
  const there = sameKey(on, columns, target);
  if (there !== null)
    return { refused: `${on.written} has this foreign key already: ${there}. To change it, drop it in the migration that adds the other.` }; // prettier-ignore
  const own = table.constraints.map((one) => one.name);
  const chosen =
    dialect === 'postgres'
      ? chooseConstraintName(ground.before, table, columns.map((one) => one.name), 'fkey') // prettier-ignore
      : nextNumbered(`${table.name}_ibfk_`, own);
  const action = (event: string, name: string | undefined): string =>
    name === undefined ? '' : ` ON ${event} ${name.toUpperCase()}`;
  return {
    name: answers['name'] ?? chosen,
    columns,
    target,
    referenced,
    actions: action('DELETE', answers['on-delete']) + action('UPDATE', answers['on-update']),
  };
}

/** The name of a foreign key of the same columns to the same table; null: there is none. */
function sameKey(
  { dialect, table }: EvolvingTable,
  columns: readonly Column[],
  target: Table,
): string | null {
  const found = table.constraints.find(
    ({ type, columns: own, references }) =>
      type === 'foreign-key' &&
      references !== null &&
      sameName(dialect, references.table, target.name) &&
      references.schema === target.schema &&
      own.length === columns.length &&
      columns.every((one, at) => sameName(dialect, own[at] ?? '', one.name)),
  );
  return found?.name ?? null;
}

function isKey(target: Table, columns: readonly string[], dialect: EvolvingTable['dialect']): boolean {
  const covers = (key: readonly string[]): boolean =>
    key.length === columns.length && columns.every((name) => key.some((one) => sameName(dialect, one, name)));
  return (
    target.constraints.some((one) => /^(primary-key|unique)$/.test(one.type) && covers(one.columns)) ||
    target.indexes.some((one) => one.unique && covers(one.columns.map((part) => part.column ?? '')))
  );
}

function evolution(on: EvolvingTable, ground: Ground, key: ForeignKey): DraftEvolution {
  const list = key.columns.map((column) => column.name).join(', ');
  const to = writtenName(key.target);
  const orphans = countOrphans(on, key);
  const refers = declared(`no running version writes ${list} of ${on.written} without a row of ${to}`);
  const bake = baked('dual-write', ground.options.bakeHours);
  const before: readonly DraftStage[] = [
    draftStage('dual-write', {
      application: `Release a version that writes only ${list} that exist in ${to}, and that handles the error when such a row is deleted; then set done.`,
      rollbackNote: 'Release the previous version again.',
    }),
    draftStage('backfill', {
      application: `Resolve the rows of ${on.written} that refer to nothing until the verification query counts none: correct them, set them to NULL or archive them. Then set done.`,
      preconditions: [released('dual-write')],
      verification: orphans,
      rollbackNote: 'Stop it: nothing is refused yet.',
    }),
  ];
  const guard = {
    count: orphans,
    message: `rows of ${on.written} refer to no row of ${to}: resolve them first`,
  };
  const name = on.quoted(key.name);
  const drop =
    on.dialect === 'postgres'
      ? `ALTER TABLE ${on.sql} DROP CONSTRAINT ${name}`
      : `ALTER TABLE ${on.sql} DROP FOREIGN KEY ${name}`;
  const add = `ALTER TABLE ${on.sql} ADD CONSTRAINT ${name} ${definition(on, key)}`;
  const contract =
    on.dialect === 'postgres'
      ? postgresContract(on, { add, drop, name, orphans, guard })
      : [
          draftStage('contract', {
            // With the checks off no row is read and writers are not blocked; the verification query reads them.
            statements: [
              'SET SESSION foreign_key_checks = 0',
              `${add}, ALGORITHM=INPLACE, LOCK=NONE`,
              'SET SESSION foreign_key_checks = 1',
            ],
            guard,
            application:
              'Run the verification query afterwards: rows that were written in the meantime are not checked by the database.',
            verification: orphans,
            rollback: [drop, ...ownIndexDrop(on, key)],
            rollbackNote: 'Rows that refer to nothing are taken again.',
          }),
        ];
  return {
    kind: 'add-foreign-key',
    name: `Add foreign key ${key.name} to ${on.written}`,
    title: `Add the foreign key ${list} to ${to} in expand–contract steps`,
    why: `Adding it in one step reads all rows of ${on.written} while nobody writes them or ${to}, and a released version that writes in another order would fail.`,
    table: on.written,
    from: null,
    to: `${list} refers to ${to}`,
    old: [],
    new: [],
    triggers: on.triggers,
    stages: [
      ...before,
      ...contract.map((stage) => ({ ...stage, preconditions: [released('backfill'), bake, refers] })),
    ],
  };
}

function postgresContract(
  on: EvolvingTable,
  sql: {
    readonly add: string;
    readonly drop: string;
    readonly name: string;
    readonly orphans: string;
    readonly guard: DraftStage['guard'];
  },
): readonly DraftStage[] {
  return [
    draftStage('contract', {
      label: 'foreign-key',
      statements: [`${sql.add} NOT VALID`],
      application: 'Nothing to do: rows that exist are not read yet.',
      rollback: [sql.drop],
      rollbackNote: 'Rows that refer to nothing are taken again.',
    }),
    draftStage('contract', {
      label: 'validate',
      statements: [`ALTER TABLE ${on.sql} VALIDATE CONSTRAINT ${sql.name}`],
      guard: sql.guard,
      verification: sql.orphans,
      rollback: [sql.drop, `${sql.add} NOT VALID`],
      rollbackNote: 'The foreign key holds for new rows only, as before.',
    }),
  ];
}

function definition({ quoted, dialect }: EvolvingTable, key: ForeignKey): string {
  const columns = key.columns.map((column) => quoted(column.name)).join(', ');
  const target = qualified(key.target.schema, key.target.name, dialect);
  return `FOREIGN KEY (${columns}) REFERENCES ${target} (${key.referenced.map(quoted).join(', ')})${key.actions}`;
}

/** MySQL and MariaDB make an index for a foreign key where none begins with its columns, and leave it behind. */
function ownIndexDrop(on: EvolvingTable, key: ForeignKey): readonly string[] {
  const { table, dialect, sql, quoted } = on;
  const leads = (names: readonly (string | null)[]): boolean =>
    key.columns.every((column, at) => sameName(dialect, names[at] ?? '', column.name));
  const served =
    table.indexes.some((index) => leads(index.columns.map((part) => part.column))) ||
    table.constraints.some((one) => /^(primary-key|unique)$/.test(one.type) && leads(one.columns));
  return served ? [] : [`ALTER TABLE ${sql} DROP INDEX ${quoted(key.name)}`];
}

/** Rows that refer to nothing; one with a NULL in the key refers to nothing rightly. */
function countOrphans(on: EvolvingTable, key: ForeignKey): string {
  const { quoted, dialect } = on;
  const known = key.columns.map((column) => `child.${quoted(column.name)} IS NOT NULL`);
  const same = key.columns.map(
    (column, at) => `parent.${quoted(key.referenced[at] ?? '')} = child.${quoted(column.name)}`,
  );
  return `SELECT count(*) FROM ${on.sql} AS child WHERE ${known.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${qualified(key.target.schema, key.target.name, dialect)} AS parent WHERE ${same.join(' AND ')})`;
}
