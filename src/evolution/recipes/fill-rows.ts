import type { DraftStage, Ground, Refusal } from './recipe';
import { setOnUpdate } from './defined-columns';
import { keyOf, type EvolvingTable } from './evolving-table';
import { batchesOf as batchesOfMysql, fillInBatches as fillMysql } from './mysql/backfill';
import { batchesOf as batchesOfPostgres, fillInBatches as fillPostgres } from './postgres/backfill';
import type { RowBatches } from './row-batches';
import { fillBatch } from './sqlite/backfill';

/** What rows get that need it. `set` and `needed` are SQL over the columns of the table. */
export interface Filling {
  /** Tells it apart from other backfills of the table: part of the checkpoint's name. */
  readonly about: string;
  readonly set: string;
  readonly needed: string;
}

export type FilledRows = Pick<
  DraftStage,
  | 'statements'
  | 'frame'
  | 'batches'
  | 'application'
  | 'verification'
  | 'rollback'
  | 'rollbackNote'
  | 'rollbackFrame'
>;

/**
 * A backfill in the manner of the dialect: batches by key, each committed with a checkpoint, a pause between them, and
 * resumable. Refused where the rows of a table of MySQL or MariaDB cannot be gone through in order.
 */
export function fillRows(on: EvolvingTable, ground: Ground, filling: Filling): FilledRows | Refusal {
  const { dialect, sql } = on;
  const { batchRows, pauseMilliseconds } = ground.options;
  const key = keyOf(on, ground);
  const checkpoint = on.own(filling.about, '_checkpoint');
  const procedure = on.own(filling.about, '_backfill');
  const common = { table: sql, set: filling.set, needed: filling.needed, batchRows, pauseMilliseconds };
  const filled = (
    statements: readonly string[],
    rollback: readonly string[],
    batches: RowBatches | null,
  ): FilledRows => ({
    statements,
    batches,
    frame: 'no-transaction',
    application:
      'Nothing to do. Watch replication lag and latency while it runs; it can be stopped and started again.',
    verification: `SELECT count(*) FROM ${sql} WHERE ${filling.needed}`,
    rollback,
    rollbackNote: 'Stop it and drop its checkpoint. Rows that were filled keep their value.',
    rollbackFrame: 'no-transaction',
  });
  switch (dialect) {
    case 'postgres': {
      const batches = { ...common, key, checkpoint };
      return filled(
        [fillPostgres(batches).trim().replace(/;$/, '')],
        [`DROP TABLE IF EXISTS ${checkpoint}`],
        batchesOfPostgres(batches, on.table),
      );
    }
    case 'mysql':
    case 'mariadb': {
      if (key === null)
        return {
          refused:
            'The table has no unique key without NULL, so its rows cannot be gone through in batches: give it a primary key first (evolens plan add-primary-key).',
        };
      const untouched = setOnUpdate(on, ground);
      const batches = { ...common, dialect, key, checkpoint, procedure, untouched };
      return filled(
        fillMysql(batches),
        [`DROP PROCEDURE IF EXISTS ${procedure}`, `DROP TABLE IF EXISTS ${checkpoint}`],
        batchesOfMysql(batches, on.table),
      );
    }
    case 'sqlite':
      return {
        ...filled([fillBatch({ ...common, key: withoutRowid(on, ground) ? key : null })], [], null),
        application: `Each run fills ${String(batchRows)} rows: run the file again, with a pause, until the verification query counts none.`,
        rollbackNote: 'Stop running it. Rows that were filled keep their value.',
      };
  }
}

/** SQLite: the table was made WITHOUT ROWID. */
export function withoutRowid({ table }: EvolvingTable, ground: Ground): boolean {
  const migration = ground.history.migrations.find((one) => one.id === table.createdBy.migration);
  const text = migration?.script.statements[table.createdBy.statement]?.reading.text ?? '';
  return /\)[^()]*\bWITHOUT\s+ROWID\b[^()]*$/i.test(text);
}
