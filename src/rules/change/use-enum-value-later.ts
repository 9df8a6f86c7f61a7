import type { Fix } from '../../model/finding';
import type { FixContext } from '../rule';
import { followingMigrations } from './following-migration';
import { transactionOf } from './transaction';
import { wholeStatement } from './whole-statement';

/**
 * What uses a new enum value, and everything after it, moves to a following migration. `firstUse` is the index of
 * the statement. Not offered where other migrations follow already, or the file has transactions of its own.
 */
export function useEnumValueLater(context: FixContext, firstUse: number | null): readonly Fix[] {
  const { change, history, migration } = context;
  const { script } = migration;
  if (change.kind !== 'add-enum-value' || firstUse === null || history.migrations.at(-1) !== migration)
    return [];
  const transaction = transactionOf(context);
  if (transaction.begunHere || !context.effects.transactional) return [];
  const [first, last] = [script.statements[firstUse], script.statements.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = wholeStatement(script, first).start;
  const moved = script.text.slice(from, last.next).trim();
  const created = followingMigrations(context, [
    {
      words: `use ${change.type.name} ${change.value}`,
      statements: [moved.endsWith(';') ? moved : `${moved};`],
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  return [
    {
      title: 'Move what uses the value, and what stands behind it, to a following migration',
      kind: 'safe',
      edits: [{ file: migration.file, range: { start: from, end: last.next }, newText: '' }, ...created],
    },
  ];
}
