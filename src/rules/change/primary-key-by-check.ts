import type { Fix } from '../../model/finding';
import { findConstraint, findTable, sameName } from '../../schema/lookup';
import { replaceAction } from '../../sql/edits/replace-action';
import { sliceOf } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { deployedApart, followingMigrations } from './following-migration';
import { isKeyNeededBefore } from './index-needed';
import { nullsToProve } from './null-proof';

/** PRIMARY KEY USING INDEX waits until checks added here have proved, in a following migration, that no key is NULL. */
export function primaryKeyByCheck(context: FixContext): readonly Fix[] {
  const { change, before, final, statement, history } = context;
  const prefix = alterTablePrefix(context);
  if (change.kind !== 'add-constraint' || prefix === null || history.target.version < 12) return [];
  const { usingIndex, name } = change.constraint;
  const table = findTable(before, change.table);
  const index = table?.indexes.find(
    (one) => usingIndex !== null && sameName('postgres', one.name, usingIndex.name),
  );
  if (index === undefined || usingIndex === null) return [];
  const key = name?.name ?? usingIndex.name;
  if (findConstraint(final, change.table, key) === null || isKeyNeededBefore(context, key)) return [];
  const columns = index.columns.flatMap(({ column }) =>
    column === null ? [] : [{ name: column, written: quote(column, 'postgres') }],
  );
  const proof = nullsToProve(context, change.table, columns);
  if (proof === null) return [];
  const created = followingMigrations(context, [
    {
      words: `add ${key} to ${change.table.name}`,
      statements: [
        ...proof.validate,
        ...proof.setNotNull,
        `${prefix} ${sliceOf(statement.reading, change.range)};`,
        ...proof.dropChecks,
      ],
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  const edits = replaceAction(statement.reading, change.range, proof.addActions.join(', '));
  return [
    {
      title: `Prove by a validated check that no key is NULL, and add the primary key in a following migration${deployedApart(context)}`,
      kind: 'safe',
      edits: [...inFile(context, edits), ...created],
    },
  ];
}
