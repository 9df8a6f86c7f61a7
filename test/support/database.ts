export type Row = Record<string, unknown>;

/** One connection to a database that tests start and stop. */
export interface Database {
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** A whole file, sent as one text: one implicit transaction unless it holds one statement (Postgres). */
  script(sql: string): Promise<void>;
  stop(): Promise<void>;
}
