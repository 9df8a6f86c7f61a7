/** Committed tables with a row each, on which every shape runs. */
export const setup = `
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN plain_text AS text;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN short_text AS text CHECK (length(VALUE) < 100);
CREATE TABLE parent (id integer PRIMARY KEY, code text UNIQUE);
CREATE TABLE t (
  id integer PRIMARY KEY, small smallint, n integer, big bigint, v varchar(20), vn varchar, x text, c char(3), num numeric(10,2), numx numeric,
  ts timestamp, ts3 timestamp(3), tz timestamptz, tz3 timestamptz(3), d date, ti time(3), iv interval, iv3 interval(3), b boolean, j json, jb jsonb, u uuid, m mood,
  ip cidr, bt bit(5), vb varbit(5), va varchar(10)[], xa text[], r real, f double precision, pt plain_text, o oid, bin bytea,
  parent_id integer, checked integer, proved integer, half integer, keyed varchar(20) NOT NULL, dated date DEFAULT now(),
  CONSTRAINT checked_positive CHECK (checked > 0), CONSTRAINT proved_there CHECK (proved IS NOT NULL AND proved > 0)
);
ALTER TABLE t ADD CONSTRAINT half_there CHECK (half IS NOT NULL) NOT VALID;
CREATE UNIQUE INDEX t_keyed ON t (keyed);
CREATE UNIQUE INDEX t_n ON t (n);
CREATE INDEX t_v ON t (v);
CREATE TABLE child (id integer PRIMARY KEY, t_id integer, parent_id integer REFERENCES parent (id), note varchar(10));
ALTER TABLE child ADD CONSTRAINT child_t FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID;
CREATE TABLE lonely (id integer, a integer, b text);
CREATE TABLE using_domain (id integer, p positive, s short_text, q plain_text);
CREATE TABLE measurements (at date NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE TABLE measurements_2024 PARTITION OF measurements FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE ledger (id integer PRIMARY KEY, note text) PARTITION BY RANGE (id);
CREATE TABLE ledger_1 PARTITION OF ledger FOR VALUES FROM (0) TO (1000);
CREATE TABLE loose (at date NOT NULL, value integer);
CREATE TABLE fitting (at date NOT NULL, value integer, CONSTRAINT bound CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
CREATE VIEW seen AS SELECT id, b FROM lonely;
CREATE MATERIALIZED VIEW kept AS SELECT id, a FROM lonely;
CREATE UNIQUE INDEX kept_id ON kept (id);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touching BEFORE UPDATE ON lonely FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY everyone ON lonely USING (true);
CREATE UNLOGGED TABLE fleeting (id integer PRIMARY KEY);
`;

export const rows = `
INSERT INTO parent VALUES (1, 'a');
INSERT INTO t (id, small, n, big, v, vn, x, c, num, numx, ts, ts3, tz, tz3, d, ti, iv, iv3, b, j, jb, u, m, ip, bt, vb, va, xa, r, f, pt, o, bin, parent_id, checked, proved, half, keyed)
VALUES (1, 1, 1, 1, '1', '1', '1', '1', 1, 1, now(), now(), now(), now(), now(), '10:00', '1 day', '1 day', true, '1', '1', gen_random_uuid(), 'sad', '10.0.0.0/8', '10101', '101', '{1}', '{1}', 1, 1, '1', 1, 'a', 1, 1, 1, 1, 'k');
INSERT INTO child VALUES (1, 1, 1, 'x');
INSERT INTO lonely VALUES (1, 1, 'b');
INSERT INTO using_domain VALUES (1, 1, 's', 'q');
INSERT INTO measurements VALUES ('2024-06-01', 1);
INSERT INTO ledger VALUES (1, 'x');
INSERT INTO loose VALUES ('2025-06-01', 1);
INSERT INTO fitting VALUES ('2026-06-01', 1);
`;

const types = [
  'integer',
  'bigint',
  'smallint',
  'text',
  'varchar(20)',
  'numeric(10,2)',
  'timestamptz',
  'timestamp(3)',
  'date',
  'boolean',
  'jsonb',
  'uuid',
  'text[]',
  'mood',
  'plain_text',
  'double precision',
];
const literals: Readonly<Record<string, string>> = {
  integer: '1',
  bigint: '1',
  smallint: '1',
  text: `'x'`,
  'varchar(20)': `'x'`,
  'numeric(10,2)': '1.5',
  timestamptz: 'now()',
  'timestamp(3)': 'CURRENT_TIMESTAMP',
  date: 'CURRENT_DATE',
  boolean: 'false',
  jsonb: `'{}'::jsonb`,
  uuid: `'00000000-0000-0000-0000-000000000000'`,
  'text[]': 'ARRAY[]::text[]',
  mood: `'sad'`,
  plain_text: `'x'`,
  'double precision': '1.0',
};

/** ADD COLUMN of every type with and without default, NOT NULL and UNIQUE. */
export const addedColumns: readonly string[] = types.flatMap((type) => [
  `ALTER TABLE t ADD COLUMN added ${type}`,
  `ALTER TABLE t ADD COLUMN added ${type} NOT NULL`,
  `ALTER TABLE t ADD COLUMN added ${type} DEFAULT ${literals[type] ?? 'NULL'}`,
  `ALTER TABLE t ADD COLUMN added ${type} DEFAULT ${literals[type] ?? 'NULL'} NOT NULL`,
  `ALTER TABLE t ADD COLUMN added ${type} UNIQUE`,
]);

const defaults: readonly (readonly [type: string, text: string])[] = [
  ['timestamptz', 'clock_timestamp()'],
  ['timestamptz', 'statement_timestamp()'],
  ['timestamptz', `now() + interval '1 day'`],
  ['timestamp', `(now() AT TIME ZONE 'utc')`],
  ['timestamptz', 'transaction_timestamp()'],
  ['text', `upper('x')`],
  ['text', `to_char(now(), 'YYYY')`],
  ['text', `current_setting('timezone')`],
  ['text', 'current_user'],
  ['double precision', 'random()'],
  ['uuid', 'gen_random_uuid()'],
  ['text', `md5(random()::text)`],
  ['integer', '-1'],
  ['integer', '(1 + 2) * 3'],
  ['integer', 'NULL'],
  ['jsonb', `jsonb_build_object('a', 1)`],
  ['text', `'a' || 'b'`],
  ['integer[]', 'ARRAY[1,2]'],
  ['text', `coalesce(NULL, 'x')`],
  ['text', 'lower(current_user::text)'],
  ['text', 'timeofday()'],
  ['uuid', 'uuidv7()'],
  ['timestamptz', `date_trunc('day', now())`],
  ['text', `concat('a', 1)`],
  ['interval', `'1 day'::interval`],
  ['timestamptz', `'2024-01-01'::timestamptz`],
  ['bigint', 'extract(epoch from now())::bigint'],
  ['text', `CASE WHEN true THEN 'a' ELSE 'b' END`],
];

export const defaultShapes: readonly string[] = defaults.map(
  ([type, text]) => `ALTER TABLE t ADD COLUMN added ${type} DEFAULT ${text}`,
);

const conversions: readonly (readonly [column: string, type: string])[] = [
  ['n', 'bigint'],
  ['n', 'integer'],
  ['n', 'smallint'],
  ['n', 'text'],
  ['n', 'numeric'],
  ['n', 'oid'],
  ['big', 'integer'],
  ['small', 'integer'],
  ['v', 'varchar(30)'],
  ['v', 'varchar(20)'],
  ['v', 'varchar(10)'],
  ['v', 'varchar'],
  ['v', 'text'],
  ['v', 'char(20)'],
  ['vn', 'varchar(10)'],
  ['vn', 'text'],
  ['x', 'varchar'],
  ['x', 'varchar(10)'],
  ['x', 'text'],
  ['x', 'plain_text'],
  ['x', 'short_text'],
  ['c', 'text'],
  ['c', 'char(5)'],
  ['c', 'varchar(3)'],
  ['num', 'numeric(12,2)'],
  ['num', 'numeric'],
  ['num', 'numeric(12,4)'],
  ['num', 'numeric(8,2)'],
  ['num', 'integer'],
  ['numx', 'numeric(10,2)'],
  ['ts', 'timestamptz'],
  ['ts', 'timestamp(3)'],
  ['ts3', 'timestamp(6)'],
  ['ts3', 'timestamp'],
  ['ts3', 'timestamptz'],
  ['ts3', 'timestamptz(3)'],
  ['ts3', 'timestamptz(6)'],
  ['tz', 'timestamp'],
  ['tz', 'timestamp(3)'],
  ['tz', 'timestamptz(3)'],
  ['tz3', 'timestamptz(6)'],
  ['tz3', 'timestamptz'],
  ['tz3', 'timestamp'],
  ['tz3', 'date'],
  ['d', 'timestamp'],
  ['ti', 'time'],
  ['ti', 'time(6)'],
  ['ti', 'time(0)'],
  ['iv', 'interval(3)'],
  ['iv3', 'interval(6)'],
  ['iv3', 'interval'],
  ['iv3', 'interval(0)'],
  ['j', 'jsonb'],
  ['jb', 'json'],
  ['jb', 'text'],
  ['u', 'text'],
  ['m', 'text'],
  ['ip', 'inet'],
  ['bt', 'varbit'],
  ['bt', 'varbit(5)'],
  ['bt', 'bit(5)'],
  ['vb', 'varbit(8)'],
  ['vb', 'varbit'],
  ['vb', 'varbit(4)'],
  ['va', 'varchar(20)[]'],
  ['va', 'varchar[]'],
  ['va', 'text[]'],
  ['va', 'varchar(10)[]'],
  ['xa', 'varchar[]'],
  ['r', 'double precision'],
  ['f', 'real'],
  ['pt', 'text'],
  ['pt', 'varchar'],
  ['pt', 'plain_text'],
  ['checked', 'bigint'],
  ['checked', 'integer'],
  ['keyed', 'varchar(30)'],
  ['keyed', 'text'],
  ['parent_id', 'bigint'],
  ['o', 'integer'],
  ['o', 'bigint'],
];

export const typeChanges: readonly string[] = [
  ...conversions.map(([column, type]) => `ALTER TABLE t ALTER COLUMN ${column} TYPE ${type}`),
  `ALTER TABLE t ALTER COLUMN x TYPE mood USING (m::text::mood)`,
  `ALTER TABLE t ALTER COLUMN x TYPE integer USING (x::integer)`,
  `ALTER TABLE t ALTER COLUMN v TYPE text USING v::text`,
  `ALTER TABLE t ALTER COLUMN v TYPE text USING v`,
  `ALTER TABLE t ALTER COLUMN v TYPE text USING upper(v)`,
  `ALTER TABLE t ALTER COLUMN v TYPE varchar(20) COLLATE "C"`,
  `ALTER TABLE t ALTER COLUMN x TYPE text COLLATE "C"`,
  `ALTER TABLE t ALTER COLUMN ts TYPE timestamptz USING ts AT TIME ZONE 'UTC'`,
  `ALTER TABLE t ALTER COLUMN v TYPE text, ALTER COLUMN vn TYPE text`,
  `ALTER TABLE t ALTER COLUMN id TYPE bigint`,
  `ALTER TABLE child ALTER COLUMN parent_id TYPE bigint`,
  `ALTER TABLE parent ALTER COLUMN id TYPE bigint`,
];

/** Written by hand, one for each fact of the list. */
export const handWritten: readonly string[] = [
  // added columns
  'ALTER TABLE t ADD COLUMN added serial',
  'ALTER TABLE t ADD COLUMN added bigserial NOT NULL',
  'ALTER TABLE t ADD COLUMN added integer GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE t ADD COLUMN added integer GENERATED BY DEFAULT AS IDENTITY',
  'ALTER TABLE t ADD COLUMN added integer GENERATED ALWAYS AS (n * 2) STORED',
  'ALTER TABLE t ADD COLUMN added integer GENERATED ALWAYS AS (n * 2) VIRTUAL',
  'ALTER TABLE t ADD COLUMN added positive',
  'ALTER TABLE t ADD COLUMN added short_text',
  'ALTER TABLE t ADD COLUMN added positive DEFAULT 1',
  'ALTER TABLE t ADD COLUMN added integer CHECK (added > 0)',
  'ALTER TABLE t ADD COLUMN added integer DEFAULT 1 CHECK (added > 0)',
  'ALTER TABLE t ADD COLUMN added integer REFERENCES parent',
  'ALTER TABLE t ADD COLUMN added integer DEFAULT 1 REFERENCES parent',
  'ALTER TABLE t ADD COLUMN added integer NOT NULL DEFAULT 1 REFERENCES parent (id)',
  'ALTER TABLE lonely ADD COLUMN added integer PRIMARY KEY',
  'ALTER TABLE lonely ADD COLUMN added integer DEFAULT 1 PRIMARY KEY',
  'ALTER TABLE t ADD COLUMN IF NOT EXISTS n integer',
  'ALTER TABLE t ADD COLUMN IF NOT EXISTS n integer NOT NULL',
  'ALTER TABLE t ADD COLUMN one integer, ADD COLUMN two text NOT NULL DEFAULT $$x$$',
  'ALTER TABLE measurements ADD COLUMN added integer',
  'ALTER TABLE measurements ADD COLUMN added double precision DEFAULT random()',
  // nullability and defaults
  'ALTER TABLE t ALTER COLUMN n SET NOT NULL',
  'ALTER TABLE t ALTER COLUMN keyed SET NOT NULL',
  'ALTER TABLE t ALTER COLUMN proved SET NOT NULL',
  'ALTER TABLE t ALTER COLUMN half SET NOT NULL',
  'ALTER TABLE t ALTER COLUMN checked SET NOT NULL',
  'ALTER TABLE t ALTER COLUMN keyed DROP NOT NULL',
  'ALTER TABLE t ALTER COLUMN n SET DEFAULT 5',
  'ALTER TABLE t ALTER COLUMN dated DROP DEFAULT',
  'ALTER TABLE t ALTER COLUMN keyed SET DEFAULT $$x$$',
  'ALTER TABLE t ADD CONSTRAINT there CHECK (n IS NOT NULL) NOT VALID',
  'ALTER TABLE t VALIDATE CONSTRAINT half_there',
  'ALTER TABLE t ADD CONSTRAINT nn NOT NULL n',
  'ALTER TABLE t ADD CONSTRAINT nn NOT NULL n NOT VALID',
  'ALTER TABLE t ADD CONSTRAINT nn NOT NULL proved',
  // dropping
  'ALTER TABLE t DROP COLUMN n',
  'ALTER TABLE t DROP COLUMN checked',
  'ALTER TABLE t DROP COLUMN id CASCADE',
  'ALTER TABLE child DROP COLUMN parent_id',
  'ALTER TABLE t DROP COLUMN IF EXISTS missing',
  'ALTER TABLE measurements DROP COLUMN value',
  'DROP TABLE lonely CASCADE',
  'DROP TABLE child',
  'DROP TABLE parent CASCADE',
  'DROP TABLE t CASCADE',
  'DROP TABLE measurements',
  'DROP TABLE measurements_2024',
  'DROP TABLE IF EXISTS missing',
  'TRUNCATE child',
  'TRUNCATE parent CASCADE',
  'TRUNCATE lonely',
  // renames and settings
  'ALTER TABLE t RENAME COLUMN n TO m2',
  'ALTER TABLE t RENAME TO t2',
  'ALTER TABLE t RENAME CONSTRAINT checked_positive TO positive',
  'ALTER INDEX t_v RENAME TO t_v2',
  'ALTER TABLE lonely ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE lonely DISABLE ROW LEVEL SECURITY',
  'ALTER TABLE lonely FORCE ROW LEVEL SECURITY',
  'ALTER TABLE lonely OWNER TO CURRENT_USER',
  'ALTER TABLE t ALTER COLUMN x SET STORAGE EXTERNAL',
  'ALTER TABLE t ALTER COLUMN x SET STATISTICS 100',
  'ALTER TABLE t ALTER COLUMN x SET COMPRESSION pglz',
  'ALTER TABLE lonely REPLICA IDENTITY FULL',
  'ALTER TABLE t SET (fillfactor = 70)',
  'ALTER TABLE t RESET (fillfactor)',
  'ALTER TABLE t SET (autovacuum_enabled = false)',
  'ALTER TABLE lonely SET UNLOGGED',
  'ALTER TABLE fleeting SET LOGGED',
  'ALTER TABLE lonely SET LOGGED',
  'ALTER TABLE lonely SET ACCESS METHOD heap',
  'ALTER TABLE t CLUSTER ON t_v',
  'ALTER TABLE lonely DISABLE TRIGGER touching',
  'ALTER TABLE lonely ENABLE TRIGGER ALL',
  'CREATE SCHEMA s; ALTER TABLE lonely SET SCHEMA s',
  'ALTER TABLE child ALTER CONSTRAINT child_t DEFERRABLE',
  // keys
  'ALTER TABLE t ADD UNIQUE (v)',
  'ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX t_n',
  'ALTER TABLE lonely ADD PRIMARY KEY (id)',
  'CREATE UNIQUE INDEX lonely_a ON lonely (a); ALTER TABLE lonely ADD PRIMARY KEY USING INDEX lonely_a',
  'ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE',
  'ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE, ADD PRIMARY KEY USING INDEX t_keyed',
  'ALTER TABLE t ADD EXCLUDE (n WITH =)',
  'ALTER TABLE parent DROP CONSTRAINT parent_code_key',
  // checks and foreign keys
  'ALTER TABLE t ADD CHECK (n > 0)',
  'ALTER TABLE t ADD CONSTRAINT ch CHECK (n > 0) NOT VALID',
  'ALTER TABLE t ADD CONSTRAINT ch CHECK (n > 0) NOT ENFORCED',
  'ALTER TABLE t VALIDATE CONSTRAINT checked_positive',
  'ALTER TABLE t DROP CONSTRAINT checked_positive',
  'ALTER TABLE t DROP CONSTRAINT IF EXISTS missing',
  'ALTER TABLE t ADD FOREIGN KEY (parent_id) REFERENCES parent (id)',
  'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES parent NOT VALID',
  'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED',
  'ALTER TABLE child VALIDATE CONSTRAINT child_t',
  'ALTER TABLE child VALIDATE CONSTRAINT child_parent_id_fkey',
  'ALTER TABLE child DROP CONSTRAINT child_t',
  'ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES t (id)',
  'ALTER TABLE child DROP CONSTRAINT child_t, ADD CONSTRAINT child_t FOREIGN KEY (t_id) REFERENCES t (id) ON DELETE CASCADE',
  // indexes
  'CREATE INDEX ON t (x)',
  'CREATE UNIQUE INDEX i ON t (x)',
  'CREATE INDEX i ON t (lower(x)) WHERE n > 0',
  'CREATE INDEX IF NOT EXISTS t_v ON t (v)',
  'CREATE INDEX ON measurements (value)',
  'CREATE INDEX ON ONLY measurements (value)',
  'DROP INDEX t_v',
  'DROP INDEX IF EXISTS missing',
  'REINDEX INDEX t_v',
  'REINDEX TABLE t',
  'CREATE INDEX i ON t USING hash (n)',
  'CREATE INDEX i ON t USING gin (jb)',
  // new tables
  'CREATE TABLE k (id integer PRIMARY KEY, t_id integer REFERENCES t (id))',
  'CREATE TABLE k (id integer, FOREIGN KEY (id) REFERENCES parent (id), FOREIGN KEY (id) REFERENCES t (id))',
  'CREATE TABLE k (LIKE t)',
  'CREATE TABLE k () INHERITS (lonely)',
  'CREATE TABLE k PARTITION OF measurements FOR VALUES FROM ($$2030-01-01$$) TO ($$2031-01-01$$)',
  'CREATE TABLE IF NOT EXISTS t (id integer REFERENCES parent)',
  'CREATE TEMPORARY TABLE k (id integer)',
  // partitions
  'ALTER TABLE measurements ATTACH PARTITION loose FOR VALUES FROM ($$2025-01-01$$) TO ($$2026-01-01$$)',
  'ALTER TABLE measurements ATTACH PARTITION fitting FOR VALUES FROM ($$2026-01-01$$) TO ($$2027-01-01$$)',
  'ALTER TABLE measurements DETACH PARTITION measurements_2024',
  // types
  `ALTER TYPE mood ADD VALUE 'mad'`,
  `ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'`,
  'ALTER TYPE mood RENAME TO feeling',
  'ALTER DOMAIN positive ADD CHECK (VALUE < 100)',
  'ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100) NOT VALID',
  'ALTER DOMAIN plain_text SET NOT NULL',
  'ALTER DOMAIN positive DROP CONSTRAINT positive_check',
  'DROP TYPE mood CASCADE',
  `CREATE TYPE hue AS ENUM ('red')`,
  // objects
  'CREATE TRIGGER again BEFORE INSERT ON lonely FOR EACH ROW EXECUTE FUNCTION touch()',
  'DROP TRIGGER touching ON lonely',
  'CREATE POLICY p ON lonely USING (true)',
  'DROP POLICY everyone ON lonely',
  'CREATE RULE quiet AS ON DELETE TO lonely DO INSTEAD NOTHING',
  'CREATE VIEW w AS SELECT id FROM child',
  'DROP VIEW seen',
  'CREATE OR REPLACE VIEW seen AS SELECT id, b, a FROM lonely',
  'REFRESH MATERIALIZED VIEW kept',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY kept',
  'DROP MATERIALIZED VIEW kept',
  'COMMENT ON TABLE t IS $$x$$',
  'COMMENT ON COLUMN t.n IS $$x$$',
  'CREATE STATISTICS st ON n, x FROM t',
  'GRANT SELECT ON t TO PUBLIC',
  'CREATE PUBLICATION p FOR TABLE t',
  'ANALYZE t',
  'CLUSTER t USING t_v',
  'LOCK TABLE t',
  'LOCK TABLE t IN SHARE MODE',
  'CREATE TABLE k AS SELECT 1 AS one',
  // data
  'UPDATE lonely SET a = 2',
  'DELETE FROM lonely WHERE id = 5',
  'INSERT INTO lonely VALUES (2, 2, $$c$$)',
];

/** Keys and constraints of partitioned tables, of both sides of foreign keys, and with what Postgres 18 brought. */
export const keysAndPartitions: readonly string[] = [
  'ALTER TABLE measurements ADD UNIQUE (at)',
  'ALTER TABLE measurements ADD PRIMARY KEY (at, value)',
  'ALTER TABLE measurements ADD CHECK (value > 0)',
  'ALTER TABLE measurements ADD CONSTRAINT ch CHECK (value > 0) NOT VALID',
  'ALTER TABLE measurements ADD COLUMN added integer CHECK (added > 0)',
  'ALTER TABLE measurements ADD COLUMN added integer REFERENCES parent',
  'ALTER TABLE measurements ADD FOREIGN KEY (value) REFERENCES parent',
  'ALTER TABLE measurements ADD CONSTRAINT fk FOREIGN KEY (value) REFERENCES parent NOT VALID',
  'ALTER TABLE measurements ALTER COLUMN value SET NOT NULL',
  'CREATE TABLE k (id integer REFERENCES ledger (id))',
  'ALTER TABLE lonely ADD FOREIGN KEY (a) REFERENCES ledger (id)',
  'ALTER TABLE lonely ADD COLUMN added integer REFERENCES ledger (id)',
  'ALTER TABLE lonely ADD COLUMN added integer DEFAULT 1 REFERENCES ledger (id)',
  'ALTER TABLE ledger_1 ADD UNIQUE (note)',
  'ALTER TABLE ledger_1 ADD CHECK (note <> $$x$$)',
  'CREATE INDEX ON ledger_1 (note)',
  'CREATE UNIQUE INDEX ON ledger (id)',
  'ALTER TABLE lonely ADD COLUMN added integer UNIQUE',
  'ALTER TABLE lonely ADD COLUMN added integer DEFAULT 1 UNIQUE',
  'ALTER TABLE t ADD COLUMN added integer CHECK (added > 0) NOT ENFORCED',
  'ALTER TABLE t ADD COLUMN added integer REFERENCES parent NOT ENFORCED',
  'ALTER TABLE t ADD COLUMN added integer DEFAULT 1 REFERENCES parent NOT ENFORCED',
  'ALTER TABLE lonely ALTER COLUMN id SET NOT NULL, ADD PRIMARY KEY (id)',
  'ALTER TABLE lonely ADD CONSTRAINT there CHECK (id IS NOT NULL), ADD PRIMARY KEY (id)',
  'ALTER TABLE lonely ADD UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) DEFERRABLE',
  'ALTER TABLE lonely ADD CONSTRAINT u UNIQUE (a), ADD COLUMN c integer, ADD CHECK (a > 0)',
  'ALTER TABLE t ADD CONSTRAINT ch CHECK (n > 0) NOT VALID, VALIDATE CONSTRAINT ch',
  'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES parent NOT VALID, VALIDATE CONSTRAINT fk',
  'ALTER TABLE child ADD FOREIGN KEY (t_id) REFERENCES t (id), ADD FOREIGN KEY (parent_id) REFERENCES parent (id)',
  'CREATE TABLE k (id integer REFERENCES t, other integer REFERENCES parent, third integer REFERENCES ledger)',
  'REINDEX TABLE ledger_1',
];

export const shapes: readonly string[] = [
  ...new Set([...addedColumns, ...defaultShapes, ...typeChanges, ...handWritten, ...keysAndPartitions]),
];
