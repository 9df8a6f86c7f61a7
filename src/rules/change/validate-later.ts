import type { Fix } from '../../model/finding';
import { appendNotValid } from '../../sql/edits/append-not-valid';
import type { StatementEdit } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import { chooseConstraintName } from '../../schema/generated-names';
import { findConstraint, findTable } from '../../schema/lookup';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';
import { deployedApart, followingMigrations } from './following-migration';
import { alterTablePrefix } from './alter-table-prefix';

/** A foreign key or CHECK is added NOT VALID here and validated in a following migration. */
export function validateLater(context: FixContext): readonly Fix[] {
  const { change, statement } = context;
  if (change.kind !== 'add-constraint' || context.history.target.dialect !== 'postgres') return [];
  const prefix = alterTablePrefix(context);
  const name = constraintName(context);
  if (prefix === null || name === null || isRefused(context)) return [];
  const notValid = appendNotValid(statement.reading, change);
  if (notValid === null) return [];
  const edits: StatementEdit[] = [...name.edits, ...notValid];
  const created = followingMigrations(context, [
    {
      words: `validate ${name.plain}`,
      statements: [`${prefix} VALIDATE CONSTRAINT ${name.written};`],
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  return [
    {
      title: `Add the ${change.constraint.type === 'check' ? 'check' : 'foreign key'} NOT VALID, and validate it in a following migration${deployedApart(context)}`,
      kind: 'safe',
      edits: [...inFile(context, edits), ...created],
    },
  ];
}

interface ConstraintName {
  readonly plain: string;
  /** As SQL. */
  readonly written: string;
  /** Relative to the statement: writes the name down where there was none. */
  readonly edits: readonly StatementEdit[];
}

/** The written name, else the one Postgres would choose. */
function constraintName(context: FixContext): ConstraintName | null {
  const { change, before, statement } = context;
  if (change.kind !== 'add-constraint') return null;
  const { name, type, columns, range } = change.constraint;
  if (name !== null)
    return {
      plain: name.name,
      written: statement.reading.text.slice(name.range.start, name.range.end),
      edits: [],
    };
  const table = findTable(before, change.table);
  if (table === null) return null;
  const named = type === 'foreign-key' ? columns : columns.length === 1 ? columns : [];
  const plain = chooseConstraintName(
    before,
    table,
    named.length === 0 ? null : named.map((column) => column.name),
    type === 'foreign-key' ? 'fkey' : 'check',
  );
  const written = quote(plain, 'postgres');
  return {
    plain,
    written,
    edits: [{ range: { start: range.start, end: range.start }, newText: `CONSTRAINT ${written} ` }],
  };
}

/** Partitioned tables take no NOT VALID foreign key before Postgres 18; and a constraint gone later cannot be validated. */
function isRefused(context: FixContext): boolean {
  const { change, before, final, history } = context;
  if (change.kind !== 'add-constraint') return true;
  const partitioned = findTable(before, change.table)?.partitionBy != null;
  if (partitioned && change.constraint.type === 'foreign-key' && history.target.version < 18) return true;
  const { name } = change.constraint;
  return (
    findTable(final, change.table) === null ||
    (name !== null && findConstraint(final, change.table, name.name) === null)
  );
}
