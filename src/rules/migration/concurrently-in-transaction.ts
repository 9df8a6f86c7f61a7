import type { SchemaChange } from '../../model/schema-change';
import { concurrently } from '../change/index-concurrently';
import { transactionOf } from '../change/transaction';
import { sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const concurrentlyInTransaction: MigrationRule = {
  meta: {
    id: 'concurrently-in-transaction',
    family: 'migration',
    title: 'CONCURRENTLY is used inside a transaction, where Postgres refuses it.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
      'measured: CREATE INDEX CONCURRENTLY cannot run inside a transaction block',
    ],
  },
  kinds: ['create-index', 'drop-index', 'reindex', 'detach-partition'],

  check(context): readonly Draft[] {
    const { change, migration } = context;
    if (!('concurrently' in change) || !change.concurrently || context.effects.transactional) return [];
    const { runs } = transactionOf(context);
    if (runs === 'no' || isHalfTyped(change)) return [];
    // Whoever writes CONCURRENTLY alone into a file of an unknown runner has most likely seen to it.
    if (runs === 'unknown' && migration.script.statements.length === 1) return [];
    const certain = runs === 'yes';
    return [
      {
        range: change.range,
        ...(certain ? {} : { severity: 'info' as const, confidence: 'low' as const }),
        message: {
          what: `${statementName(change)} CONCURRENTLY ${certain ? 'runs inside a transaction' : 'may run inside a transaction'}.`,
          why: sentences(
            certain ? whyInside(context) : 'Whether the runner opens one around this file is not known.',
            'Postgres refuses the statement there, and the migration fails.',
          ),
          remedy:
            'Put the statement into a migration of its own, and tell the runner to run that one outside a transaction.',
        },
      },
    ];
  },

  fixes: concurrently,
};

function isHalfTyped(change: SchemaChange): boolean {
  return change.kind === 'create-index' && change.index.columns.length === 0;
}

function statementName(change: SchemaChange): string {
  switch (change.kind) {
    case 'create-index':
      return 'CREATE INDEX';
    case 'drop-index':
      return 'DROP INDEX';
    case 'reindex':
      return 'REINDEX';
    default:
      return 'DETACH PARTITION';
  }
}

function whyInside(context: ChangeContext): string {
  if (transactionOf(context).begunHere) return 'The file says BEGIN before it.';
  return context.migration.transaction === 'single-query'
    ? 'The runner sends the whole file as one query, and several statements of one query are one transaction.'
    : 'The runner opens a transaction around the file.';
}
