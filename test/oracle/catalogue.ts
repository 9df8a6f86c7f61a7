import type { ColumnType } from '../../src/model/schema-change';
import type { Schema, Table } from '../../src/model/schema';
import { canonicalType } from '../../src/schema/effects/postgres-types';
import { tableKey } from '../../src/schema/lookup';
import type { MeasuringPostgres } from './measure-postgres';

/** Tables of the catalogue as readable lines, one for each column, constraint and index. */
export async function catalogueLines(database: MeasuringPostgres): Promise<string[]> {
  const columns = await database.rows<{ line: string }>(`
    SELECT ${tableName('c')} || ' column ' || attname || ' ' || format_type(atttypid, atttypmod)
           || CASE WHEN attnotnull THEN ' not null' ELSE '' END
           || CASE WHEN atthasdef AND attgenerated = '' AND (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum) !~ '^NULL' THEN ' default' ELSE '' END
           || CASE WHEN attidentity <> '' THEN ' identity' ELSE '' END
           || CASE WHEN attgenerated <> '' THEN ' generated' ELSE '' END AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
     WHERE ${ours} AND attnum > 0 AND NOT attisdropped`);
  const constraints = await database.rows<{ line: string }>(`
    SELECT ${tableName('c')} || ' constraint ' || conname || ' ' || contype::text
           || ' (' || coalesce((SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)), '') || ')'
           || CASE WHEN convalidated THEN '' ELSE ' not valid' END
           || coalesce((SELECT ' -> ' || relname FROM pg_class WHERE oid = confrelid AND contype = 'f'), '') AS line
      FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace
     WHERE ${ours} AND contype IN ('p', 'u', 'f', 'c', 'x') AND (contype <> 'f' OR conparentid = 0 OR c.relispartition AND confrelid = (SELECT confrelid FROM pg_constraint up WHERE up.oid = pg_constraint.conparentid))`);
  const indexes = await database.rows<{ line: string }>(`
    SELECT ${tableName('c')} || ' index ' || i.relname || CASE WHEN indisunique THEN ' unique' ELSE '' END || CASE WHEN indpred IS NULL THEN '' ELSE ' partial' END
           || ' (' || (SELECT string_agg(coalesce((SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = key AND key > 0), '?'), ',' ORDER BY at) FROM unnest(indkey::int2[]) WITH ORDINALITY AS k (key, at)) || ')' AS line
      FROM pg_index JOIN pg_class c ON c.oid = indrelid JOIN pg_class i ON i.oid = indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${ours}`);
  return [...columns, ...constraints, ...indexes].map(({ line }) => line).sort();
}

const ours = `nspname !~ '^pg_' AND nspname <> 'information_schema' AND c.relkind IN ('r', 'p')`;

function tableName(alias: string): string {
  return `(CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END || ${alias}.relname)`;
}

/** Our schema in the same words. Tables that stand for materialized views are left out. */
export function schemaLines(schema: Schema): string[] {
  const views = new Set(
    [...schema.objects.values()]
      .filter((object) => object.object === 'materialized-view')
      .map((view) => tableKey(schema.dialect, view)),
  );
  return [...schema.tables.entries()]
    .filter(([key, table]) => !views.has(key) && !table.temporary)
    .flatMap(([, table]) => linesOf(table))
    .sort();
}

function linesOf(table: Table): string[] {
  const name =
    table.schema === null || table.schema === 'public' ? table.name : `${table.schema}.${table.name}`;
  const columns = table.columns.map(
    (column) =>
      `${name} column ${column.name} ${column.type === null ? '?' : typeName(column.type)}` +
      (column.nullable ? '' : ' not null') +
      (column.default !== null || (column.autoIncrement && column.identity === null) ? ' default' : '') +
      (column.identity === null ? '' : ' identity') +
      (column.generated === null ? '' : ' generated'),
  );
  const letters = {
    'primary-key': 'p',
    unique: 'u',
    'foreign-key': 'f',
    check: 'c',
    exclude: 'x',
    'not-null': 'n',
  } as const;
  const constraints = table.constraints
    .filter((constraint) => constraint.type !== 'not-null')
    .map(
      (constraint) =>
        `${name} constraint ${constraint.name} ${letters[constraint.type]} (${[...constraint.columns].sort(byBytes).join()})` +
        (constraint.validated ? '' : ' not valid') +
        (constraint.references === null ? '' : ` -> ${constraint.references.table}`),
    );
  const indexes = table.indexes.map(
    (index) =>
      `${name} index ${index.name}${index.unique ? ' unique' : ''}${index.where === null ? '' : ' partial'} ` +
      `(${[...index.columns.map((part) => part.column ?? '?'), ...index.includes].join()})`,
  );
  return [...columns, ...constraints, ...indexes];
}

function byBytes(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** format_type of Postgres: the length stands after `timestamp`, not after `with time zone`. */
function typeName(type: ColumnType): string {
  const canonical = canonicalType(type);
  const written =
    type.schema === null || type.schema === 'public' || type.schema === 'pg_catalog'
      ? quoted(canonical, type)
      : `${type.schema}.${canonical}`;
  const length =
    canonical === 'numeric' && type.arguments.length === 1
      ? `(${String(type.arguments[0])},0)`
      : type.arguments.length === 0
        ? implied(canonical)
        : `(${type.arguments.join()})`;
  const [head = '', tail] = written.split(/ (?=with)/);
  return `${head}${length}${tail === undefined ? '' : ` ${tail}`}${type.isArray ? '[]' : ''}`;
}

function implied(canonical: string): string {
  return canonical === 'character' || canonical === 'bit' ? '(1)' : '';
}

function quoted(canonical: string, type: ColumnType): string {
  return /[A-Z]/.test(canonical) && canonical === type.name ? `"${canonical}"` : canonical;
}

/** What only one of both says. */
export function difference(
  ours: readonly string[],
  theirs: readonly string[],
): { onlyOurs: string[]; onlyTheirs: string[] } {
  const inTheirs = new Set(theirs);
  const inOurs = new Set(ours);
  return {
    onlyOurs: ours.filter((line) => !inTheirs.has(line)),
    onlyTheirs: theirs.filter((line) => !inOurs.has(line)),
  };
}
