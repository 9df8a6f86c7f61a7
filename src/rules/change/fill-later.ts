import { fillInBatches } from '../../evolution/recipes/postgres/backfill';
import { limited, qualified } from '../../evolution/recipes/names';
import type { Fix, FixKind } from '../../model/finding';
import type { ChangeOf } from '../../model/schema-change';
import type { TextEdit } from '../../model/text';
import { chooseConstraintName, makeObjectName } from '../../schema/generated-names';
import { findColumn, findObject, findTable } from '../../schema/lookup';
import { defaultClause } from '../../sql/edits/default-clause';
import { identityClause } from '../../sql/edits/generated-clause';
import { removeInline } from '../../sql/edits/remove-inline';
import type { StatementEdit } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { followingMigrations, type NewMigration } from './following-migration';
import { kindOutside, outside } from './outside-transaction';

type AddColumn = ChangeOf<'add-column'>;

/**
 * A column whose default differs from row to row is added without it: the default is set for new rows, a
 * following migration fills the older rows in batches, and more make it NOT NULL where it was to be. Needs a
 * primary key to go through the table by, and nothing after it that names the column.
 */
export function fillLater(context: FixContext): readonly Fix[] {
  const { change, before, history, migration } = context;
  const prefix = alterTablePrefix(context);
  if (change.kind !== 'add-column' || prefix === null || history.migrations.at(-1) !== migration) return [];
  const key = findTable(before, change.table)?.constraints.find((one) => one.type === 'primary-key');
  if (key === undefined || isNamedLater(context, change)) return [];
  // A key or a reference needs every value at once.
  if (change.column.constraints.some((one) => one.type !== 'check' && one.type !== 'not-null')) return [];
  const numbered = change.column.autoIncrement || change.column.identity !== null;
  const parts = numbered ? ownSequence(context, change) : ownDefault(context, change);
  if (parts === null) return [];
  const created = followingMigrations(context, later(context, change, prefix, key.columns));
  if (created === null) return [];
  const kind: FixKind = kindOutside(context);
  return [
    {
      title: `Add the column without rewriting the table, and fill the older rows in batches in a following migration${outside(context)}`,
      kind,
      edits: [...parts, ...created],
    },
  ];
}

/** DEFAULT and NOT NULL go out of the definition, and SET DEFAULT follows it. */
function ownDefault(context: FixContext, change: AddColumn): readonly TextEdit[] | null {
  const { reading } = context.statement;
  const { column } = change;
  const clause = column.default === null ? null : defaultClause(reading, column.default);
  if (clause === null || column.identity !== null) return null;
  return inFile(context, [
    ...removeInline(reading, clause.range),
    ...(column.notNull === null ? [] : removeInline(reading, column.notNull)),
    setDefault(context, change, clause.expression),
  ]);
}

const integers: Readonly<Record<string, string>> = {
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};

/** The sequence that numbers rows: of a serial column the one it would have, of an identity column one that goes again. */
function sequenceOf({ column, table }: AddColumn): string {
  return makeObjectName(table.name, column.name.name, column.identity === null ? 'seq' : 'fill_seq');
}

/** serial becomes its integer type, identity goes, and a sequence is made before and owned by the column after. */
function ownSequence(context: FixContext, change: AddColumn): readonly TextEdit[] | null {
  const { migration, statement, before } = context;
  const { column, table } = change;
  const { type } = column;
  const written = type === null ? '' : statement.reading.text.slice(type.range.start, type.range.end);
  const isIdentity = column.identity !== null;
  const clause = isIdentity ? identityClause(statement.reading, column.range) : null;
  const integer = isIdentity ? type?.name : integers[written.toLowerCase()];
  const name = sequenceOf(change);
  const taken = findObject(before, 'sequence', { schema: table.schema, name }) !== null;
  if (type === null || integer === undefined || taken || (isIdentity && clause === null)) return null;
  const sequence = qualified(table.schema, name, 'postgres');
  const owner = `${qualified(table.schema, table.name, 'postgres')}.${quote(column.name.name, 'postgres')}`;
  const lineEnd = migration.script.text.includes('\r\n') ? '\r\n' : '\n';
  const { start, end, next } = statement;
  const terminated = next > end && migration.script.text.slice(end, next).includes(';');
  return [
    {
      file: migration.file,
      range: { start, end: start },
      newText: `CREATE SEQUENCE ${sequence} AS ${integer};${lineEnd}`,
    },
    ...inFile(context, [
      ...(clause === null
        ? [{ range: type.range, newText: integer }]
        : removeInline(statement.reading, clause)),
      ...(column.notNull === null ? [] : removeInline(statement.reading, column.notNull)),
      setDefault(context, change, `nextval('${sequence.replaceAll("'", "''")}')`),
    ]),
    {
      file: migration.file,
      range: { start: next, end: next },
      newText: `${terminated ? '' : ';'}${lineEnd}ALTER SEQUENCE ${sequence} OWNED BY ${owner};`,
    },
  ];
}

function setDefault(
  { statement }: FixContext,
  { range, column }: AddColumn,
  expression: string,
): StatementEdit {
  const name = statement.reading.text.slice(column.name.range.start, column.name.range.end);
  return {
    range: { start: range.end, end: range.end },
    newText: `, ALTER COLUMN ${name} SET DEFAULT ${expression}`,
  };
}

/** The migrations that follow: filling, and for NOT NULL a check that is validated before it. */
function later(
  context: FixContext,
  change: AddColumn,
  prefix: string,
  key: readonly string[],
): readonly NewMigration[] {
  const { before, statement } = context;
  const { text } = statement.reading;
  const { column, table } = change;
  const name = text.slice(column.name.range.start, column.name.range.end);
  const known = findTable(before, table);
  const stem = `evolens_fill_${table.name}_${column.name.name}`;
  const fill = fillInBatches({
    key,
    table: qualified(table.schema, table.name, 'postgres'),
    checkpoint: qualified(table.schema, limited(stem, '', 'postgres'), 'postgres'),
    set: `${name} = DEFAULT`,
    needed: `${name} IS NULL`,
  });
  const words = `${table.name} ${column.name.name}`;
  const filling: NewMigration = {
    words: `fill ${words}`,
    statements: [fill.trimEnd()],
    frame: 'no-transaction',
  };
  const required = column.notNull !== null || column.autoIncrement || column.identity !== null;
  if (!required || known === null) return [filling];
  const check = quote(chooseConstraintName(before, known, [column.name.name], 'not_null_check'), 'postgres');
  return [
    filling,
    {
      words: `check ${words}`,
      statements: [`${prefix} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID;`],
      frame: 'transaction',
    },
    {
      words: `set ${words} not null`,
      statements: [
        `${prefix} VALIDATE CONSTRAINT ${check};`,
        `${prefix} ALTER COLUMN ${name} SET NOT NULL;`,
        `${prefix} DROP CONSTRAINT ${check};`,
        ...asIdentity(change, prefix, name),
      ],
      frame: 'transaction',
    },
  ];
}

/** The column takes over the numbers of the sequence that filled it, and becomes what it was to be. */
function asIdentity(change: AddColumn, prefix: string, name: string): readonly string[] {
  const { column, table } = change;
  if (column.identity === null) return [];
  const always = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  const sequence = qualified(table.schema, sequenceOf(change), 'postgres');
  const own = `pg_get_serial_sequence(${text(qualified(table.schema, table.name, 'postgres'))}, ${text(column.name.name)})`;
  return [
    // Else pg_get_serial_sequence would find the sequence that goes.
    `ALTER SEQUENCE ${sequence} OWNED BY NONE;`,
    `${prefix} ALTER COLUMN ${name} DROP DEFAULT, ALTER COLUMN ${name} ADD GENERATED ${always} AS IDENTITY;`,
    `SELECT setval(${own}, nextval(${text(sequence)}), false);`,
    `DROP SEQUENCE ${sequence};`,
  ];
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Something in this migration or at its end goes on with the column. */
function isNamedLater(
  { migration, index, changeIndex, statement, final }: FixContext,
  change: AddColumn,
): boolean {
  const name = change.column.name.name;
  const rest = migration.script.statements.slice(index + 1).map((one) => one.reading.text);
  const own = statement.reading.changes
    .slice(changeIndex + 1)
    .map((one) => statement.reading.text.slice(one.range.start, one.range.end));
  return (
    findColumn(final, change.table, name) === null || [...rest, ...own].some((text) => text.includes(name))
  );
}
