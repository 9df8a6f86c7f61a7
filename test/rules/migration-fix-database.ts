import assert from 'node:assert/strict';
import type { Database, Row } from '../support/database';
import { startPglite } from '../support/pglite';
import { afterFix, fixesFor, reportedAfter, type FixCase } from './migration-fix-case';

/** A database on which the SQL before and after a fix is run and compared. */
export class FixDatabase {
  private constructor(private readonly database: Database) {}

  static async start(): Promise<FixDatabase> {
    return new FixDatabase(await startPglite());
  }

  stop(): Promise<void> {
    return this.database.stop();
  }

  /** Applies the only fix, checks what it writes word for word, judges it again, and runs both ways to the same schema. */
  async check(rule: string, title: RegExp, one: FixCase, expected: readonly string[]): Promise<void> {
    const fixes = await fixesFor(rule, one);
    assert.deepEqual(
      fixes.map((fix) => title.test(fix.title)),
      [true],
      fixes.map((fix) => fix.title).join(),
    );
    const texts = await afterFix(one, fixes[0]!);
    assert.deepEqual(texts, expected);
    assert.ok(!(await reportedAfter(one, texts)).includes(rule), 'silent afterwards');
    await this.runsToSame(one, texts);
  }

  /** The texts run after the setup, and leave the schema that the change as it was leaves. */
  async runsToSame(one: FixCase, texts: readonly string[]): Promise<void> {
    const straight = await this.schemaAfter([one.setup, one.change]);
    assert.deepEqual(await this.schemaAfter([one.setup, ...texts]), straight);
  }

  /** Everything anew, then these scripts. */
  async fresh(scripts: readonly string[]): Promise<void> {
    await this.database.script(
      'ROLLBACK; DROP SCHEMA IF EXISTS public, "Shop" CASCADE; CREATE SCHEMA public; CREATE SCHEMA "Shop"',
    );
    for (const script of scripts) await this.run(script);
  }

  /** As a runner without a transaction of its own: statement by statement, because CONCURRENTLY needs it. */
  async run(script: string): Promise<void> {
    if (script.trim() === '') return;
    if (!/concurrently/i.test(script)) {
      await this.database.script(script);
      return;
    }
    for (const statement of script.split(/(?<=;)/))
      if (statement.replace(/--.*$/gm, '').trim() !== '') await this.database.script(statement);
  }

  /** The schema after these scripts; null when the database refuses one. */
  async endOf(scripts: readonly string[]): Promise<readonly Row[] | null> {
    return this.schemaAfter(scripts).catch(() => null);
  }

  ask(query: string): Promise<readonly Row[]> {
    return this.database.query(query);
  }

  private async schemaAfter(scripts: readonly string[]): Promise<readonly Row[]> {
    await this.fresh(scripts);
    return this.database.query(`
      SELECT 'column' AS kind, attrelid::regclass::text AS of, attname::text AS name, format_type(atttypid, atttypmod) || attnotnull::text AS detail
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace IN ('public'::regnamespace, '"Shop"'::regnamespace)
      UNION ALL
      SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) || convalidated
        FROM pg_constraint WHERE contype IN ('f', 'c', 'p', 'u') AND conrelid <> 0
          AND connamespace IN ('public'::regnamespace, '"Shop"'::regnamespace)
      UNION ALL
      SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) || indisvalid
        FROM pg_index JOIN pg_class c ON c.oid = indexrelid
        WHERE c.relnamespace IN ('public'::regnamespace, '"Shop"'::regnamespace)
      ORDER BY 1, 2, 3, 4`);
  }

  /** Locks on tables that a text takes and holds, as `table mode`, and the tables it read from end to end. */
  async costOf(text: string): Promise<{ locks: string[]; scans: string[] }> {
    await this.database.script('BEGIN');
    const before = await this.scanCounts();
    await this.database.script(text);
    const locks = await this.database.query(
      "SELECT DISTINCT c.relname || ' ' || mode AS held FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
    );
    const scans = await this.scanCounts();
    await this.database.script('ROLLBACK');
    const scanned = [...scans]
      .filter(([table, count]) => count > (before.get(table) ?? 0))
      .map(([table]) => table);
    return { locks: locks.map((row) => String(row.held)), scans: scanned.sort() };
  }

  /** Sequential scans counted so far for each table; the view also counts earlier transactions of the session. */
  private async scanCounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query(
      'SELECT relname::text AS name, seq_scan::int AS count FROM pg_stat_xact_user_tables',
    );
    return new Map(rows.map((row) => [String(row.name), Number(row.count)]));
  }
}
