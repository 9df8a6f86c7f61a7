import { constraintsApart } from '../change/constraint-apart';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addColumnCheck: MigrationRule = {
  meta: {
    id: 'add-column-check',
    family: 'migration',
    title: 'A column is added with a CHECK, which is tested against every row even when all are NULL.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: ACCESS EXCLUSIVE and verifying table',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-column' || context.isNew(change.table)) return [];
    const checks = change.column.constraints.some(
      (one) => one.type === 'check' && one.enforced && one.expression !== null,
    );
    // Where the table is written anew, that is the finding, and the CHECK costs nothing more.
    const reads = context.effects.effects.some((effect) => effect.scan && !effect.rewrite);
    if (!checks || !reads) return [];
    const lock = lockWords(context);
    const { name } = change.column.name;
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `Column ${name} is added to ${nameOf(change.table)} with a CHECK, and every row is read to test it.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock} until the last row is read.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: `Add ${name} without it and the CHECK beside it NOT VALID; VALIDATE it in a following migration, under a lock that lets writers through.`,
        },
      },
    ];
  },

  fixes: (context) => constraintsApart(context, 'check'),
};
