import fc from 'fast-check';

const table = fc.constantFrom(
  'one',
  'two',
  '"Three"',
  'a_table_with_quite_a_long_name_that_makes_names_long',
  'sec.four',
);
const column = fc.constantFrom(
  'c1',
  'c2',
  'c3',
  'c4',
  '"cFive"',
  'a_column_whose_name_is_so_long_that_names_are_cut_short',
);
const type = fc.constantFrom(
  'integer',
  'bigint',
  'text',
  'varchar(20)',
  'numeric(8,2)',
  'timestamptz(3)',
  'timestamp(3)',
  'boolean',
  'text[]',
  'mood',
  'char(3)',
  'double precision',
);
const name = fc.constantFrom('k1', 'k2', 'k3', '"kFour"');

const added = fc
  .tuple(
    column,
    type,
    fc.constantFrom(
      '',
      '',
      ' NOT NULL',
      ' UNIQUE',
      ' PRIMARY KEY',
      ' DEFAULT NULL',
      ' NOT NULL UNIQUE',
      ' REFERENCES one',
    ),
  )
  .map((parts) => `${parts[0]} ${parts[1]}${parts[2]}`);
const special = column.chain((c) =>
  fc.constantFrom(
    `${c} serial`,
    `${c} bigserial PRIMARY KEY`,
    `${c} integer GENERATED ALWAYS AS IDENTITY`,
    `${c} integer DEFAULT 1 CHECK (${c} > 0)`,
    `${c} integer NOT NULL DEFAULT 5`,
    `${c} integer GENERATED ALWAYS AS (1 + 1) STORED`,
  ),
);
const columnText = fc.oneof({ weight: 3, arbitrary: added }, { weight: 1, arbitrary: special });

const tableConstraint = fc.oneof(
  fc.tuple(column, column).map(([a, b]) => `UNIQUE (${a}, ${b})`),
  column.map((c) => `UNIQUE (${c})`),
  column.map((c) => `PRIMARY KEY (${c})`),
  column.map((c) => `CHECK (${c} IS NOT NULL)`),
  fc.tuple(column, column).map(([a, b]) => `CHECK (${a} IS NOT NULL OR ${b} IS NULL)`),
  fc.tuple(column, table).map(([c, t]) => `FOREIGN KEY (${c}) REFERENCES ${t}`),
  fc
    .tuple(column, table, column)
    .map(([c, t, r]) => `FOREIGN KEY (${c}) REFERENCES ${t} (${r}) ON DELETE CASCADE`),
);
const namedConstraint = fc
  .tuple(fc.option(name), tableConstraint, fc.constantFrom('', '', ' NOT VALID'))
  .map(
    ([n, text, late]) =>
      `${n === null ? '' : `CONSTRAINT ${n} `}${text}${/^(?:CHECK|FOREIGN)/.test(text) ? late : ''}`,
  );

const createTable = fc
  .tuple(
    table,
    fc.uniqueArray(columnText, { minLength: 1, maxLength: 4, selector: (text) => text.split(' ')[0] }),
    fc.array(tableConstraint, { maxLength: 2 }),
  )
  .map(([t, columns, constraints]) => `CREATE TABLE ${t} (${[...columns, ...constraints].join(', ')})`);

const onColumn = fc
  .tuple(table, column, type, column)
  .chain(([t, c, ty, other]) =>
    fc.constantFrom(
      `ALTER TABLE ${t} DROP COLUMN ${c}`,
      `ALTER TABLE ${t} DROP COLUMN IF EXISTS ${c} CASCADE`,
      `ALTER TABLE ${t} RENAME COLUMN ${c} TO ${other}`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} TYPE ${ty}`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} SET NOT NULL`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} DROP NOT NULL`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} SET DEFAULT NULL`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} SET DEFAULT '1'`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} DROP DEFAULT`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} DROP IDENTITY IF EXISTS`,
      `ALTER TABLE ${t} DROP COLUMN ${c}, ADD COLUMN ${c} ${ty}`,
      `ALTER TABLE ${t} ALTER COLUMN ${c} DROP EXPRESSION IF EXISTS`,
    ),
  );

const onIndex = fc
  .tuple(table, column, column, name)
  .chain(([t, c, other, n]) =>
    fc.constantFrom(
      `CREATE INDEX ON ${t} (${c})`,
      `CREATE INDEX ON ${t} (${c}, ${other} DESC)`,
      `CREATE UNIQUE INDEX ${n} ON ${t} (${c})`,
      `CREATE INDEX ON ${t} (lower(${c}::text))`,
      `CREATE INDEX IF NOT EXISTS ${n} ON ${t} (${c}) WHERE ${other} IS NULL`,
      `CREATE INDEX ON ${t} (${c}) INCLUDE (${other})`,
      `DROP INDEX ${n}`,
      `DROP INDEX IF EXISTS ${n}`,
      `ALTER INDEX ${n} RENAME TO k9`,
      `ALTER TABLE ${t} ADD CONSTRAINT k8 UNIQUE USING INDEX ${n}`,
      `ALTER TABLE ${t} ADD PRIMARY KEY USING INDEX ${n}`,
      `CREATE INDEX ON ${t} ((${c} IS NULL))`,
      `CREATE INDEX ON ${t} (coalesce(${c}, ${other}))`,
    ),
  );

const onConstraint = fc
  .tuple(table, name, namedConstraint)
  .chain(([t, n, text]) =>
    fc.constantFrom(
      `ALTER TABLE ${t} ADD ${text}`,
      `ALTER TABLE ${t} ADD ${text}`,
      `ALTER TABLE ${t} DROP CONSTRAINT ${n}`,
      `ALTER TABLE ${t} DROP CONSTRAINT ${n} CASCADE`,
      `ALTER TABLE ${t} VALIDATE CONSTRAINT ${n}`,
      `ALTER TABLE ${t} RENAME CONSTRAINT ${n} TO k7`,
      `ALTER TABLE ${t} DROP CONSTRAINT IF EXISTS one_pkey CASCADE`,
    ),
  );

const onTable = fc
  .tuple(table, fc.constantFrom('one', 'two', '"Three"', 'five'))
  .chain(([t, to]) =>
    fc.constantFrom(
      `DROP TABLE ${t} CASCADE`,
      `DROP TABLE IF EXISTS ${t}`,
      `ALTER TABLE ${t} RENAME TO ${to}`,
      `CREATE TABLE ${to} (LIKE ${t})`,
      `ALTER TABLE ${t} SET SCHEMA sec`,
      `ALTER TYPE mood RENAME TO feeling`,
      'DROP TYPE mood CASCADE',
      `CREATE TABLE ${to} (extra integer) INHERITS (${t})`,
    ),
  );

/** Statements of which some fail, each on its own: those are not part of the history. */
export const randomHistory: fc.Arbitrary<readonly string[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: createTable },
    { weight: 4, arbitrary: fc.tuple(table, columnText).map(([t, c]) => `ALTER TABLE ${t} ADD COLUMN ${c}`) },
    { weight: 6, arbitrary: onColumn },
    { weight: 5, arbitrary: onIndex },
    { weight: 5, arbitrary: onConstraint },
    { weight: 1, arbitrary: onTable },
  ),
  { minLength: 30, maxLength: 60 },
);
