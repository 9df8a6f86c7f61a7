import type { Table } from '../../../model/schema';
import { quote } from '../../../sql/identifiers';
import { literal } from '../names';
import { rowBatches, type RowBatches } from '../row-batches';

const batchPages = 200;

/** What is filled: every row of the table that needs it, in batches. Names are written as SQL. */
export interface Batches {
  /** Columns to go through the table by; null: by place in the file. */
  readonly key: readonly string[] | null;
  readonly table: string;
  /** A table of ours that remembers how far it is. */
  readonly checkpoint: string;
  /** `column = expression`. */
  readonly set: string;
  /** True for a row that is not filled. */
  readonly needed: string;
  /** What fills the rows of a batch in place of an UPDATE of the table itself; `rows` is their condition. */
  readonly fill?: (rows: string) => string;
  /** 10,000 unless said. By place in the file a batch is 200 pages. */
  readonly batchRows?: number;
  /** 100 unless said. */
  readonly pauseMilliseconds?: number;
}

/**
 * One DO block, so that a file with it is a single statement: runners that send a file as it is run it outside
 * a transaction, and it can commit after each batch. The checkpoint holds the first key that is not done.
 */
export function fillInBatches(batches: Batches): string {
  const { key, table, checkpoint, set, needed } = batches;
  const fill =
    batches.fill ?? ((rows: string): string => `UPDATE ${table} SET ${set}\n          WHERE ${rows}`);
  const pauseSeconds = (batches.pauseMilliseconds ?? 100) / 1000;
  const steps = key === null ? byPage(table) : byKey(key, table, batches.batchRows ?? 10_000);
  return `DO $evolens$
DECLARE
${steps.declare}
  evolens_more boolean := true;
  evolens_done boolean;
BEGIN
  CREATE TABLE IF NOT EXISTS ${checkpoint} AS ${steps.shape} WITH NO DATA;
  COMMIT;
  -- A role that policies hide rows from gets an error, instead of leaving those rows unfilled.
  PERFORM set_config('row_security', 'off', true);
  SELECT ${steps.stored} INTO ${steps.start} FROM ${checkpoint};
  IF NOT FOUND THEN
    ${steps.first}
    evolens_more := FOUND;
    IF evolens_more THEN
      INSERT INTO ${checkpoint} VALUES (${steps.start});
    END IF;
  END IF;
  WHILE evolens_more LOOP
    PERFORM set_config('row_security', 'off', true);
    ${steps.next}
    BEGIN
      -- Gives way to the application: shorter than deadlock_timeout, and the batch is tried again.
      PERFORM set_config('lock_timeout', '200ms', true);
      IF evolens_more THEN
        ${fill(`${steps.atOrAfterStart} AND ${steps.beforeStop} AND (${needed})`)};
        UPDATE ${checkpoint} SET ${steps.advance};
      ELSE
        ${fill(`${steps.atOrAfterStart} AND (${needed})`)};
      END IF;
      evolens_done := true;
    EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
      evolens_done := false;
    END;
    COMMIT;
    IF evolens_done THEN
${steps.move}
    ELSE
      evolens_more := true;
    END IF;
    PERFORM pg_sleep(${pauseSeconds});
  END LOOP;
  DROP TABLE ${checkpoint};
END
$evolens$;
`;
}

/** The same batches for a script; null: there is no key to go by. */
export function batchesOf(batches: Batches, known: Table): RowBatches | null {
  const { key, table, checkpoint, set, needed } = batches;
  if (key === null) return null;
  const fill = batches.fill ?? ((rows: string): string => `UPDATE ${table} SET ${set}\n  WHERE ${rows}`);
  return rowBatches('postgres', known, key, {
    table,
    checkpoint,
    needed,
    fill: (rows) => fill(`${rows} AND (${needed})`),
  });
}

interface Steps {
  readonly declare: string;
  readonly shape: string;
  readonly stored: string;
  readonly start: string;
  readonly first: string;
  readonly next: string;
  readonly atOrAfterStart: string;
  readonly beforeStop: string;
  readonly advance: string;
  readonly move: string;
}

function byKey(key: readonly string[], table: string, batchRows: number): Steps {
  const columns = key.map((name) => `${table}.${quote(name, 'postgres')}`);
  const numbered = (prefix: string): string => key.map((_, at) => `${prefix}_${at + 1}`).join(', ');
  const list = columns.join(', ');
  return {
    declare: columns
      .flatMap((column, at) => [
        `  evolens_start_${at + 1} ${column}%TYPE;`,
        `  evolens_stop_${at + 1} ${column}%TYPE;`,
      ])
      .join('\n'),
    shape: `SELECT ${columns.map((column, at) => `${column} AS key_${at + 1}`).join(', ')} FROM ${table}`,
    stored: numbered('key'),
    start: numbered('evolens_start'),
    first: `SELECT ${list} INTO ${numbered('evolens_start')} FROM ${table} ORDER BY ${list} LIMIT 1;`,
    next: `SELECT ${list} INTO ${numbered('evolens_stop')} FROM ${table}
      WHERE (${list}) >= (${numbered('evolens_start')}) ORDER BY ${list} OFFSET ${batchRows} LIMIT 1;
    evolens_more := FOUND;`,
    atOrAfterStart: `(${list}) >= (${numbered('evolens_start')})`,
    beforeStop: `(${list}) < (${numbered('evolens_stop')})`,
    advance: key.map((_, at) => `key_${at + 1} = evolens_stop_${at + 1}`).join(', '),
    move: key.map((_, at) => `      evolens_start_${at + 1} := evolens_stop_${at + 1};`).join('\n'),
  };
}

/** No usable key: by place in the file. A row that moves to a later page was filled by the trigger that saw it move. */
function byPage(table: string): Steps {
  const regclass = `${literal(table, 'postgres')}::regclass`;
  return {
    declare: '  evolens_start_page bigint;\n  evolens_stop_page bigint;',
    shape: 'SELECT 0::bigint AS page',
    stored: 'page',
    start: 'evolens_start_page',
    first: 'SELECT 0 INTO evolens_start_page;',
    next: `evolens_stop_page := evolens_start_page + ${batchPages};
    evolens_more := evolens_stop_page < pg_relation_size(${regclass}) / current_setting('block_size')::bigint;`,
    atOrAfterStart: `${table}.ctid >= format('(%s,0)', evolens_start_page)::tid`,
    beforeStop: `${table}.ctid < format('(%s,0)', evolens_stop_page)::tid`,
    advance: 'page = evolens_stop_page',
    move: '      evolens_start_page := evolens_stop_page;',
  };
}
