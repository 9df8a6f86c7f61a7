import { quote } from '../../../sql/identifiers';
import type { FrameworkName } from '../../../model/migration';
import type { ColumnSql } from '../column-sql';
import { withColumn } from '../expressions';
import { literal, qualified } from '../names';
import type { Refusal, StageFile } from '../recipe';
import type { RenamedColumn } from '../renamed-column';
import { mysqlBackfill } from './backfill';
import { mysqlNames, type MysqlNames } from './column-names';
import { dropMysqlTriggers, isBorrowed, mysqlTriggers, sharedDefault } from './column-triggers';
import { sameBytes } from './same-bytes';

/** The stages of a column rename as MySQL and MariaDB run them, or why there are none. */
export function mysqlColumnSql(facts: RenamedColumn, framework: FrameworkName): ColumnSql | Refusal {
  const names = mysqlNames(facts);
  const preset = sharedDefault(facts);
  const borrowed = isBorrowed(facts);
  if (borrowed && preset === null)
    return {
      refused: `A column of type ${facts.column.type?.text ?? ''} that is NOT NULL has no default that could stand in while a new version leaves it out.`,
    };
  if (facts.key === null)
    return {
      refused: 'The table has no unique key without NULL, so its rows cannot be gone through in batches.',
    };
  if (facts.touchedOnUpdate.includes(facts.from))
    return {
      refused:
        'The database itself sets the column whenever a row changes (ON UPDATE), and would set both columns apart.',
    };
  const script = (statements: readonly string[]): string => statements.map((one) => `${one};`).join('\n');
  const differing = `NOT ${sameBytes(facts, names.to, names.from)}`;
  const constraints = [...constraintsOf(facts, names), ...notNull(facts, names)];
  const oldDefault = (action: string): readonly string[] =>
    borrowed ? [`ALTER TABLE ${names.table} ALTER COLUMN ${names.from} ${action}`] : [];
  const newDefault = borrowed ? `, ALTER COLUMN ${names.to} DROP DEFAULT` : '';
  return {
    expand: script([
      ...addColumn(facts, names),
      ...oldDefault(`SET DEFAULT ${preset ?? ''}`),
      ...mysqlTriggers(facts, names),
    ]),
    expandRollback: `${script([...dropMysqlTriggers(names), ...oldDefault('DROP DEFAULT'), `ALTER TABLE ${names.table} DROP COLUMN ${names.to}`])}\n`,
    indexes: indexFiles(facts, names),
    backfill: mysqlBackfill(facts, names, facts.key, framework !== 'prisma'),
    verify: constraints.length === 0 ? null : `${script(constraints)}\n`,
    verifyRollback: '-- Nothing to undo: the constraints hold for both columns.\n',
    contract: `${script([
      ...guard(facts, names, differing),
      ...foreignKeyDrops(facts, names),
      ...dropOldIndexes(facts, names),
      ...dropMysqlTriggers(names),
      `ALTER TABLE ${names.table} DROP COLUMN ${names.from}${newDefault}`,
    ])}\n`,
    verification: `SELECT count(*) FROM ${names.table} WHERE ${differing}`,
  };
}

function definition(facts: RenamedColumn): string {
  const { type, collation } = facts.column;
  const text = type?.text ?? '';
  const set = type?.characterSet ?? null;
  const characters = set === null || /\b(character set|charset)\b/i.test(text) ? '' : ` CHARACTER SET ${set}`;
  return `${text}${characters}${collation === null || /\bcollate\b/i.test(text) ? '' : ` COLLATE ${collation}`}`;
}

/** The default apart from the column, so that rows that exist stay NULL until they are backfilled. */
function addColumn(facts: RenamedColumn, { table, to }: MysqlNames): readonly string[] {
  const preset = sharedDefault(facts);
  return [
    `ALTER TABLE ${table} ADD COLUMN ${to} ${definition(facts)} NULL`,
    ...(preset === null ? [] : [`ALTER TABLE ${table} ALTER COLUMN ${to} SET DEFAULT ${preset}`]),
  ];
}

function constraintsOf(facts: RenamedColumn, names: MysqlNames): readonly string[] {
  const { dialect } = facts;
  const renamed = (name: string): string =>
    quote(name.toLowerCase() === facts.from.toLowerCase() ? facts.to : name, dialect);
  return [
    ...facts.checks.map(
      (one) =>
        `ALTER TABLE ${names.table} ADD CONSTRAINT ${names.mirrored(one.name)} CHECK (${withColumn(one.expression?.text ?? '', facts.from, facts.to, dialect)})`,
    ),
    ...facts.foreignKeys.map((one) => {
      const target = one.references;
      const columns = (list: readonly string[]): string =>
        list.map((name) => quote(name, dialect)).join(', ');
      return (
        `ALTER TABLE ${names.table} ADD CONSTRAINT ${names.mirrored(one.name)} FOREIGN KEY (${one.columns.map(renamed).join(', ')})` +
        ` REFERENCES ${qualified(target?.schema ?? null, target?.table ?? '', dialect)} (${columns(target?.columns ?? [])})` +
        (target?.onDelete ? ` ON DELETE ${target.onDelete.toUpperCase()}` : '') +
        (target?.onUpdate ? ` ON UPDATE ${target.onUpdate.toUpperCase()}` : '')
      );
    }),
  ];
}

function notNull(facts: RenamedColumn, { table, to }: MysqlNames): readonly string[] {
  if (facts.column.nullable) return [];
  const preset = sharedDefault(facts);
  return [
    `ALTER TABLE ${table} MODIFY COLUMN ${to} ${definition(facts)} NOT NULL${preset === null ? '' : ` DEFAULT ${preset}`}`,
  ];
}

function indexFiles(facts: RenamedColumn, names: MysqlNames): readonly StageFile[] {
  return facts.indexes.map((index) => {
    const columns = index.columns.map((one) => {
      if (one.column === null) return withColumn(one.text, facts.from, facts.to, facts.dialect);
      const name = one.column.toLowerCase() === facts.from.toLowerCase() ? facts.to : one.column;
      return `${quote(name, facts.dialect)}${one.length === null ? '' : `(${one.length})`}${one.descending ? ' DESC' : ''}`;
    });
    const kind = index.unique
      ? 'UNIQUE '
      : /^(fulltext|spatial)$/.test(index.method)
        ? `${index.method.toUpperCase()} `
        : '';
    return {
      name: `index-${index.name}`,
      sql: `CREATE ${kind}INDEX ${names.mirrored(index.name)} ON ${names.table} (${columns.join(', ')});\n`,
    };
  });
}

/** Stops the file with an error while rows differ, because dropping the column would lose what only it holds; a CHECK raises where there is no procedure. */
function guard(facts: RenamedColumn, { table }: MysqlNames, differing: string): readonly string[] {
  const message = literal(`${facts.from} and ${facts.to} differ: run the backfill first`, facts.dialect);
  return [
    `CREATE TEMPORARY TABLE evolens_guard (differing INT NOT NULL CHECK (differing = 0)) COMMENT ${message}`,
    `INSERT INTO evolens_guard SELECT count(*) FROM ${table} WHERE ${differing}`,
    'DROP TEMPORARY TABLE evolens_guard',
  ];
}

/** The old column's foreign keys and checks, which MySQL and MariaDB do not drop with a column. */
function foreignKeyDrops(facts: RenamedColumn, { table }: MysqlNames): readonly string[] {
  return [
    ...facts.foreignKeys.map(
      (one) => `ALTER TABLE ${table} DROP FOREIGN KEY ${quote(one.name, facts.dialect)}`,
    ),
    ...facts.checks.map((one) => `ALTER TABLE ${table} DROP CONSTRAINT ${quote(one.name, facts.dialect)}`),
  ];
}

/**
 * Indexes of the old column go while the triggers still fill it: in between a new version leaves it out, and
 * its default, the same in every row, would break a unique index (seen on a MariaDB under load).
 */
function dropOldIndexes(facts: RenamedColumn, { table }: MysqlNames): readonly string[] {
  if (facts.indexes.length === 0) return [];
  const drops = facts.indexes.map((index) => `DROP INDEX ${quote(index.name, facts.dialect)}`);
  return [`ALTER TABLE ${table} ${drops.join(', ')}`];
}
