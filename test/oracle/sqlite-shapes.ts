/** Tables that every shape starts from; `@rows` is replaced by rows that fit everything, or by such that fit little. */
export const sqliteTables = `
CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE, label TEXT);
CREATE TABLE t (
  id INTEGER PRIMARY KEY, n INT, req TEXT NOT NULL, txt TEXT, dup INT, nul INT, parent_id INT, checked INT CHECK (checked > 0),
  doubled INT AS (n * 2) VIRTUAL, tripled INT AS (n * 3) STORED
);
CREATE INDEX t_n ON t (n);
CREATE UNIQUE INDEX t_req ON t (req);
CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INT REFERENCES t (id) ON DELETE CASCADE, note TEXT);
CREATE TABLE kept (id INTEGER PRIMARY KEY, parent_id INT REFERENCES parent (id), note TEXT);
CREATE TABLE emptied (id INTEGER PRIMARY KEY, lonely_id INT REFERENCES lonely (id) ON DELETE SET NULL);
CREATE TABLE lonely (id INTEGER PRIMARY KEY, a INT, b TEXT, c TEXT COLLATE NOCASE);
CREATE TABLE plain (a INT, b TEXT);
CREATE TABLE keyed (code TEXT PRIMARY KEY, amount INT, note TEXT) WITHOUT ROWID;
CREATE TABLE exact (id INTEGER PRIMARY KEY, a INT, b TEXT) STRICT;
CREATE VIEW seen AS SELECT id, txt FROM t;
CREATE TRIGGER touching AFTER INSERT ON lonely BEGIN SELECT 1; END;
`;

const series = 'WITH RECURSIVE s (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM s WHERE i < 150)';

/** No constraint that a shape adds is violated, and every value tells where it came from. */
export const fittingRows = `
${series} INSERT INTO parent SELECT i, 'code ' || i, 'the label of parent ' || i FROM s;
${series} INSERT INTO t (id, n, req, txt, dup, nul, parent_id, checked) SELECT i, i * 7, 'req ' || i, 'a text of some length ' || i, i * 11, i * 13, 2000 - i, i * 17 FROM s;
${series} INSERT INTO child SELECT i * 2, 1 + i % 75, 'the note of child ' || i FROM s;
${series} INSERT INTO kept SELECT i * 3, 1 + i % 60, 'the note of kept ' || i FROM s;
${series} INSERT INTO emptied SELECT i * 5, 1 + i % 50 FROM s;
${series} INSERT INTO lonely SELECT i, i * 19, 'the text b of lonely ' || i, 'c ' || i FROM s;
${series} INSERT INTO plain SELECT i * 23, 'the text b of plain ' || i FROM s;
${series} INSERT INTO keyed SELECT 'key ' || i, i * 29, 'the note of keyed ' || i FROM s;
${series} INSERT INTO exact SELECT i * 2, i * 31, 'the text b of exact ' || i FROM s;
`;

/** Values that repeat, are missing, are negative or point nowhere, wherever the tables allow it. */
export const awkwardRows = `
INSERT INTO parent VALUES (-1, NULL, NULL), (1, 'x', 'same'), (2, 'y', 'same');
INSERT INTO t (id, n, req, txt, dup, nul, parent_id, checked) VALUES (-1, NULL, '-1', NULL, NULL, NULL, NULL, NULL), (1, -5, 'a', '', 1, NULL, 99, 1), (2, -5, 'b', '', 1, NULL, 99, 1), (3, NULL, 'c', NULL, NULL, -3, NULL, NULL), (4, NULL, 'd', NULL, NULL, -3, NULL, NULL);
INSERT INTO child VALUES (1, NULL, NULL), (2, 1, ''), (3, 1, ''), (4, -1, '');
INSERT INTO kept VALUES (1, 1, NULL), (2, 1, ''), (3, NULL, '');
INSERT INTO emptied VALUES (1, 1), (2, 1), (3, NULL);
INSERT INTO lonely VALUES (1, -1, '', 'a'), (2, -1, '', 'A'), (3, NULL, NULL, NULL), (4, -2, NULL, 'b'), (5, -2, NULL, 'b');
INSERT INTO plain VALUES (-1, ''), (-1, ''), (NULL, NULL);
INSERT INTO keyed VALUES ('-1', -1, ''), ('b', -1, ''), ('c', NULL, NULL);
INSERT INTO exact VALUES (1, -1, ''), (2, -1, ''), (3, NULL, NULL);
`;

export interface SqliteShape {
  readonly statement: string;
  /** Run before it, and replayed. */
  readonly prior?: string;
  /** PRAGMA foreign_keys; off unless said. */
  readonly foreignKeys?: boolean;
}

const additions = ['', ' NOT NULL'].flatMap((required) =>
  [
    '',
    ' DEFAULT 1',
    ` DEFAULT 'x'`,
    ' DEFAULT -1',
    ' DEFAULT NULL',
    ' DEFAULT (1 + 1)',
    ' DEFAULT CURRENT_TIMESTAMP',
    ` DEFAULT (datetime('now'))`,
  ].flatMap((value) =>
    [
      '',
      ' CHECK (added > 0)',
      ' CHECK (added IS NOT NULL)',
      ' CHECK (n > 0)',
      ' CHECK (added > 0 OR n > 0)',
      ' CHECK (coalesce(added, 0) > 0)',
      ' COLLATE NOCASE',
      ' REFERENCES parent (id)',
    ].map((constraint) => `ALTER TABLE t ADD COLUMN added INT${required}${value}${constraint}`),
  ),
);

const generated = ['(n + 1)', '(nul + 1)', '(1)'].flatMap((expression) =>
  ['', ' VIRTUAL', ' STORED', ' NOT NULL', ' CHECK (made > 0)', ' NOT NULL CHECK (made IS NOT 5)'].map(
    (rest) => `ALTER TABLE t ADD COLUMN made INT AS ${expression}${rest}`,
  ),
);

const columns: Readonly<Record<string, readonly string[]>> = {
  parent: ['id', 'code', 'label'],
  t: ['id', 'n', 'req', 'txt', 'dup', 'nul', 'parent_id', 'checked', 'doubled', 'tripled'],
  child: ['t_id', 'note'],
  lonely: ['a', 'b', 'c'],
  plain: ['a', 'b'],
  keyed: ['code', 'amount', 'note'],
  exact: ['a', 'b'],
};

const perColumn = Object.entries(columns).flatMap(([table, names]) =>
  names.flatMap((column) => [
    `ALTER TABLE ${table} DROP COLUMN ${column}`,
    `ALTER TABLE ${table} RENAME COLUMN ${column} TO renamed`,
    `CREATE INDEX made ON ${table} (${column})`,
    `CREATE UNIQUE INDEX made ON ${table} (${column})`,
    `CREATE UNIQUE INDEX made ON ${table} (abs(${column}))`,
    `CREATE UNIQUE INDEX made ON ${table} (${column}) WHERE ${column} IS NOT NULL`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`,
    `ALTER TABLE ${table} ADD CONSTRAINT made CHECK (${column} > 0)`,
    `ALTER TABLE ${table} ADD CHECK (${column} IS NOT NULL)`,
  ]),
);

const perTable = Object.keys(columns).flatMap((table) => [
  `ALTER TABLE ${table} RENAME TO another`,
  `ALTER TABLE ${table} ADD COLUMN added TEXT`,
  `ALTER TABLE ${table} ADD COLUMN added TEXT NOT NULL`,
  `ALTER TABLE ${table} ADD COLUMN added TEXT NOT NULL DEFAULT ''`,
  `DROP TABLE ${table}`,
  `CREATE TABLE copied AS SELECT * FROM ${table}`,
  `CREATE VIEW shown AS SELECT * FROM ${table}`,
  `CREATE TRIGGER fired AFTER DELETE ON ${table} BEGIN SELECT 1; END`,
  `DELETE FROM ${table}`,
  `CREATE TABLE pointing (id INTEGER PRIMARY KEY, at INT REFERENCES ${table})`,
  `REINDEX ${table}`,
]);

const handWritten = [
  'ALTER TABLE t ADD COLUMN added INT UNIQUE',
  'ALTER TABLE t ADD COLUMN added INT PRIMARY KEY',
  'CREATE UNIQUE INDEX made ON t (dup, n)',
  'CREATE UNIQUE INDEX made ON t (dup, id)',
  'CREATE UNIQUE INDEX made ON t (req, dup)',
  'CREATE UNIQUE INDEX made ON lonely (a) WHERE b IS NULL',
  'CREATE INDEX IF NOT EXISTS t_n ON t (n)',
  'CREATE UNIQUE INDEX IF NOT EXISTS t_n ON t (dup)',
  'DROP INDEX t_n',
  'DROP INDEX IF EXISTS t_req',
  'DROP INDEX IF EXISTS missing',
  'DROP TABLE IF EXISTS missing',
  'DROP TABLE IF EXISTS lonely',
  'DROP VIEW seen',
  'DROP TRIGGER touching',
  'CREATE TABLE IF NOT EXISTS t (id INT)',
  'CREATE TEMP TABLE t2 (id INT)',
  'CREATE TABLE fresh (id INTEGER PRIMARY KEY)',
  'INSERT INTO lonely (a) VALUES (1)',
  `UPDATE lonely SET b = 'x' WHERE id = 1`,
  `UPDATE lonely SET b = 'x'`,
  'DELETE FROM lonely WHERE id = 1',
  'REINDEX t_n',
  'VACUUM',
  'ANALYZE lonely',
  'ALTER TABLE t DROP CONSTRAINT made',
  'ALTER TABLE t ADD CONSTRAINT made CHECK (n > 0 AND dup > 0)',
];

const withKeysOn = [
  ...perTable.filter((statement) => /^(?:DROP TABLE|DELETE)/.test(statement)),
  'DROP TABLE emptied',
  'DROP TABLE kept',
  ...additions.filter((statement) => /REFERENCES/.test(statement)),
];

const afterwards: readonly SqliteShape[] = [
  // A table that nothing points at any more, and one whose rows are gone.
  { prior: 'DROP TABLE child;', statement: 'DROP TABLE t', foreignKeys: true },
  { prior: 'DROP TABLE kept;', statement: 'DROP TABLE parent', foreignKeys: true },
  { prior: 'ALTER TABLE t RENAME TO u;', statement: 'DROP TABLE u', foreignKeys: true },
  { prior: 'DROP INDEX t_n;', statement: 'ALTER TABLE t RENAME COLUMN n TO m' },
  {
    prior: 'ALTER TABLE lonely ADD COLUMN d INT; UPDATE lonely SET d = a * 3;',
    statement: 'ALTER TABLE lonely DROP COLUMN d',
  },
  {
    prior: 'ALTER TABLE lonely ADD COLUMN d INT DEFAULT 5;',
    statement: 'CREATE UNIQUE INDEX made ON lonely (d)',
  },
  { prior: 'ALTER TABLE lonely RENAME TO other;', statement: 'ALTER TABLE other DROP COLUMN a' },
];

export const sqliteShapes: readonly SqliteShape[] = [
  ...[...additions, ...generated, ...perColumn, ...perTable, ...handWritten].map((statement) => ({
    statement,
  })),
  ...withKeysOn.map((statement) => ({ statement, foreignKeys: true })),
  ...afterwards,
];
