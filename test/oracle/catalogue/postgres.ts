import type { Ask } from './difference';
import { byBytes } from './difference';

// The catalogue of Postgres as readable lines, one for each fact that the schema knows too. What belongs to an
// extension is left out, and so are temporary tables.

const relationName = (oid: string): string =>
  `(SELECT CASE WHEN inside.nspname = 'public' THEN '' ELSE inside.nspname || '.' END || named.relname FROM pg_class named JOIN pg_namespace inside ON inside.oid = named.relnamespace WHERE named.oid = ${oid})`;

const ours = (catalogue: string, oid: string): string =>
  `nspname !~ '^pg_' AND nspname <> 'information_schema' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const columnNames = (relation: string, numbers: string): string =>
  `coalesce((SELECT string_agg(attname, ',' ORDER BY at) FROM unnest(${numbers}::int2[]) WITH ORDINALITY AS k (key, at) JOIN pg_attribute ON attrelid = ${relation} AND attnum = key), '')`;

const isTable = `c.relkind IN ('r', 'p', 'f')`;

const queries: readonly string[] = [
  // Tables
  `SELECT 'table ' || ${relationName('c.oid')}
       || CASE c.relkind WHEN 'p' THEN ' partitioned' ELSE '' END
       || CASE WHEN c.relrowsecurity THEN ' row security' ELSE '' END
       || CASE c.relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END AS line
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${isTable} AND ${ours('pg_class', 'c.oid')}`,
  `SELECT 'table ' || ${relationName('inhrelid')} || CASE WHEN c.relispartition THEN ' partition of ' ELSE ' inherits ' END || ${relationName('inhparent')} AS line
     FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE ${isTable} AND ${ours('pg_class', 'c.oid')}`,
  // Columns
  `SELECT 'column ' || ${relationName('c.oid')} || '.' || attname || ' #' || (SELECT count(*) FROM pg_attribute b WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped)
       || ' ' || format_type(atttypid, atttypmod)
       || CASE WHEN attnotnull THEN ' not null' ELSE '' END
       || CASE WHEN atthasdef AND attgenerated = '' AND (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum) !~ '^NULL' THEN ' default' ELSE '' END
       || CASE attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by-default' ELSE '' END
       || CASE attgenerated WHEN 's' THEN ' generated stored' WHEN 'v' THEN ' generated virtual' ELSE '' END
       || CASE WHEN attinhcount = 0 THEN '' ELSE ' inherited ' || attinhcount || CASE WHEN attislocal THEN ' and local' ELSE '' END END AS line
     FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${isTable} AND ${ours('pg_class', 'c.oid')} AND attnum > 0 AND NOT attisdropped`,
  // Constraints; NOT NULL is a fact of the column
  `SELECT 'constraint ' || ${relationName('conrelid')} || '.' || conname || ' ' || contype::text
       || ' (' || CASE WHEN contype = 'c' THEN (SELECT coalesce(string_agg(attname, ',' ORDER BY attname), '') FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)) ELSE ${columnNames('conrelid', 'conkey')} END || ')'
       || CASE WHEN contype = 'f' THEN ' -> ' || ${relationName('confrelid')} || ' (' || ${columnNames('confrelid', 'confkey')} || ')'
               || CASE confdeltype WHEN 'a' THEN '' ELSE ' on delete ' || confdeltype::text END || CASE confupdtype WHEN 'a' THEN '' ELSE ' on update ' || confupdtype::text END ELSE '' END
       || CASE WHEN convalidated THEN '' ELSE ' not valid' END || CASE WHEN conenforced THEN '' ELSE ' not enforced' END
       || CASE WHEN connoinherit AND contype = 'c' THEN ' no inherit' ELSE '' END
       || CASE WHEN coninhcount = 0 THEN '' ELSE ' inherited ' || coninhcount || CASE WHEN conislocal THEN ' and local' ELSE '' END END AS line
     FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${isTable} AND ${ours('pg_class', 'c.oid')} AND contype IN ('p', 'u', 'f', 'c', 'x')
      AND (contype <> 'f' OR conparentid = 0 OR (SELECT conrelid FROM pg_constraint up WHERE up.oid = k.conparentid) <> conrelid)`,
  // Indexes, also of materialized views
  `SELECT 'index ' || ${relationName('indrelid')} || '.' || i.relname || ' ' || (SELECT amname FROM pg_am WHERE oid = i.relam) || CASE WHEN indisunique THEN ' unique' ELSE '' END || CASE WHEN indpred IS NULL THEN '' ELSE ' partial' END
       || ' (' || (SELECT string_agg(coalesce((SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = key AND key > 0), '?') || CASE WHEN at <= indnkeyatts AND (indoption::int2[])[at - 1] & 1 = 1 THEN ' desc' ELSE '' END, ',' ORDER BY at) FROM unnest(indkey::int2[]) WITH ORDINALITY AS k (key, at)) || ')'
       || CASE WHEN indisvalid THEN '' ELSE ' invalid' END
       || coalesce((SELECT ' of ' || p.relname FROM pg_inherits JOIN pg_class p ON p.oid = inhparent WHERE inhrelid = indexrelid), '') AS line
     FROM pg_index JOIN pg_class c ON c.oid = indrelid JOIN pg_class i ON i.oid = indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND ${ours('pg_class', 'c.oid')}`,
  // Sequences
  `SELECT 'sequence ' || ${relationName('c.oid')} || coalesce((SELECT ' of ' || ${relationName('refobjid')} || '.' || (SELECT attname FROM pg_attribute WHERE attrelid = refobjid AND attnum = refobjsubid) FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.deptype IN ('a', 'i') AND refobjsubid > 0), '') AS line
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.relkind = 'S' AND ${ours('pg_class', 'c.oid')}`,
  // Views and what they use
  `SELECT CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || ${relationName('c.oid')} AS line
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.relkind IN ('v', 'm') AND ${ours('pg_class', 'c.oid')}`,
  `SELECT DISTINCT 'view ' || ${relationName('c.oid')} || ' reads ' || ${relationName('refobjid')} AS line
     FROM pg_rewrite r JOIN pg_depend u ON u.classid = 'pg_rewrite'::regclass AND u.objid = r.oid AND u.refclassid = 'pg_class'::regclass AND u.refobjid <> ev_class
     JOIN pg_class c ON c.oid = ev_class JOIN pg_namespace n ON n.oid = relnamespace WHERE c.relkind IN ('v', 'm') AND ${ours('pg_class', 'c.oid')}`,
  `SELECT DISTINCT 'view ' || ${relationName('c.oid')} || ' reads column ' || (SELECT relname FROM pg_class WHERE oid = refobjid) || '.' || attname AS line
     FROM pg_rewrite r JOIN pg_depend u ON u.classid = 'pg_rewrite'::regclass AND u.objid = r.oid AND u.refclassid = 'pg_class'::regclass AND u.refobjid <> ev_class AND refobjsubid > 0
     JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid JOIN pg_class t ON t.oid = refobjid
     JOIN pg_class c ON c.oid = ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND t.relkind IN ('r', 'p', 'f') AND ${ours('pg_class', 'c.oid')}`,
  // Types
  `SELECT 'enum ' || CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END || typname || ' (' || coalesce((SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid), '') || ')' AS line
     FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE typtype = 'e' AND ${ours('pg_type', 't.oid')}`,
  `SELECT 'domain ' || CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END || typname || ' ' || format_type(typbasetype, typtypmod) AS line
     FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE typtype = 'd' AND ${ours('pg_type', 't.oid')}`,
  `SELECT 'type ' || CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END || typname AS line
     FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE (typtype = 'r' OR typtype = 'c' AND EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c')) AND ${ours('pg_type', 't.oid')}`,
  // Functions, triggers, policies, rules, statistics, extensions, schemas
  `SELECT CASE prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END || CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END || proname || '/' || pronargs AS line
     FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE prokind <> 'a' AND ${ours('pg_proc', 'p.oid')} AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`,
  `SELECT 'trigger ' || ${relationName('tgrelid')} || '.' || tgname || ' executes ' || (SELECT CASE WHEN fn.nspname = 'public' THEN '' ELSE fn.nspname || '.' END || proname FROM pg_proc JOIN pg_namespace fn ON fn.oid = pronamespace WHERE pg_proc.oid = tgfoid) AS line
     FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE NOT tgisinternal AND ${ours('pg_class', 'c.oid')}`,
  `SELECT 'policy ' || ${relationName('polrelid')} || '.' || polname AS line FROM pg_policy JOIN pg_class c ON c.oid = polrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE ${ours('pg_class', 'c.oid')}`,
  `SELECT 'rule ' || ${relationName('ev_class')} || '.' || rulename AS line FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class JOIN pg_namespace n ON n.oid = relnamespace WHERE rulename <> '_RETURN' AND ${ours('pg_class', 'c.oid')}`,
  `SELECT 'statistics ' || CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END || stxname AS line FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = stxnamespace WHERE ${ours('pg_statistic_ext', 's.oid')}`,
  `SELECT 'extension ' || extname AS line FROM pg_extension WHERE extname <> 'plpgsql'`,
  `SELECT 'schema ' || nspname AS line FROM pg_namespace n WHERE nspname <> 'public' AND ${ours('pg_namespace', 'n.oid')}`,
];

/** All facts of a catalogue, sorted. */
export async function postgresLines(ask: Ask): Promise<string[]> {
  const rows = await ask(queries.map((query) => `(${query})`).join(' UNION ALL '));
  return rows.map(({ line }) => String(line)).sort(byBytes);
}
