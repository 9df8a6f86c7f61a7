import type { Fix } from '../../model/finding';
import type { ConstraintDefinition } from '../../model/schema-change';
import { chooseConstraintName } from '../../schema/generated-names';
import { findTable } from '../../schema/lookup';
import { withoutComments } from '../../sql/edits/key-parts';
import { removeInline } from '../../sql/edits/remove-inline';
import { sliceOf } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { deployedApart, followingMigrations } from './following-migration';

/**
 * The CHECK or REFERENCES of an added column becomes a constraint of its own, NOT VALID, in the same ALTER TABLE; a
 * following migration validates it. Every such constraint of the column goes the same way.
 */
export function constraintsApart(context: FixContext, type: 'check' | 'foreign-key'): readonly Fix[] {
  const { change, before, final, statement, history } = context;
  const prefix = alterTablePrefix(context);
  if (change.kind !== 'add-column' || change.ifNotExists || prefix === null) return [];
  const table = findTable(before, change.table);
  if (table === null || findTable(final, change.table) === null) return [];
  if (type === 'foreign-key' && table.partitionBy !== null && history.target.version < 18) return [];
  const wanted = change.column.constraints.filter(
    (one) => one.type === type && one.enforced && one.validated,
  );
  if (wanted.length === 0 || wanted.filter((one) => one.name === null).length > 1) return [];
  const { reading } = statement;
  const column = sliceOf(reading, change.column.name.range);
  const named = wanted.map((constraint) => ({ constraint, ...nameFor(context, constraint) }));
  const added = named.map(
    ({ constraint, written }) =>
      `, ADD CONSTRAINT ${written} ${definition(sliceOf(reading, constraint.range), column, type)} NOT VALID`,
  );
  const created = followingMigrations(context, [
    {
      words: `validate ${named.map(({ plain }) => plain).join(' ')}`,
      statements: named.map(({ written }) => `${prefix} VALIDATE CONSTRAINT ${written};`),
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  const edits = [
    ...wanted.flatMap((constraint) => removeInline(reading, constraint.range)),
    { range: { start: change.range.end, end: change.range.end }, newText: added.join('') },
  ];
  return [
    {
      title: `Add the ${type === 'check' ? 'check' : 'foreign key'} NOT VALID beside the column, and validate it in a following migration${deployedApart(context)}`,
      kind: 'safe',
      edits: inFile(context, edits).concat(created),
    },
  ];
}

/** `CHECK (…)` as it is; `REFERENCES …` with its column before it. */
function definition(text: string, column: string, type: 'check' | 'foreign-key'): string {
  const bare = withoutComments(text);
  const start = bare.search(type === 'check' ? /\bcheck\s*\(/i : /\breferences\b/i);
  return type === 'check' ? bare.slice(start) : `FOREIGN KEY (${column}) ${bare.slice(start)}`;
}

/** The written name, else the one Postgres would choose. */
function nameFor(
  { change, before, statement }: FixContext,
  { name, type, expression, columns }: ConstraintDefinition,
): { readonly plain: string; readonly written: string } {
  if (name !== null) return { plain: name.name, written: sliceOf(statement.reading, name.range) };
  const table = change.kind === 'add-column' ? findTable(before, change.table) : null;
  const named = type === 'check' ? [...new Set(expression?.columns ?? [])] : columns.map((one) => one.name);
  const plain =
    table === null
      ? ''
      : chooseConstraintName(
          before,
          table,
          type === 'check' && named.length !== 1 ? null : named,
          type === 'check' ? 'check' : 'fkey',
        );
  return { plain, written: quote(plain, 'postgres') };
}
