import type { Fix } from '../../model/finding';
import { appendWords } from '../../sql/edits/append-words';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';

/**
 * ALGORITHM=INPLACE, LOCK=NONE at the end of a statement of MySQL or MariaDB that does without more: what it does
 * stays the same, and a server that would have to copy fails instead. None where the statement asks for something
 * already, or needs a copy or a stronger lock, which the words would turn into a failure.
 */
export function askForOnline(context: FixContext): readonly Fix[] {
  const { change, statement, migration, siblings, index } = context;
  if (change.requested?.algorithm != null || change.requested?.lock != null) return [];
  if (migration.embedding !== null || context.changeIndex !== 0) return [];
  const own = siblings.filter((sibling) => sibling.statement === index);
  if (own.length !== 1 || !context.effects.effects.every(({ algorithm, lock }) => isOnline(algorithm, lock)))
    return [];
  const isIndex = /^(?:CREATE|DROP)\b/i.test(statement.reading.keyword);
  const { dialect } = context.history.target;
  const words = isIndex ? 'ALGORITHM=INPLACE LOCK=NONE' : 'ALGORITHM=INPLACE, LOCK=NONE';
  const edits = appendWords(statement.reading, words, { asAction: !isIndex, dialect });
  const isRun = context.effects.effects.every(({ proof }) => proof === 'measured');
  return [
    {
      title: `Say that it must not block: ${words}`,
      kind: isRun ? 'safe' : 'review',
      edits: inFile(context, edits),
    },
  ];
}

function isOnline(algorithm: string | null, lock: string | null): boolean {
  return algorithm === null || (algorithm !== 'COPY' && lock === 'NONE');
}
