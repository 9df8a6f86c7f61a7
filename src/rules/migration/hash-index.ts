import { replaceMethod } from '../../sql/edits/replace-method';
import { inFile } from '../change/edits-in-file';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const hashIndex: MigrationRule = {
  meta: {
    id: 'hash-index',
    family: 'migration',
    title: 'A hash index is created on a Postgres before 10, where it does not survive a crash.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/9.6/indexes-types.html',
      'https://www.postgresql.org/docs/release/10.0/',
    ],
  },
  kinds: ['create-index'],

  check({ change, history }): readonly Draft[] {
    if (change.kind !== 'create-index' || change.index.method !== 'hash' || history.target.version >= 10)
      return [];
    if (change.index.columns.length === 0) return [];
    return [
      {
        range: change.range,
        message: {
          what: `${change.index.name === null ? 'An index' : `Index ${change.index.name.name}`} on ${nameOf(change.table)} is a hash index.`,
          why: 'Before Postgres 10 hash indexes are not written to the log: they are wrong after a crash, are not replicated, and are slower than btree.',
          remedy: 'Use btree, which serves equality as well.',
        },
      },
    ];
  },

  fixes(context) {
    const { change, statement } = context;
    const edits = change.kind === 'create-index' ? replaceMethod(statement.reading, change, 'btree') : null;
    return edits === null ? [] : [{ title: 'Use btree', kind: 'safe', edits: inFile(context, edits) }];
  },
};
