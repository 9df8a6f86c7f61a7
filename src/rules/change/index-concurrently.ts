import type { Fix } from '../../model/finding';
import type { ChangeOf } from '../../model/schema-change';
import { insertConcurrently } from '../../sql/edits/insert-concurrently';
import { applyEdits } from '../../sql/edits/statement-edit';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';
import { followingMigrations } from './following-migration';
import { isNeededBefore } from './index-needed';
import { leaveTransaction } from './migration-frame';
import { isUnsureToLeave, kindOutside, outside } from './outside-transaction';
import { transactionOf } from './transaction';
import { wholeStatement } from './whole-statement';

type IndexChange = ChangeOf<'create-index' | 'drop-index' | 'reindex'>;

/**
 * CREATE INDEX, DROP INDEX and REINDEX with CONCURRENTLY, where it can run: in place where no transaction is around the
 * statement, else in a migration of its own. One that says CONCURRENTLY already is only taken out of its transaction.
 */
export function concurrently(context: FixContext): readonly Fix[] {
  const { change, history, migration, statement } = context;
  const { reading } = statement;
  if (change.kind !== 'create-index' && change.kind !== 'drop-index' && change.kind !== 'reindex') return [];
  if (reading.reader !== 'libpg-query' || reading.changes.length !== 1) return [];
  if (!/^(?:CREATE (?:UNIQUE )?INDEX|DROP INDEX|REINDEX)/.test(reading.keyword)) return [];
  const edits = change.concurrently ? [] : insertConcurrently(reading, change);
  if (edits === null) return [];
  const words = wordsFor(change);
  const { runs } = transactionOf(context);
  const alone = migration.script.statements.length === 1;
  if (runs === 'no' || (alone && isUnsureToLeave(context))) {
    if (change.concurrently) return [];
    const title = `${words.here}${outside(context)}`;
    return [{ title, kind: kindOutside(context), edits: inFile(context, edits) }];
  }
  if (!alone) return moved(context, change, applyEdits(reading.text, edits));
  const leave = leaveTransaction(history, migration, context.statement.start);
  if (leave === null) return [];
  return [
    {
      title: `${words.here}, outside a transaction`,
      kind: 'safe',
      edits: [leave, ...inFile(context, edits)],
    },
  ];
}

interface Words {
  readonly here: string;
  readonly moved: string;
  /** What the new migration is called. */
  readonly slug: string;
}

function wordsFor(change: IndexChange): Words {
  switch (change.kind) {
    case 'create-index':
      return {
        here: change.concurrently ? 'Run the statement' : 'Build the index with CONCURRENTLY',
        moved: change.concurrently
          ? 'Move the index to a following migration of its own'
          : 'Move the index to a following migration of its own, built with CONCURRENTLY',
        slug: `create ${change.index.name?.name ?? `${change.table.name} index`} concurrently`,
      };
    case 'drop-index':
      return {
        here: change.concurrently ? 'Run the statement' : 'Drop the index with CONCURRENTLY',
        moved: 'Drop the index in a following migration of its own, with CONCURRENTLY',
        slug: `drop ${change.index.name} concurrently`,
      };
    case 'reindex':
      return {
        here: change.concurrently ? 'Run the statement' : 'Rebuild with CONCURRENTLY',
        moved: 'Rebuild in a following migration of its own, with CONCURRENTLY',
        slug: `reindex ${change.name?.name ?? change.target} concurrently`,
      };
  }
}

function moved(context: FixContext, change: IndexChange, sql: string): readonly Fix[] {
  if (isNeededBefore(context, change)) return [];
  const { migration, statement } = context;
  const whole = wholeStatement(migration.script, statement);
  const comments = migration.script.text.slice(whole.start, statement.start).trimStart();
  const words = wordsFor(change);
  const created = followingMigrations(context, [
    { words: words.slug, statements: [`${comments}${sql};`], frame: 'no-transaction' },
  ]);
  if (created === null) return [];
  return [
    {
      title: `${words.moved}${outside(context)}`,
      kind: kindOutside(context),
      edits: [{ file: migration.file, range: whole, newText: '' }, ...created],
    },
  ];
}
