import type { Fix } from '../../model/finding';
import type { Identifier } from '../../model/schema-change';
import { findColumn } from '../../schema/lookup';
import { replaceAction } from '../../sql/edits/replace-action';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';
import { deployedApart, followingMigrations } from './following-migration';
import { nullsToProve, writtenColumns, type NullProof } from './null-proof';
import { siblingEffects } from './held-locks';

/**
 * SET NOT NULL becomes CHECK (c IS NOT NULL) NOT VALID; a following migration validates it without holding
 * up writers, sets NOT NULL, which then needs no scan, and drops the check. Every column that the same statement makes
 * NOT NULL with a scan goes the same way.
 */
export function nullsByCheck(context: FixContext): readonly Fix[] {
  const { change, final, statement } = context;
  if (change.kind !== 'set-not-null' || context.history.target.version < 12) return [];
  const actions = scanningActions(context);
  if (actions.some(({ column }) => isKeyed(context, column))) return [];
  if (actions.some(({ column }) => findColumn(final, change.table, column.name) === null)) return [];
  const proof = nullsToProve(
    context,
    change.table,
    writtenColumns(
      context,
      actions.map(({ column }) => column),
    ),
  );
  if (proof === null || proof.addActions.length !== actions.length) return [];
  const created = followingMigrations(context, [
    { words: wordsFor(change.table.name, actions), statements: statementsOf(proof), frame: 'transaction' },
  ]);
  if (created === null) return [];
  const edits = actions.flatMap(({ range }, at) =>
    replaceAction(statement.reading, range, proof.addActions[at] ?? ''),
  );
  return [
    {
      title: `NOT NULL by validated check across two migrations${deployedApart(context)}`,
      kind: 'safe',
      edits: [...inFile(context, edits), ...created],
    },
  ];
}

/** SET NOT NULL of this statement, on the same table, as far as each reads every row. */
function scanningActions(context: FixContext) {
  return context.siblings.flatMap((sibling) =>
    sibling.statement === context.index &&
    sibling.change.kind === 'set-not-null' &&
    siblingEffects(context, sibling).effects.some((effect) => effect.scan)
      ? [sibling.change]
      : [],
  );
}

function statementsOf(proof: NullProof): readonly string[] {
  return [...proof.validate, ...proof.setNotNull, ...proof.dropChecks];
}

function wordsFor(table: string, actions: readonly { readonly column: Identifier }[]): string {
  const [first] = actions;
  return actions.length === 1 && first !== undefined
    ? `set ${table} ${first.column.name} not null`
    : `set ${table} columns not null`;
}

/** The same migration goes on to need NOT NULL itself: a primary key or an identity on the column. */
function isKeyed({ migration, index }: FixContext, column: Identifier): boolean {
  const later = migration.script.statements.slice(index).flatMap((statement) => statement.reading.changes);
  return later.some(
    (one) =>
      (one.kind === 'set-identity' && one.column.name === column.name) ||
      (one.kind === 'add-constraint' && one.constraint.type === 'primary-key'),
  );
}
