import type { Fix } from '../../model/finding';
import { removeCascade } from '../../sql/edits/remove-cascade';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';
import { takenAlong } from './taken-along';

/** What CASCADE would take along is dropped by name before, and CASCADE goes. Not offered where the history cannot name it all. */
export function dropByName(context: FixContext): readonly Fix[] {
  const { change, migration, statement } = context;
  if (!('cascade' in change) || !change.cascade || statement.reading.reader !== 'libpg-query') return [];
  // One CASCADE may stand for several names, and what goes with each is only known one by one.
  if (statement.reading.keyword.startsWith('DROP') && statement.reading.changes.length !== 1) return [];
  const along = takenAlong(context);
  const drops = along.map((one) => one.statement);
  const cut = removeCascade(statement.reading, change.range);
  if (cut === null || drops.includes(null)) return [];
  const { start } = statement;
  const lineEnd = migration.script.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    {
      title:
        along.length === 0 ? 'Leave CASCADE out' : 'Drop by name what depends on it, and leave CASCADE out',
      kind: 'review',
      edits: [
        ...(along.length === 0
          ? []
          : [
              {
                file: migration.file,
                range: { start, end: start },
                newText: drops.map((drop) => `${drop ?? ''};${lineEnd}`).join(''),
              },
            ]),
        ...inFile(context, cut),
      ],
    },
  ];
}
