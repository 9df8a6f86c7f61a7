import { droppedConstraint } from '../change/dropped-constraint';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import { growsWithTable } from '../../schema/effects/describe';
import type { Draft, MigrationRule } from '../rule';

export const dropPrimaryKey: MigrationRule = {
  meta: {
    id: 'drop-primary-key',
    family: 'migration',
    title: 'A primary key is dropped and not replaced.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-primary-key-operations',
      'https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY',
    ],
  },
  kinds: ['drop-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    const dropped = droppedConstraint(context);
    if (change.kind !== 'drop-constraint' || dropped?.type !== 'primary-key') return [];
    const postgres = context.history.target.dialect === 'postgres';
    const lock = lockWords(context);
    const long = context.effects.effects.some(growsWithTable);
    return [
      {
        range: change.range,
        message: {
          what: `The primary key of ${nameOf(change.table)} is dropped, and this ${postgres ? 'migration' : 'statement'} adds no other.`,
          why: sentences(
            postgres
              ? 'Rows can be twice there, upserts that name the key fail, and logical replication refuses every UPDATE and DELETE of the table.'
              : 'Rows can be twice there, upserts insert in place of updating, and row-based replication searches the whole table for each row.',
            long ? 'Every row is written anew.' : '',
            lock === '' ? '' : `The statement takes ${lock}${long ? ' until that is done' : ''}.`,
            whoUses(context, change.table),
          ),
          remedy: postgres
            ? 'Build a unique index for the new key with CONCURRENTLY, then drop the old key and ADD PRIMARY KEY USING INDEX in one ALTER TABLE.'
            : 'Drop the key and add the new one in the same ALTER TABLE.',
        },
      },
    ];
  },
};
