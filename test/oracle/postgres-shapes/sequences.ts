/** Actions of which every pair is tried on one table, as one statement and as two. */
const actions: readonly string[] = [
  'ADD COLUMN one integer',
  'ADD COLUMN one integer NOT NULL DEFAULT 1',
  'ADD COLUMN one integer DEFAULT random()',
  'ALTER COLUMN a SET NOT NULL',
  'ALTER COLUMN a DROP NOT NULL',
  'ALTER COLUMN req DROP NOT NULL',
  'ALTER COLUMN req SET NOT NULL',
  'ALTER COLUMN a TYPE bigint',
  'ALTER COLUMN b TYPE text',
  'ADD CONSTRAINT there CHECK (a IS NOT NULL)',
  'ADD CONSTRAINT there CHECK (a IS NOT NULL) NOT VALID',
  'VALIDATE CONSTRAINT plain_half',
  'ALTER COLUMN half SET NOT NULL',
  'ADD CONSTRAINT positive CHECK (a > 0)',
  'ADD CONSTRAINT positive CHECK (a > 0) NOT VALID',
  'ADD CONSTRAINT added UNIQUE (a)',
  'ADD CONSTRAINT to_target FOREIGN KEY (a) REFERENCES target (id)',
  'ADD CONSTRAINT to_target FOREIGN KEY (a) REFERENCES target (id) NOT VALID',
  'DROP CONSTRAINT plain_checked',
  'DROP CONSTRAINT plain_proven',
  'ALTER COLUMN proven SET NOT NULL',
  'DROP CONSTRAINT plain_pkey',
  'ADD CONSTRAINT keyed PRIMARY KEY (a)',
  'DROP COLUMN a',
  'SET (fillfactor = 70)',
  'SET UNLOGGED',
];

/** Longer than two, each a way that migrations are written. */
const written: readonly string[] = [
  'ALTER TABLE plain ADD CONSTRAINT there CHECK (a IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT there, ALTER COLUMN a SET NOT NULL',
  'ALTER TABLE plain ADD CONSTRAINT there CHECK (a IS NOT NULL) NOT VALID; ALTER TABLE plain VALIDATE CONSTRAINT there; ALTER TABLE plain ALTER COLUMN a SET NOT NULL; ALTER TABLE plain DROP CONSTRAINT there',
  'ALTER TABLE plain ADD COLUMN one integer; ALTER TABLE plain ALTER COLUMN one SET NOT NULL',
  'ALTER TABLE plain ADD COLUMN one integer, ALTER COLUMN one SET NOT NULL',
  'ALTER TABLE plain ADD COLUMN one integer, ADD CONSTRAINT one_u UNIQUE (one)',
  'ALTER TABLE plain ADD COLUMN one integer, ADD CONSTRAINT one_c CHECK (one > 0)',
  'ALTER TABLE plain ADD COLUMN one integer DEFAULT 5, ALTER COLUMN one SET NOT NULL',
  'ALTER TABLE plain ADD COLUMN one integer; ALTER TABLE plain ADD CONSTRAINT one_t FOREIGN KEY (one) REFERENCES target (id)',
  'ALTER TABLE plain ADD COLUMN one integer, ADD CONSTRAINT one_t FOREIGN KEY (one) REFERENCES target (id)',
  'ALTER TABLE bare ALTER COLUMN a SET NOT NULL, ADD PRIMARY KEY (a)',
  'ALTER TABLE bare ADD PRIMARY KEY (a); ALTER TABLE bare ALTER COLUMN a SET NOT NULL',
  'ALTER TABLE bare ADD CONSTRAINT there CHECK (a IS NOT NULL); ALTER TABLE bare ADD PRIMARY KEY (a)',
  'ALTER TABLE bare ADD CONSTRAINT there CHECK (a IS NOT NULL), ADD PRIMARY KEY (a)',
  'CREATE UNIQUE INDEX i ON bare (a); ALTER TABLE bare ADD PRIMARY KEY USING INDEX i',
  'CREATE UNIQUE INDEX i ON bare (a); ALTER TABLE bare ALTER COLUMN a SET NOT NULL; ALTER TABLE bare ADD PRIMARY KEY USING INDEX i',
  'ALTER TABLE bare ALTER COLUMN a TYPE bigint, ALTER COLUMN a SET NOT NULL, ADD CONSTRAINT c CHECK (a > 0)',
  'ALTER TABLE bare ADD COLUMN one integer, ALTER COLUMN a TYPE bigint; CREATE INDEX i ON bare (one)',
  'ALTER TABLE plain DROP CONSTRAINT plain_proven; ALTER TABLE plain ALTER COLUMN proven SET NOT NULL',
  'ALTER TABLE plain RENAME TO renamed; ALTER TABLE renamed ALTER COLUMN a SET NOT NULL',
  'ALTER TABLE plain RENAME COLUMN proven TO shown; ALTER TABLE plain ALTER COLUMN shown SET NOT NULL',
  'ALTER TABLE plain ADD COLUMN one integer; UPDATE plain SET one = 1; ALTER TABLE plain ALTER COLUMN one SET NOT NULL',
  'ALTER TABLE plain DROP COLUMN a, ADD COLUMN a bigint',
  'ALTER TABLE plain SET UNLOGGED; ALTER TABLE plain SET LOGGED',
  'ALTER TABLE plain SET UNLOGGED; ALTER TABLE plain SET UNLOGGED',
  'CREATE INDEX i ON bare (a); DROP INDEX i',
  'CREATE TABLE made (id integer PRIMARY KEY, ref integer); ALTER TABLE made ADD FOREIGN KEY (ref) REFERENCES target (id); CREATE INDEX ON made (ref)',
  'CREATE TABLE made (id integer PRIMARY KEY); ALTER TABLE plain ADD CONSTRAINT to_made FOREIGN KEY (a) REFERENCES made (id)',
  'CREATE TABLE made (id integer PRIMARY KEY); ALTER TABLE plain ADD COLUMN one integer REFERENCES made (id)',
  "CREATE TYPE fresh AS ENUM ('x'); ALTER TABLE plain ADD COLUMN one fresh NOT NULL DEFAULT 'x'",
  'CREATE DOMAIN fresh AS integer CHECK (VALUE > 0); ALTER TABLE plain ADD COLUMN one fresh',
  'ALTER TABLE pointing DROP CONSTRAINT pointing_ref, ADD CONSTRAINT pointing_ref FOREIGN KEY (ref) REFERENCES pointed (id) ON DELETE CASCADE',
  'ALTER TABLE pointing DROP CONSTRAINT pointing_ref; ALTER TABLE pointed ALTER COLUMN id TYPE bigint; ALTER TABLE pointing ALTER COLUMN ref TYPE bigint',
  'ALTER TABLE up DETACH PARTITION up_1; ALTER TABLE up ALTER COLUMN a SET NOT NULL',
  'ALTER TABLE up DETACH PARTITION up_1; DROP TABLE up_1',
  'ALTER TABLE up DETACH PARTITION up_1; ALTER TABLE up ATTACH PARTITION up_1 FOR VALUES FROM (0) TO (100)',
  'ALTER TABLE up_1 ADD CONSTRAINT bound CHECK (id >= 0 AND id < 100); ALTER TABLE up DETACH PARTITION up_1; ALTER TABLE up ATTACH PARTITION up_1 FOR VALUES FROM (0) TO (100)',
];

export const sequenceShapes: readonly string[] = [
  ...written,
  ...actions.flatMap((one) =>
    actions
      .filter((other) => other !== one)
      .flatMap((other) => [
        `ALTER TABLE plain ${one}, ${other}`,
        // Which table was checked cannot be asked of a foreign key that is gone.
        ...(one.includes('FOREIGN KEY') && other === 'DROP COLUMN a'
          ? []
          : [`ALTER TABLE plain ${one}; ALTER TABLE plain ${other}`]),
      ]),
  ),
];
