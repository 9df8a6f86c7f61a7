import type { Fix } from '../../model/finding';
import { storedWord } from '../../sql/edits/generated-clause';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';

/** STORED becomes VIRTUAL where the server has virtual columns: nothing is written, and reading computes the value. */
export function makeVirtual(context: FixContext): readonly Fix[] {
  const { change, statement, history } = context;
  const { dialect, version } = history.target;
  if (change.kind !== 'add-column' || (dialect === 'postgres' && version < 18)) return [];
  const word = storedWord(statement.reading, change.column.range, dialect);
  if (word === null) return [];
  const written = statement.reading.text.slice(word.start, word.end);
  const newText = written === written.toLowerCase() ? 'virtual' : 'VIRTUAL';
  return [
    {
      title: `Make ${change.column.name.name} VIRTUAL, computed when it is read`,
      kind: 'review',
      edits: inFile(context, [{ range: word, newText }]),
    },
  ];
}
