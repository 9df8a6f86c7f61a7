import type { Dialect } from '../../model/dialect';
import type { ChangeOf } from '../../model/schema-change';
import { functionHead, viewColumns } from '../../sql/object-contract';
import { latestDefinition, type Definition } from '../change/object-definition';
import { listed, lockWords, nameOf, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const replaceObjectContract: MigrationRule = {
  meta: {
    id: 'replace-object-contract',
    family: 'migration',
    title: 'A view or function is replaced by one that its clients do not know.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-createview.html',
      'https://www.postgresql.org/docs/current/sql-createfunction.html',
      'measured: CREATE OR REPLACE VIEW takes ACCESS EXCLUSIVE on the view',
    ],
  },
  kinds: ['create-object'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-object') return [];
    const old = latestDefinition(context, change.object, change.name, 'migration');
    if (old === null) return [];
    const { dialect } = context.before;
    const difference =
      change.object === 'view' || change.object === 'materialized-view'
        ? lostColumns(context, old, dialect)
        : change.object === 'function' || change.object === 'procedure'
          ? otherHead(context, old, change, dialect)
          : null;
    if (difference === null) return [];
    const lock = lockWords(context);
    const place = context.placeOf(old);
    return [
      {
        range: change.range,
        evidence: place === null ? [] : [{ ...place, message: 'The form that clients know is made here.' }],
        message: {
          what: `${words[change.object] ?? 'Object'} ${nameOf(change.name)} is replaced, and ${difference}.`,
          why: sentences(
            'Clients that rely on the old form fail or get something else from then on.',
            lock === '' ? '' : `The statement takes ${lock}, though briefly.`,
          ),
          remedy:
            'Make the new form under a new name, move the clients over, and drop the old one when nothing names it.',
        },
      },
    ];
  },
};

const words: Readonly<Partial<Record<ChangeOf<'create-object'>['object'], string>>> = {
  view: 'View',
  'materialized-view': 'Materialised view',
  function: 'Function',
  procedure: 'Procedure',
};

function lostColumns({ statement }: ChangeContext, old: Definition, dialect: Dialect): string | null {
  const before = viewColumns(old.text, dialect);
  const after = viewColumns(statement.reading.text, dialect);
  if (before === null || after === null || after.includes('*')) return null;
  const lost = before.filter((column) => column !== '*' && !after.includes(column));
  return lost.length === 0 ? null : `no longer has ${listed(lost)}`;
}

function otherHead(
  { statement }: ChangeContext,
  old: Definition,
  change: ChangeOf<'create-object'>,
  dialect: Dialect,
): string | null {
  const before = functionHead(old.text, dialect);
  const after = functionHead(statement.reading.text, dialect);
  if (before === null || after === null || before === after) return null;
  const isOther = old.change.signature !== undefined && old.change.signature !== change.signature;
  return isOther && dialect === 'postgres' && change.replace
    ? 'takes other arguments, so the old form stays beside it under the same name'
    : 'takes other arguments or returns something else';
}
