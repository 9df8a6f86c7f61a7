import { findTable } from '../../schema/lookup';
import { droppedObject } from '../change/dropped-object';
import { takenAlong } from '../change/taken-along';
import { listed, lockWords, nameOf, sentences } from '../change/words';
import { dropByName } from '../change/drop-by-name';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropCascade: MigrationRule = {
  meta: {
    id: 'drop-cascade',
    family: 'migration',
    title: 'A DROP with CASCADE takes along whatever depends on the object.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'review',
    sources: ['https://www.postgresql.org/docs/current/ddl-depend.html'],
  },
  kinds: ['drop-table', 'drop-column', 'drop-constraint', 'drop-index', 'drop-type', 'drop-object'],

  check(context): readonly Draft[] {
    const { change } = context;
    const subject = cascading(context);
    if (subject === null) return [];
    const along = takenAlong(context);
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        ...(along.length > 0 ? {} : { severity: subject.known ? ('info' as const) : ('warning' as const) }),
        evidence: along.slice(0, 10).flatMap(({ words, createdBy }) => {
          const place = context.placeOf(createdBy);
          return place === null ? [] : [{ ...place, message: `The ${words} is made here, and goes.` }];
        }),
        message: {
          what:
            along.length > 0
              ? `CASCADE drops ${listed(along.map((one) => one.words))} together with ${subject.words}.`
              : `CASCADE drops whatever depends on ${subject.words}.`,
          why: sentences(
            along.length > 0
              ? 'None of them is named in the statement, and on the server there may be more than the history shows.'
              : 'The history shows nothing of that kind, but the server may hold more than the history does.',
            lock === '' || along.length === 0 ? '' : `The statement takes ${lock}.`,
          ),
          remedy:
            'Drop what depends on it by name first, and leave CASCADE out: then the statement fails in place of dropping what nobody meant.',
        },
      },
    ];
  },

  fixes: dropByName,
};

interface Subject {
  readonly words: string;
  /** The history shows the object, so it would show most of what depends on it. */
  readonly known: boolean;
}

function cascading(context: ChangeContext): Subject | null {
  const { change, before } = context;
  if (!('cascade' in change) || !change.cascade) return null;
  if ('table' in change && change.table !== null && context.isNew(change.table)) return null;
  switch (change.kind) {
    case 'drop-table':
      return { words: `table ${nameOf(change.table)}`, known: findTable(before, change.table) !== null };
    case 'drop-column':
      return {
        words: `column ${change.column.name} of ${nameOf(change.table)}`,
        known: findTable(before, change.table) !== null,
      };
    case 'drop-constraint':
      return {
        words: `constraint ${change.constraint?.name ?? ''} of ${nameOf(change.table)}`,
        known: findTable(before, change.table) !== null,
      };
    case 'drop-index':
      return { words: `index ${nameOf(change.index)}`, known: false };
    default: {
      const object = droppedObject(context);
      return object === null
        ? null
        : { words: `${object.kind.replace('-', ' ')} ${nameOf(object.name)}`, known: object.known };
    }
  }
}
