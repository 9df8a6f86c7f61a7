/** Columns that every table has, each in a state of its own; `proven` and `half` by checks. */
const columns =
  'a integer, b varchar(20), req integer NOT NULL, proven integer, half integer, ref integer, checked integer';

function checksOf(table: string): string {
  return `
ALTER TABLE ${table} ADD CONSTRAINT ${table}_proven CHECK (proven IS NOT NULL);
ALTER TABLE ${table} ADD CONSTRAINT ${table}_half CHECK (half IS NOT NULL) NOT VALID;
ALTER TABLE ${table} ADD CONSTRAINT ${table}_checked CHECK (checked > 0);
CREATE INDEX ${table}_b ON ${table} (b);
CREATE UNIQUE INDEX ${table}_req ON ${table} (id, req);
`;
}

/**
 * Tables in every relation to others: alone, new to indexes, partitioned over two levels, inherited from, and
 * on both sides of foreign keys. `target` is what new foreign keys point at, `split_target` is partitioned.
 */
export const tablesSetup = `
CREATE TABLE target (id integer PRIMARY KEY);
CREATE TABLE split_target (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE split_target_1 PARTITION OF split_target FOR VALUES FROM (0) TO (100);
CREATE TABLE bare (id integer, ${columns});
CREATE TABLE plain (id integer PRIMARY KEY, ${columns});
${checksOf('plain')}
CREATE TABLE up (id integer PRIMARY KEY, ${columns}) PARTITION BY RANGE (id);
CREATE TABLE up_1 PARTITION OF up FOR VALUES FROM (0) TO (100);
CREATE TABLE up_2 PARTITION OF up FOR VALUES FROM (100) TO (200) PARTITION BY RANGE (id);
CREATE TABLE up_2_1 PARTITION OF up_2 FOR VALUES FROM (100) TO (150);
${checksOf('up')}
CREATE TABLE base (id integer, ${columns});
${checksOf('base')}
CREATE TABLE heir (own integer) INHERITS (base);
CREATE TABLE heir_of_heir () INHERITS (heir);
CREATE TABLE pointed (id integer PRIMARY KEY, ${columns});
${checksOf('pointed')}
CREATE TABLE pointing (id integer PRIMARY KEY, ${columns});
${checksOf('pointing')}
ALTER TABLE pointing ADD CONSTRAINT pointing_ref FOREIGN KEY (ref) REFERENCES pointed (id);
ALTER TABLE pointing ADD CONSTRAINT pointing_a FOREIGN KEY (a) REFERENCES pointed (id) NOT VALID;
CREATE TABLE points_at_split (id integer PRIMARY KEY, ref integer CONSTRAINT points_at_split_ref REFERENCES up (id));
CREATE TABLE split_pointing (id integer PRIMARY KEY, ref integer CONSTRAINT split_pointing_ref REFERENCES target (id)) PARTITION BY RANGE (id);
CREATE TABLE split_pointing_1 PARTITION OF split_pointing FOR VALUES FROM (0) TO (100);
CREATE TABLE itself (id integer PRIMARY KEY, ref integer CONSTRAINT itself_ref REFERENCES itself (id));
CREATE VIEW looks AS SELECT id FROM bare;
CREATE MATERIALIZED VIEW kept_plain AS SELECT id FROM plain;
CREATE UNIQUE INDEX kept_plain_id ON kept_plain (id);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noting BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER noting BEFORE INSERT ON up FOR EACH ROW EXECUTE FUNCTION noted();
CREATE POLICY seen ON plain USING (true);
`;

/** The tables that actions are tried on. */
export const tables = ['bare', 'plain', 'up', 'up_1', 'up_2', 'base', 'heir', 'pointed', 'pointing'] as const;

const addedColumns = [
  'integer',
  'bigint',
  'text',
  'timestamptz',
  'plain_text',
  'short_text',
  'shade',
].flatMap((type) => {
  const literal =
    {
      integer: '1',
      bigint: '1',
      text: `'x'`,
      timestamptz: `'2024-01-01'`,
      plain_text: `'x'`,
      short_text: `'x'`,
      shade: `'dark'`,
    }[type] ?? 'NULL';
  const computed = {
    integer: '(random() * 10)::integer',
    bigint: 'txid_current()',
    text: 'current_user',
    timestamptz: 'clock_timestamp()',
  }[type];
  return [null, literal, computed].flatMap((value) =>
    value === undefined
      ? []
      : ['', ' NOT NULL', ' UNIQUE', ' CHECK (added IS NOT NULL)'].map(
          (constraint) => `ADD COLUMN added ${type}${value === null ? '' : ` DEFAULT ${value}`}${constraint}`,
        ),
  );
});

const others = [
  'ADD COLUMN added integer REFERENCES target',
  'ADD COLUMN added integer DEFAULT 1 REFERENCES target',
  'ADD COLUMN added integer REFERENCES split_target',
  'ADD COLUMN added integer GENERATED ALWAYS AS (a + 1) STORED',
  'ADD COLUMN added integer GENERATED ALWAYS AS (a + 1) VIRTUAL',
  'ADD COLUMN added integer GENERATED ALWAYS AS IDENTITY',
  'ADD COLUMN added serial',
  'ADD COLUMN IF NOT EXISTS a integer',
  ...['a', 'req', 'proven', 'half', 'checked', 'id'].flatMap((column) => [
    `ALTER COLUMN ${column} SET NOT NULL`,
    `ALTER COLUMN ${column} DROP NOT NULL`,
    `ALTER COLUMN ${column} SET DEFAULT 1`,
    `ALTER COLUMN ${column} TYPE bigint`,
    `ALTER COLUMN ${column} TYPE integer`,
    `DROP COLUMN ${column}`,
    `DROP COLUMN ${column} CASCADE`,
    `RENAME COLUMN ${column} TO renamed`,
    `ADD CONSTRAINT added NOT NULL ${column}`,
    `ADD CONSTRAINT added NOT NULL ${column} NOT VALID`,
    `ADD CONSTRAINT added UNIQUE (id, ${column})`,
  ]),
  ...['ref', 'b'].flatMap((column) => [
    `ALTER COLUMN ${column} TYPE text`,
    `ALTER COLUMN ${column} TYPE varchar(30)`,
    `DROP COLUMN ${column}`,
  ]),
  ...['target', 'split_target', 'pointed'].flatMap((target) =>
    ['', ' NOT VALID', ' NOT ENFORCED'].map(
      (state) => `ADD CONSTRAINT added FOREIGN KEY (a) REFERENCES ${target} (id)${state}`,
    ),
  ),
  ...['', ' NOT VALID', ' NOT ENFORCED', ' NO INHERIT'].map(
    (state) => `ADD CONSTRAINT added CHECK (a > 0)${state}`,
  ),
  'ADD PRIMARY KEY (id)',
  'ADD PRIMARY KEY (id, a)',
  'ADD CONSTRAINT added UNIQUE NULLS NOT DISTINCT (id, a)',
  'ADD CONSTRAINT added EXCLUDE USING btree (id WITH =)',
  'SET (fillfactor = 70)',
  'RESET (fillfactor)',
  'SET (autovacuum_enabled = false)',
  'SET LOGGED',
  'SET UNLOGGED',
  'SET ACCESS METHOD heap',
  'SET TABLESPACE pg_default',
  'ENABLE ROW LEVEL SECURITY',
  'DISABLE ROW LEVEL SECURITY',
  'FORCE ROW LEVEL SECURITY',
  'NO FORCE ROW LEVEL SECURITY',
  'REPLICA IDENTITY FULL',
  'REPLICA IDENTITY NOTHING',
  'OWNER TO CURRENT_USER',
  'DISABLE TRIGGER USER',
  'ENABLE TRIGGER ALL',
  'ENABLE REPLICA TRIGGER noting',
  'ALTER COLUMN b SET STORAGE EXTERNAL',
  'ALTER COLUMN b SET COMPRESSION pglz',
  'ALTER COLUMN b SET STATISTICS 50',
  'ALTER COLUMN a SET (n_distinct = 5)',
  'ALTER COLUMN a DROP DEFAULT',
  'ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY',
  'ALTER COLUMN req ADD GENERATED BY DEFAULT AS IDENTITY',
  'RENAME TO renamed',
  'CLUSTER ON plain_pkey',
  'SET WITHOUT CLUSTER',
];

const dropped = tables.flatMap((table) => [
  `ALTER TABLE ${table} DROP CONSTRAINT ${table}_checked`,
  `ALTER TABLE ${table} DROP CONSTRAINT ${table}_half`,
  `ALTER TABLE ${table} VALIDATE CONSTRAINT ${table}_half`,
  `ALTER TABLE ${table} VALIDATE CONSTRAINT ${table}_checked`,
  `ALTER TABLE ${table} RENAME CONSTRAINT ${table}_checked TO renamed`,
  `ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey`,
  `ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey CASCADE`,
  `ALTER TABLE ${table} ADD CONSTRAINT added UNIQUE USING INDEX ${table}_req`,
  `ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${table}_req`,
  `ALTER INDEX ${table}_b RENAME TO renamed`,
  `ALTER INDEX ${table}_b SET (fillfactor = 80)`,
  `ALTER INDEX ${table}_b SET TABLESPACE pg_default`,
  `DROP INDEX ${table}_b`,
  `REINDEX INDEX ${table}_b`,
  `REINDEX TABLE ${table}`,
  `CLUSTER ${table} USING ${table}_b`,
]);

const whole = tables.flatMap((table) => [
  `DROP TABLE ${table}`,
  `DROP TABLE ${table} CASCADE`,
  `TRUNCATE ${table}`,
  `TRUNCATE ${table} CASCADE`,
  `TRUNCATE ONLY ${table}`,
  `LOCK TABLE ${table}`,
  `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`,
  `CREATE INDEX added ON ${table} (a)`,
  `CREATE UNIQUE INDEX added ON ${table} (id, a)`,
  `CREATE INDEX added ON ONLY ${table} (a)`,
  `CREATE INDEX added ON ${table} USING hash (a) WHERE a > 0`,
  `CREATE TRIGGER added AFTER UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION noted()`,
  `CREATE TRIGGER added AFTER UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION noted()`,
  `CREATE POLICY added ON ${table} USING (true)`,
  `CREATE RULE added AS ON DELETE TO ${table} DO INSTEAD NOTHING`,
  `CREATE STATISTICS added ON a, b FROM ${table}`,
  `CREATE VIEW added AS SELECT a FROM ${table}`,
  `CREATE PUBLICATION added FOR TABLE ${table}`,
  `COMMENT ON TABLE ${table} IS 'x'`,
  `GRANT SELECT ON ${table} TO PUBLIC`,
  `ANALYZE ${table}`,
  `CREATE TABLE made (id integer REFERENCES ${table})`,
  `CREATE TABLE made (LIKE ${table} INCLUDING ALL)`,
  `CREATE TABLE made () INHERITS (${table})`,
  `CREATE TABLE made AS SELECT a FROM ${table}`,
  `UPDATE ${table} SET a = 1`,
  `DELETE FROM ${table}`,
  `INSERT INTO ${table} (id, req) SELECT 1, 1 WHERE false`,
]);

const relations = [
  'ALTER TABLE pointing DROP CONSTRAINT pointing_ref',
  'ALTER TABLE pointing VALIDATE CONSTRAINT pointing_a',
  'ALTER TABLE pointing VALIDATE CONSTRAINT pointing_ref',
  'ALTER TABLE pointing ALTER CONSTRAINT pointing_ref DEFERRABLE',
  'ALTER TABLE pointing ALTER CONSTRAINT pointing_ref NOT ENFORCED',
  'ALTER TABLE points_at_split DROP CONSTRAINT points_at_split_ref',
  'ALTER TABLE split_pointing DROP CONSTRAINT split_pointing_ref',
  'ALTER TABLE itself DROP CONSTRAINT itself_ref',
  'ALTER TABLE itself DROP COLUMN ref',
  'ALTER TABLE itself ALTER COLUMN id TYPE bigint',
  'ALTER TABLE points_at_split ALTER COLUMN ref TYPE bigint',
  'ALTER TABLE split_pointing ALTER COLUMN ref TYPE bigint',
  'ALTER TABLE split_pointing DROP COLUMN ref',
  'DROP TABLE points_at_split',
  'DROP TABLE split_pointing',
  'DROP TABLE split_pointing_1',
  'DROP TABLE itself',
  'TRUNCATE itself',
  'TRUNCATE pointed, pointing',
  'DROP TABLE pointed, pointing',
  'TRUNCATE split_pointing_1',
  'DROP TABLE up_2_1',
  'DROP TABLE heir_of_heir',
  'ALTER TABLE up DETACH PARTITION up_1',
  'ALTER TABLE up DETACH PARTITION up_2',
  'ALTER TABLE up_2 DETACH PARTITION up_2_1',
  'ALTER TABLE split_pointing DETACH PARTITION split_pointing_1',
  'ALTER TABLE heir NO INHERIT base',
  'ALTER TABLE heir_of_heir INHERIT base',
  'CREATE TABLE made PARTITION OF up FOR VALUES FROM (300) TO (400)',
  'CREATE TABLE made PARTITION OF up DEFAULT',
  'CREATE TABLE made PARTITION OF up_2 FOR VALUES FROM (150) TO (160)',
  'CREATE TABLE made PARTITION OF split_pointing FOR VALUES FROM (100) TO (200)',
  'CREATE TABLE made (LIKE up); ALTER TABLE up ATTACH PARTITION made FOR VALUES FROM (300) TO (400)',
  'DROP VIEW looks',
  'CREATE OR REPLACE VIEW looks AS SELECT id, a FROM bare',
  'ALTER VIEW looks RENAME TO looked',
  'DROP MATERIALIZED VIEW kept_plain',
  'REFRESH MATERIALIZED VIEW kept_plain',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY kept_plain',
  'REFRESH MATERIALIZED VIEW kept_plain WITH NO DATA',
  'ALTER MATERIALIZED VIEW kept_plain RENAME TO kept',
  'DROP INDEX kept_plain_id',
  'CREATE INDEX added ON kept_plain (id)',
  'DROP TRIGGER noting ON plain',
  'DROP TRIGGER noting ON up',
  'ALTER TRIGGER noting ON plain RENAME TO renamed',
  'DROP POLICY seen ON plain',
  'ALTER POLICY seen ON plain USING (false)',
  'ALTER POLICY seen ON plain RENAME TO renamed',
  'DROP FUNCTION noted() CASCADE',
  `ALTER TYPE shade ADD VALUE 'red'`,
  `ALTER TYPE shade RENAME VALUE 'dark' TO 'black'`,
  'CREATE SCHEMA other; ALTER TABLE plain SET SCHEMA other',
  'CREATE SCHEMA other; ALTER TABLE up SET SCHEMA other',
];

/** Every action on every table; those that Postgres refuses there are left out when it says so. */
export const actionShapes: readonly string[] = [
  ...tables.flatMap((table) =>
    [...(table === 'heir' || table === 'up_1' || table === 'up_2' ? [] : addedColumns), ...others].map(
      (action) => `ALTER TABLE ${table} ${action}`,
    ),
  ),
  ...['up', 'base'].flatMap((table) =>
    [
      'ADD CONSTRAINT added CHECK (a > 0) NO INHERIT',
      'ALTER COLUMN a SET DEFAULT 1',
      'ALTER COLUMN a SET NOT NULL',
      'ALTER COLUMN a SET STATISTICS 5',
      'ENABLE ROW LEVEL SECURITY',
      'DROP COLUMN a',
      'ADD COLUMN added integer',
    ].map((action) => `ALTER TABLE ONLY ${table} ${action}`),
  ),
  ...dropped,
  ...whole,
  ...relations,
];
