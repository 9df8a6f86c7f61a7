import type { Table } from '../../../model/schema';
import { quote } from '../../../sql/identifiers';
import { rowBatches, type RowBatches } from '../row-batches';

/** What is filled: every row of the table that needs it, in batches. Names are written as SQL. */
export interface Batches {
  readonly dialect: 'mysql' | 'mariadb';
  /** Columns of a unique key without NULL, as the database has them: the table is gone through by it. */
  readonly key: readonly string[];
  readonly table: string;
  /** A table of ours that remembers where the batch begins and which key it ends before, and the procedure. */
  readonly checkpoint: string;
  readonly procedure: string;
  /** `column = expression`. */
  readonly set: string;
  /** True for a row that is not filled. */
  readonly needed: string;
  /** What fills the rows of a batch in place of an UPDATE of the table itself; `rows` is their condition. */
  readonly fill?: (rows: string) => string;
  /** Columns that the database would set itself whenever a row changes (ON UPDATE). */
  readonly untouched: readonly string[];
  readonly batchRows: number;
  readonly pauseMilliseconds: number;
}

/**
 * Statements, without terminator, with a procedure that goes through the table by key, leaves a checkpoint after each
 * batch and is dropped at its end. Interrupted, all of them can be run again. The mysql client needs DELIMITER around
 * CREATE PROCEDURE.
 */
export function fillInBatches(batches: Batches): readonly string[] {
  const { dialect, key, table, checkpoint, procedure, set, needed, batchRows } = batches;
  const pause = `DO SLEEP(${batches.pauseMilliseconds / 1000})`;
  const columns = key.map((name) => quote(name, dialect));
  // Keys of the checkpoint as subqueries: they are known before rows are read, so that a batch reads and locks its own
  // rows only. A join would read, and lock, all rows behind; a temporary table may be named but once in MySQL.
  const start = key.map((_, at) => `(SELECT key_${at + 1} FROM ${checkpoint} WHERE evolens_next = 0)`);
  const stop = key.map((_, at) => `(SELECT key_${at + 1} FROM ${checkpoint} WHERE evolens_next = 1)`);
  const listed = columns.join(', ');
  const touched = kept(batches);
  const fill =
    batches.fill ?? ((rows: string): string => `UPDATE ${table} SET ${set}${touched}\n          ${rows}`);
  // Takes all locks at once or none: who never waits while holding locks is part of no deadlock.
  const update = (upTo: string): string => {
    const rows = `WHERE ${compared(columns, start, '>', true)}${upTo} AND (${needed})`;
    return `SELECT COUNT(*) INTO evolens_found FROM ${table}\n        ${rows} FOR UPDATE${dialect === 'mysql' ? ' NOWAIT' : ''};
      IF evolens_failed = 0 THEN
        ${fill(rows)};
      END IF;`;
  };
  const create = `CREATE PROCEDURE ${procedure}()
BEGIN
  DECLARE evolens_more INT DEFAULT 1;
  DECLARE evolens_found INT DEFAULT 0;
  DECLARE evolens_failed INT DEFAULT 0;
  -- A batch that meets a lock gives way to the application and is tried again: lock wait, deadlock, NOWAIT.
  DECLARE CONTINUE HANDLER FOR 1205, 1213, 3572 SET evolens_failed = 1;${dialect === 'mariadb' ? '\n  -- NOWAIT for every lock: MariaDB does not know the word in procedures.\n  SET SESSION innodb_lock_wait_timeout = 0;' : ''}
  SELECT COUNT(*) INTO evolens_more FROM ${checkpoint} WHERE evolens_next = 0;
  IF evolens_more = 0 THEN
    REPEAT
      SET evolens_failed = 0;
      INSERT INTO ${checkpoint} SELECT 0, ${listed} FROM ${table} ORDER BY ${listed} LIMIT 1;
      IF evolens_failed = 1 THEN
        DO SLEEP(0.1);
      END IF;
    UNTIL evolens_failed = 0 END REPEAT;
    SELECT COUNT(*) INTO evolens_more FROM ${checkpoint} WHERE evolens_next = 0;
  END IF;
  WHILE evolens_more > 0 DO
    SET evolens_failed = 0;
    DELETE FROM ${checkpoint} WHERE evolens_next = 1;
    DROP TEMPORARY TABLE IF EXISTS evolens_next;
    CREATE TEMPORARY TABLE evolens_next AS SELECT ${listed} FROM ${table}
      WHERE ${compared(columns, start, '>', true)} ORDER BY ${listed} LIMIT ${batchRows}, 1;
    -- Reading the next key locks rows too, and gives way like the batch itself: then there is no such table.
    IF evolens_failed = 0 THEN
      INSERT INTO ${checkpoint} SELECT 1, ${listed} FROM evolens_next;
      SELECT COUNT(*) INTO evolens_more FROM ${checkpoint} WHERE evolens_next = 1;
      START TRANSACTION;
      IF evolens_more > 0 THEN
        ${update(` AND ${compared(columns, stop, '<', false)}`)}
        IF evolens_failed = 0 THEN
          DELETE FROM ${checkpoint} WHERE evolens_next = 0;
          UPDATE ${checkpoint} SET evolens_next = 0;
        END IF;
      ELSE
        ${update('')}
      END IF;
    END IF;
    IF evolens_failed = 1 THEN
      ROLLBACK;
      SET evolens_more = 1;
    ELSE
      COMMIT;
    END IF;
    ${pause};
  END WHILE;
  DROP TEMPORARY TABLE IF EXISTS evolens_next;
END`;
  return [
    `CREATE TABLE IF NOT EXISTS ${checkpoint} AS\n  SELECT 0 AS evolens_next, ${columns.map((column, at) => `${column} AS key_${at + 1}`).join(', ')} FROM ${table} LIMIT 0`,
    `DROP PROCEDURE IF EXISTS ${procedure}`,
    create,
    `CALL ${procedure}()`,
    `DROP PROCEDURE ${procedure}`,
    `DROP TABLE ${checkpoint}`,
  ];
}

/** The same batches for a script. */
export function batchesOf(batches: Batches, known: Table): RowBatches {
  const { dialect, key, table, checkpoint, set, needed } = batches;
  const fill =
    batches.fill ?? ((rows: string): string => `UPDATE ${table} SET ${set}${kept(batches)}\n  ${rows}`);
  return rowBatches(dialect, known, key, {
    table,
    checkpoint,
    needed,
    fill: (rows) => fill(`WHERE ${rows} AND (${needed})`),
  });
}

/** Assignments that keep columns from being set by the database itself. */
function kept({ untouched, dialect }: Batches): string {
  return untouched.map((name) => `, ${quote(name, dialect)} = ${quote(name, dialect)}`).join('');
}

/** Row comparison written out: the optimizers use no index for (a, b) >= (c, d). */
function compared(
  columns: readonly string[],
  bounds: readonly string[],
  sign: '<' | '>',
  equal: boolean,
): string {
  const last = columns.length - 1;
  const cases = columns.map((column, at) => {
    const equals = columns.slice(0, at).map((one, index) => `${one} = ${bounds[index] ?? ''}`);
    return [...equals, `${column} ${sign}${at === last && equal ? '=' : ''} ${bounds[at] ?? ''}`].join(
      ' AND ',
    );
  });
  return cases.length === 1 ? (cases[0] ?? '') : `(${cases.map((one) => `(${one})`).join(' OR ')})`;
}
