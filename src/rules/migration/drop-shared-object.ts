import type { ObjectKind } from '../../model/schema-change';
import { comesBack, droppedObject, type DroppedObject } from '../change/dropped-object';
import { isLeftByRename } from '../change/left-by-rename';
import { definitionText } from '../change/object-definition';
import { transactionOf } from '../change/transaction';
import { lockWords, nameOf, releasedVersion, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropSharedObject: MigrationRule = {
  meta: {
    id: 'drop-shared-object',
    family: 'migration',
    title: 'A view, function, type, sequence or extension is dropped that others may use.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-dropview.html',
      'https://www.postgresql.org/docs/current/sql-dropfunction.html',
    ],
  },
  kinds: ['drop-object', 'drop-type'],

  check(context): readonly Draft[] {
    const { change } = context;
    const dropped = droppedObject(context);
    if (dropped === null || !shared.has(dropped.kind)) return [];
    const back = comesBack(context, dropped);
    if (back && transactionOf(context).runs !== 'no') return [];
    const lock = lockWords(context);
    const name = `${words[dropped.kind] ?? dropped.kind} ${nameOf(dropped.name)}`;
    return [
      {
        range: change.range,
        ...(back || isHarmless(context, dropped) ? { severity: 'info' as const } : {}),
        message: {
          what: `${name.charAt(0).toUpperCase()}${name.slice(1)} is dropped${back ? ' and made again in a transaction of its own' : ''}.`,
          why: sentences(
            back
              ? 'Whoever asks for it in between fails.'
              : change.kind === 'drop-type' && !change.cascade
                ? 'No column can have it any more, else the statement fails; what still casts to it fails from then on.'
                : `${releasedVersion(context).replace(/^t/, 'T')} and every other client that names it fail from then on.`,
            lock === '' ? '' : `The statement takes ${lock}, though briefly.`,
          ),
          remedy: back
            ? 'Put both statements into one transaction.'
            : 'Make the replacement under a new name, move the clients over, and drop the old one when nothing names it.',
        },
      },
    ];
  },
};

const shared: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'view',
  'materialized-view',
  'function',
  'procedure',
  'type',
  'sequence',
  'extension',
]);

const words: Readonly<Partial<Record<ObjectKind, string>>> = { 'materialized-view': 'materialised view' };

/**
 * No client can be using it in the usual way: a type that no column has (else the statement fails), a function
 * that only triggers can call, the view that a rename left behind and that was to go, something that IF EXISTS
 * names and the history does not know.
 */
function isHarmless(context: ChangeContext, { kind, name, known }: DroppedObject): boolean {
  const { change } = context;
  if (!known && 'ifExists' in change && change.ifExists) return true;
  // One that the history never made belongs to a serial column, and goes with its default.
  if (kind === 'sequence' && !known) return true;
  if (change.kind === 'drop-type') return !change.cascade;
  if (kind === 'view' && isLeftByRename(context, name)) return true;
  return (
    kind === 'function' && /\bRETURNS\s+(?:EVENT_)?TRIGGER\b/i.test(definitionText(context, kind, name) ?? '')
  );
}
