import type { ChangeContext, Draft } from '../rule';
import { circumstances, weighed } from './weight';
import { listed, lockWords, nameOf, sentences, whoUses } from './words';

/** A statement that writes tables and their indexes anew: VACUUM FULL and CLUSTER, by name or of all there are. */
export function writtenAnew(context: ChangeContext, statement: string, remedy: string): readonly Draft[] {
  const { change } = context;
  if (change.kind !== 'other' || change.what !== statement) return [];
  const tables = change.tables.filter((table) => !context.isNew(table));
  if (tables.length === 0 && change.tables.length > 0) return [];
  const lock = lockWords(context);
  return [
    {
      range: change.range,
      severity: weighed(context, tables, 'warning'),
      message: {
        what: `${statement} writes ${tables.length === 0 ? 'every table it covers' : listed(tables.map(nameOf))} and ${tables.length === 1 ? 'its' : 'their'} indexes anew.`,
        why: sentences(
          lock === ''
            ? 'Each table is locked against readers and writers until that is done.'
            : `The statement holds ${lock} until that is done.`,
          ...tables.map((table) => circumstances(context, table)),
          ...tables.map((table) => whoUses(context, table)),
        ),
        remedy,
      },
    },
  ];
}
