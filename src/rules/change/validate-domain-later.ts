import type { Fix } from '../../model/finding';
import { appendWords } from '../../sql/edits/append-words';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';
import { followingMigrations } from './following-migration';

/** A named constraint of a domain is added NOT VALID here and validated in a following migration. */
export function validateDomainLater(context: FixContext): readonly Fix[] {
  const { change, statement } = context;
  if (change.kind !== 'alter-domain' || statement.reading.reader !== 'libpg-query') return [];
  const name = /^ADD\s+CONSTRAINT\s+("(?:[^"]|"")+"|[\w$]+)/i.exec(change.text)?.[1];
  if (name === undefined) return [];
  const { text } = statement.reading;
  const domain = text.slice(change.type.range.start, change.type.range.end);
  const created = followingMigrations(context, [
    {
      words: `validate ${name.replaceAll('"', '')}`,
      statements: [`ALTER DOMAIN ${domain} VALIDATE CONSTRAINT ${name};`],
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  return [
    {
      title: 'Add the constraint NOT VALID, and validate it in a following migration',
      kind: 'safe',
      edits: [...inFile(context, appendWords(statement.reading, 'NOT VALID')), ...created],
    },
  ];
}
