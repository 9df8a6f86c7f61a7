import type { Fix } from '../../model/finding';
import { qualifierOf } from '../../sql/edits/qualifier';
import { sliceOf } from '../../sql/edits/statement-edit';
import type { FixContext } from '../rule';
import { transactionOf } from './transaction';

/**
 * DROP INDEX CONCURRENTLY IF EXISTS before CREATE INDEX CONCURRENTLY IF NOT EXISTS. Only where each statement commits
 * by itself, and not where the runner sends a file as one query: a second statement would make that a transaction.
 */
export function dropInvalidFirst(context: FixContext): readonly Fix[] {
  const { change, migration, statement } = context;
  const { reading } = statement;
  // In code both statements would stand in one string, and be one transaction.
  if (change.kind !== 'create-index' || change.index.name === null || migration.embedding !== null) return [];
  if (reading.reader !== 'libpg-query' || !/^CREATE (?:UNIQUE )?INDEX/.test(reading.keyword)) return [];
  if (transactionOf(context).runs === 'yes' || migration.transaction === 'single-query') return [];
  const name = sliceOf(reading, change.index.name.range);
  const schema = qualifierOf(sliceOf(reading, change.table.range));
  const isLower = reading.text.startsWith('create');
  const words = isLower ? 'drop index concurrently if exists' : 'DROP INDEX CONCURRENTLY IF EXISTS';
  const lineEnd = migration.script.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    {
      title: 'Drop what a failed build left before building the index',
      kind: 'review',
      edits: [
        {
          file: migration.file,
          range: { start: statement.start, end: statement.start },
          newText: `${words} ${schema}${name};${lineEnd}`,
        },
      ],
    },
  ];
}
