/** Types of which every pair is tried, with the column that has the type. */
export const columnTypes: readonly string[] = [
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'numeric(10,2)',
  'numeric(12,4)',
  'real',
  'double precision',
  'text',
  'varchar',
  'varchar(10)',
  'varchar(20)',
  'char(5)',
  'boolean',
  'date',
  'timestamp',
  'timestamp(3)',
  'timestamptz',
  'timestamptz(3)',
  'time',
  'timetz',
  'interval',
  'interval(3)',
  'json',
  'jsonb',
  'uuid',
  'bytea',
  'inet',
  'cidr',
  'bit(5)',
  'varbit',
  'varbit(8)',
  'oid',
  'money',
  'xml',
  'name',
  'text[]',
  'varchar(10)[]',
  'integer[]',
  'bigint[]',
  'shade',
  'plain_text',
  'short_text',
];

const withoutOrder: ReadonlySet<string> = new Set(['json', 'xml']);
const columnOf = (at: number): string => `c${at}`;
const columns = columnTypes.map((type, at) => `${columnOf(at)} ${type}`).join(', ');
const indexed = columnTypes.flatMap((type, at) => (withoutOrder.has(type) ? [] : [columnOf(at)]));

/** A table without indexes, and one with an index on every column that can have one, in `indexes` tables. */
export const typesSetup = `
CREATE TYPE shade AS ENUM ('light', 'dark');
CREATE DOMAIN plain_text AS text;
CREATE DOMAIN short_text AS text CHECK (length(VALUE) < 100);
CREATE TABLE unkeyed (${columns});
CREATE TABLE keyed (${columns});
${indexed.map((column) => `CREATE INDEX keyed_${column} ON keyed (${column});`).join('\n')}
`;

/** A change from each type to each, on a column without and with an index. */
export const typePairs: readonly string[] = columnTypes.flatMap((from, at) =>
  columnTypes.flatMap((to) =>
    ['unkeyed', ...(withoutOrder.has(from) || withoutOrder.has(to) ? [] : ['keyed'])].map(
      (table) => `ALTER TABLE ${table} ALTER COLUMN ${columnOf(at)} TYPE ${to} /* from ${from} */`,
    ),
  ),
);
