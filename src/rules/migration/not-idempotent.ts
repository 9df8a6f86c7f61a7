import { transactionOf } from '../change/transaction';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const notIdempotent: MigrationRule = {
  meta: {
    id: 'not-idempotent',
    family: 'migration',
    title: 'A migration that can stop half way cannot be run again.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/sql-createtable.html (IF NOT EXISTS)'],
  },
  kinds: [
    'create-table',
    'add-column',
    'create-index',
    'drop-table',
    'drop-column',
    'drop-index',
    'drop-constraint',
    'create-object',
    'drop-object',
    'create-enum',
    'add-enum-value',
  ],

  check(context): readonly Draft[] {
    if (transactionOf(context).runs !== 'no' || context.migration.script.statements.length < 2) return [];
    if (isGuarded(context)) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: `${context.statement.reading.keyword} runs outside a transaction without IF EXISTS or IF NOT EXISTS.`,
          why: 'When a later statement of this file fails, what ran stays, and the next run stops here.',
          remedy: 'Add the guard, or let the runner run the file in a transaction.',
        },
      },
    ];
  },
};

function isGuarded({ change }: ChangeContext): boolean {
  if ('ifExists' in change) return change.ifExists;
  if ('ifNotExists' in change) return change.ifNotExists || ('replace' in change && change.replace);
  return false;
}
