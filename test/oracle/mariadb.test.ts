import assert from 'node:assert/strict';
import type { DatabaseTarget } from '../../src/model/dialect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Database } from '../support/database';
import type { MariadbServer } from '../support/mariadb';
import { startMariadb } from '../support/mariadb';
import { cheapestAccepted } from './measure-mariadb';
import { predict, schemaOf } from './predict';

const setup = `
CREATE TABLE parent (id int PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE t (
  id int PRIMARY KEY, n int, big bigint, v varchar(20), mid_v varchar(40), long_v varchar(100), fixed char(10), txt text, num decimal(10,2), mood enum('sad','glad'), req int NOT NULL, d datetime, parent_id int, u int unsigned, checked int, place point NOT NULL DEFAULT (point(1, 1)),
  KEY v_key (v), UNIQUE KEY n_key (n), CONSTRAINT positive CHECK (checked > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE child (id int PRIMARY KEY, parent_id int, CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
`;
const fresh = `DROP TABLE IF EXISTS child, t, parent; ${setup} INSERT INTO parent VALUES (1); INSERT INTO t (id, n, v, req, parent_id, checked) VALUES (1, 1, 'x', 1, 1, 1);`;

const alterations = [
  'ADD COLUMN added int',
  'ADD COLUMN added int NOT NULL',
  `ADD COLUMN added varchar(20) NOT NULL DEFAULT 'x'`,
  'ADD COLUMN added int FIRST',
  'ADD COLUMN added int AFTER id',
  'ADD COLUMN added datetime DEFAULT CURRENT_TIMESTAMP',
  'ADD COLUMN added varchar(36) DEFAULT (uuid())',
  'ADD COLUMN added int GENERATED ALWAYS AS (n + 1) STORED',
  'ADD COLUMN added int GENERATED ALWAYS AS (n + 1) VIRTUAL',
  'ADD COLUMN added int UNIQUE',
  'ADD COLUMN one int, ADD COLUMN two int',
  'ADD COLUMN added int CHECK (added > 0)',
  'DROP COLUMN txt',
  'DROP COLUMN v',
  'DROP COLUMN d, DROP COLUMN txt',
  'RENAME COLUMN v TO w',
  'CHANGE v w varchar(20)',
  'CHANGE v w varchar(30)',
  'MODIFY v varchar(20)',
  'MODIFY v varchar(30)',
  'MODIFY v varchar(63)',
  'MODIFY v varchar(64)',
  'MODIFY v varchar(10)',
  'MODIFY mid_v varchar(63)',
  'MODIFY mid_v varchar(64)',
  'MODIFY long_v varchar(200)',
  'MODIFY v varchar(20) NOT NULL',
  'MODIFY req int',
  'MODIFY req int NOT NULL',
  'MODIFY n bigint',
  'MODIFY big int',
  'MODIFY n int unsigned',
  'MODIFY txt longtext',
  'MODIFY txt mediumtext',
  'MODIFY fixed char(12)',
  'MODIFY fixed varchar(10)',
  'MODIFY num decimal(12,2)',
  'MODIFY num decimal(12,4)',
  `MODIFY mood enum('sad','glad','mad')`,
  `MODIFY mood enum('mad','sad','glad')`,
  `MODIFY mood enum('sad')`,
  'MODIFY d datetime(3)',
  'MODIFY n int DEFAULT 5',
  'MODIFY n int AFTER v',
  'MODIFY v varchar(20) CHARACTER SET latin1',
  'MODIFY v text',
  'ALTER COLUMN n SET DEFAULT 5',
  'ALTER COLUMN n DROP DEFAULT',
  'ADD INDEX i (d)',
  'ADD UNIQUE INDEX i (d)',
  'ADD FULLTEXT INDEX i (txt)',
  'DROP INDEX v_key',
  'ADD SPATIAL INDEX s (place)',
  'RENAME INDEX v_key TO w_key',
  'ALTER INDEX v_key IGNORED',
  'ALTER INDEX v_key NOT IGNORED',
  'ADD CONSTRAINT c CHECK (n > 0)',
  'DROP CONSTRAINT positive',
  'ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES parent (id)',
  'DROP PRIMARY KEY',
  'RENAME TO t2',
  'CONVERT TO CHARACTER SET latin1',
  'ENGINE=InnoDB',
  'AUTO_INCREMENT=1000',
  `COMMENT='x'`,
  'DEFAULT CHARACTER SET latin1',
  'ROW_FORMAT=COMPRESSED',
  'FORCE',
];
/** ADD COLUMN: types × what comes with them. */
const additions = [
  'bigint',
  'varchar(300)',
  'text',
  'json',
  'decimal(12,4)',
  'date',
  `enum('a','b')`,
].flatMap((type) =>
  ['', ' NOT NULL', ' AFTER id', ' FIRST', ` COMMENT 'x'`].map((rest) => `ADD COLUMN added ${type}${rest}`),
);

/** MODIFY: every column to every type of its kind and some of others. */
const modifications = [
  ...['n', 'u', 'big'].flatMap((column) =>
    [
      'smallint',
      'int',
      'int unsigned',
      'bigint',
      'bigint unsigned',
      'decimal(20,0)',
      'double',
      'varchar(20)',
    ].map((type) => `MODIFY ${column} ${type}`),
  ),
  ...['v', 'mid_v', 'long_v', 'fixed'].flatMap((column) =>
    ['char(10)', 'varchar(15)', 'varchar(40)', 'varchar(100)', 'varchar(300)', 'text', 'varbinary(300)'].map(
      (type) => `MODIFY ${column} ${type}`,
    ),
  ),
  ...['date', 'datetime', 'datetime(6)', 'timestamp', 'varchar(30)'].map((type) => `MODIFY d ${type}`),
];

const statements = [
  ...alterations.map((action) => `ALTER TABLE t ${action}`),
  ...[...additions, ...modifications].map((action) => `ALTER TABLE t ${action}`),
  'ALTER TABLE child DROP FOREIGN KEY child_parent',
  'CREATE INDEX i ON t (d)',
  'CREATE UNIQUE INDEX i ON t (d)',
  'CREATE FULLTEXT INDEX i ON t (txt)',
];

describe('effects in MariaDB are what MariaDB accepts', () => {
  let server: MariadbServer;
  let database: Database;
  let reader: SqlReader;
  let target: DatabaseTarget;

  before(async () => {
    server = await startMariadb();
    database = await server.connect();
    reader = await createNodeSqlReader();
    const [row] = await database.query('SELECT version() AS version');
    target = {
      dialect: 'mariadb',
      dialectConfidence: 'high',
      version: Number.parseFloat(String(row?.['version'])),
    };
  });
  after(async () => {
    await database.stop();
    await server.stop();
  });

  for (const [action, loses] of [
    ['DROP PARTITION p0', true],
    ['TRUNCATE PARTITION p0', true],
    [
      'REORGANIZE PARTITION p0 INTO (PARTITION a VALUES LESS THAN (5), PARTITION b VALUES LESS THAN (10))',
      false,
    ],
    ['REMOVE PARTITIONING', false],
    ['REBUILD PARTITION p0', false],
    ['ADD PARTITION (PARTITION p2 VALUES LESS THAN (30))', false],
  ] as const)
    it(`${action} ${loses ? 'loses' : 'keeps'} rows`, async () => {
      const made = `CREATE TABLE parts (id int PRIMARY KEY) ENGINE=InnoDB PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));`;
      await database.script(`DROP TABLE IF EXISTS parts; ${made} INSERT INTO parts VALUES (1), (11);`);
      await database.script(`ALTER TABLE parts ${action}`);
      const [row] = await database.query('SELECT count(*) AS kept FROM parts');
      assert.equal(Number(row?.['kept']) < 2, loses);
      const predicted = predict(
        reader,
        schemaOf(reader, made, target),
        `ALTER TABLE parts ${action}`,
        target,
      );
      assert.equal(predicted.effects.get('parts')?.losesData, loses);
    });

  it('a foreign key is added in place while foreign_key_checks is off, and rows that point nowhere stay', async () => {
    const statement = 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES parent (id)';
    const off = 'SET foreign_key_checks = 0;';
    const orphan = 'UPDATE t SET parent_id = 99;';
    const accepted = await cheapestAccepted(database, `${off} ${fresh} ${orphan}`, statement);
    await database.script('SET foreign_key_checks = 1');
    const foreignKeys = (): boolean => false;
    const predicted = predict(reader, schemaOf(reader, setup, target), statement, target, { foreignKeys });
    const effect = predicted.effects.get('t');
    assert.deepEqual(
      { algorithm: effect?.algorithm, lock: effect?.lock, rewrite: effect?.rewrite },
      accepted,
    );
    assert.equal(effect?.canFail, false);
  });

  for (const statement of statements) {
    it(statement, async () => {
      const predicted = predict(reader, schemaOf(reader, setup, target), statement, target);
      assert.deepEqual(predicted.notRead, []);
      const effect = predicted.effects.get(statement.includes('TABLE child') ? 'child' : 't');
      const accepted = await cheapestAccepted(database, fresh, statement);
      assert.deepEqual(
        { algorithm: effect?.algorithm, lock: effect?.lock, rewrite: effect?.rewrite },
        accepted,
      );
    });
  }
});
