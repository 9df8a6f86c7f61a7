import type { Dialect } from '../../../src/model/dialect';
import type { Database, Row } from '../../support/database';

// Everything a change may touch, as readable lines, so that two states of a database can be compared. Columns are
// listed by name: a column that was exchanged stands last, and no version may rely on the order.

const postgres: readonly string[] = [
  `SELECT 'relation ' || relkind::text || ' ' || relname AS line FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind <> 'c' AND relname NOT LIKE 'pg_%'`,
  `SELECT 'column ' || c.relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') || ' identity[' || attidentity::text || '] generated[' || attgenerated::text || ']' AS line
     FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE nspname = 'public' AND relkind IN ('r', 'v', 'p') AND attnum > 0 AND NOT attisdropped`,
  `SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(o.oid) || CASE WHEN convalidated THEN '' ELSE ' unchecked' END AS line FROM pg_constraint o JOIN pg_namespace n ON n.oid = connamespace WHERE nspname = 'public' AND contype <> 'n'`,
  `SELECT 'index ' || pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' invalid' END AS line FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'`,
  `SELECT 'trigger ' || pg_get_triggerdef(oid) AS line FROM pg_trigger WHERE NOT tgisinternal`,
  `SELECT 'function ' || proname || ' ' || md5(prosrc) AS line FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'`,
  `SELECT 'view ' || viewname || ' ' || definition AS line FROM pg_views WHERE schemaname = 'public'`,
  `SELECT 'enum ' || typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder) AS line FROM pg_type t JOIN pg_enum e ON enumtypid = t.oid GROUP BY typname`,
  `SELECT 'sequence ' || s.relname || ' of ' || coalesce((SELECT d.refobjid::regclass || '.' || attname FROM pg_depend d JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid WHERE d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')), 'nothing') || ' ' || (SELECT format_type(seqtypid, NULL) FROM pg_sequence WHERE seqrelid = s.oid) AS line FROM pg_class s WHERE relkind = 'S'`,
];

const mariadb: readonly string[] = [
  `SELECT CONCAT(TABLE_TYPE, ' ', TABLE_NAME) AS line FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`,
  `SELECT CONCAT('column ', TABLE_NAME, '.', COLUMN_NAME, ' ', COLUMN_TYPE, ' null ', IS_NULLABLE, ' default ', COALESCE(COLUMN_DEFAULT, 'NULL'), ' ', EXTRA, ' ', COALESCE(COLLATION_NAME, ''), ' ', COLUMN_COMMENT) AS line FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`,
  `SELECT CONCAT('index ', TABLE_NAME, '.', INDEX_NAME, ' ', NON_UNIQUE, ' ', INDEX_TYPE, ' (', GROUP_CONCAT(CONCAT(COLUMN_NAME, COALESCE(SUB_PART, ''), COALESCE(COLLATION, '')) ORDER BY SEQ_IN_INDEX), ')') AS line FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE`,
  `SELECT CONCAT('foreign key ', r.TABLE_NAME, '.', r.CONSTRAINT_NAME, ' (', GROUP_CONCAT(k.COLUMN_NAME ORDER BY ORDINAL_POSITION), ') ', r.REFERENCED_TABLE_NAME, ' (', GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION), ') ', DELETE_RULE, ' ', UPDATE_RULE) AS line
     FROM information_schema.REFERENTIAL_CONSTRAINTS r JOIN information_schema.KEY_COLUMN_USAGE k ON k.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = r.CONSTRAINT_NAME AND k.TABLE_NAME = r.TABLE_NAME
     WHERE r.CONSTRAINT_SCHEMA = DATABASE() GROUP BY r.TABLE_NAME, r.CONSTRAINT_NAME, r.REFERENCED_TABLE_NAME, DELETE_RULE, UPDATE_RULE`,
  `SELECT CONCAT('check ', TABLE_NAME, '.', CONSTRAINT_NAME, ' ', CHECK_CLAUSE) AS line FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()`,
  `SELECT CONCAT('trigger ', TRIGGER_NAME, ' ', EVENT_MANIPULATION, ' ', EVENT_OBJECT_TABLE, ' ', ACTION_STATEMENT) AS line FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()`,
  `SELECT CONCAT(ROUTINE_TYPE, ' ', ROUTINE_NAME) AS line FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()`,
  `SELECT CONCAT('view ', TABLE_NAME, ' ', VIEW_DEFINITION) AS line FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()`,
];

const sqlite: readonly string[] = [
  `SELECT type || ' ' || name || ' on ' || tbl_name || CASE type WHEN 'table' THEN '' ELSE ' ' || coalesce(sql, '') END AS line FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`,
  `SELECT 'column ' || s.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk || ' ' || c.hidden AS line FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type IN ('table', 'view')`,
  `SELECT 'foreign key ' || s.name || ' ' || f."from" || ' ' || f."table" || ' ' || coalesce(f."to", '-') || ' ' || f.on_update || ' ' || f.on_delete AS line FROM sqlite_schema s, pragma_foreign_key_list(s.name) f WHERE s.type = 'table'`,
  `SELECT 'index ' || s.name || ' ' || i.origin || ' ' || i."unique" || ' ' || i.partial || ' ' || (SELECT group_concat(coalesce(x.name, '?') || x."desc" || x.coll) FROM pragma_index_xinfo(i.name) x WHERE x.key) AS line FROM sqlite_schema s, pragma_index_list(s.name) i WHERE s.type = 'table'`,
];

const queries: Readonly<Record<Dialect, readonly string[]>> = { postgres, mysql: mariadb, mariadb, sqlite };

/** The schema of the database in use, one line for each thing in it, sorted. */
export async function catalogueOf(database: Database, dialect: Dialect): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const query of queries[dialect])
    for (const { line } of await database.query(query)) lines.push(plain(String(line), dialect));
  return lines.sort();
}

/** SQLite keeps statements as they were written: quotes say nothing. */
function plain(line: string, dialect: Dialect): string {
  const folded = line.replace(/\s+/g, ' ');
  return dialect === 'sqlite' ? folded.replaceAll('"', '') : folded;
}

/** All rows of the tables that are there; null: one is not. */
export async function rowsOf(
  database: Database,
  quoted: (name: string) => string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, readonly Row[]> | null> {
  const rows = new Map<string, readonly Row[]>();
  for (const table of tables) {
    const found = await database.query(`SELECT * FROM ${quoted(table)}`).catch(() => null);
    if (found === null) return null;
    rows.set(table, found);
  }
  return rows;
}

/** Rows as text, sorted; only the columns that both have, so that two shapes of a table can be compared. */
export function commonLines(
  of: ReadonlyMap<string, readonly Row[]>,
  with_: ReadonlyMap<string, readonly Row[]>,
): readonly string[] {
  return [...of].flatMap(([table, rows]) => {
    const other = with_.get(table)?.[0];
    const lines = rows.map((row) => {
      const values = Object.entries(row).filter(([name]) => other === undefined || name in other);
      values.sort(([one], [two]) => (one < two ? -1 : 1));
      return `${table} ${JSON.stringify(values, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))}`;
    });
    return lines.sort();
  });
}
