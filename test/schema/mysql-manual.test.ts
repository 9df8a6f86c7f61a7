import assert from 'node:assert/strict';
import type { DatabaseTarget, Dialect } from '../../src/model/dialect';
import type { Effect } from '../../src/model/effect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { predict, schemaOf } from '../oracle/predict';

const setup = `
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, n int, req int NOT NULL, v varchar(20), txt text, place point NOT NULL, mood enum('a','b'),
  gv int GENERATED ALWAYS AS (n + 1) VIRTUAL, gs int GENERATED ALWAYS AS (n + 1) STORED, KEY v_key (v),
  CONSTRAINT fk FOREIGN KEY (n) REFERENCES parent (id));
CREATE TABLE bare (id int NOT NULL, txt text);
`;

/** One row of the manual's tables: how 5.7 does it, how 8.0, 8.4 and 9 do. `+` means that the table is rebuilt. */
const rows: readonly (readonly [statement: string, row: string, old: string, current: string])[] = [
  [
    'ALTER TABLE t ADD INDEX i (n)',
    'Index Operations: Creating or adding a secondary index',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  [
    'CREATE UNIQUE INDEX i ON t (n)',
    'Index Operations: Creating or adding a secondary index',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  ['DROP INDEX v_key ON t', 'Index Operations: Dropping an index', 'INPLACE NONE', 'INPLACE NONE'],
  [
    'ALTER TABLE t RENAME INDEX v_key TO w_key',
    'Index Operations: Renaming an index',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  [
    'CREATE FULLTEXT INDEX i ON t (txt)',
    'Index Operations: Adding a FULLTEXT index',
    'INPLACE SHARED +',
    'INPLACE SHARED +',
  ],
  [
    'CREATE SPATIAL INDEX i ON t (place)',
    'Index Operations: Adding a SPATIAL index',
    'INPLACE SHARED',
    'INPLACE SHARED',
  ],
  [
    'ALTER TABLE bare ADD PRIMARY KEY (id)',
    'Primary Key Operations: Adding a primary key',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t DROP PRIMARY KEY',
    'Primary Key Operations: Dropping a primary key',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  ['ALTER TABLE t ADD COLUMN a int', 'Column Operations: Adding a column', 'INPLACE NONE +', 'INSTANT NONE'],
  [
    'ALTER TABLE bare ADD COLUMN a int AUTO_INCREMENT',
    'Column Operations: Adding a column (auto-increment)',
    'INPLACE SHARED +',
    'INPLACE SHARED +',
  ],
  ['ALTER TABLE t DROP COLUMN txt', 'Column Operations: Dropping a column', 'INPLACE NONE +', 'INSTANT NONE'],
  [
    'ALTER TABLE t CHANGE v w varchar(20)',
    'Column Operations: Renaming a column',
    'INPLACE NONE',
    'INSTANT NONE',
  ],
  [
    'ALTER TABLE t MODIFY n int FIRST',
    'Column Operations: Reordering columns',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t ALTER COLUMN n SET DEFAULT 5',
    'Column Operations: Setting a column default value',
    'INPLACE NONE',
    'INSTANT NONE',
  ],
  [
    'ALTER TABLE t MODIFY n bigint',
    'Column Operations: Changing the column data type',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  [
    'ALTER TABLE t MODIFY v varchar(40)',
    'Column Operations: Extending VARCHAR column size',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  [
    'ALTER TABLE t MODIFY v varchar(100)',
    'Column Operations: Changing the column data type',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  [
    'ALTER TABLE t AUTO_INCREMENT = 100',
    'Column Operations: Changing the auto-increment value',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  [
    'ALTER TABLE t MODIFY req int',
    'Column Operations: Making a column NULL',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t MODIFY n int NOT NULL',
    'Column Operations: Making a column NOT NULL',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    `ALTER TABLE t MODIFY mood enum('a','b','c')`,
    'Column Operations: Modifying the definition of an ENUM or SET column',
    'INPLACE NONE',
    'INSTANT NONE',
  ],
  [
    'ALTER TABLE t ADD COLUMN a int AS (n + 1) STORED',
    'Generated Column Operations: Adding a STORED column',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  [
    'ALTER TABLE t MODIFY gs int AS (n + 1) STORED FIRST',
    'Generated Column Operations: Modifying STORED column order',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  [
    'ALTER TABLE t DROP COLUMN gs',
    'Generated Column Operations: Dropping a STORED column',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t ADD COLUMN a int AS (n + 1) VIRTUAL',
    'Generated Column Operations: Adding a VIRTUAL column',
    'INPLACE NONE',
    'INSTANT NONE',
  ],
  [
    'ALTER TABLE t MODIFY gv int AS (n + 1) VIRTUAL FIRST',
    'Generated Column Operations: Modifying VIRTUAL column order',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  [
    'ALTER TABLE t DROP COLUMN gv',
    'Generated Column Operations: Dropping a VIRTUAL column',
    'INPLACE NONE',
    'INSTANT NONE',
  ],
  [
    'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (req) REFERENCES parent (id)',
    'Foreign Key Operations: Adding a foreign key constraint',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
  [
    'ALTER TABLE t DROP FOREIGN KEY fk',
    'Foreign Key Operations: Dropping a foreign key constraint',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  [
    'ALTER TABLE t ROW_FORMAT = COMPRESSED',
    'Table Operations: Changing the ROW_FORMAT',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t KEY_BLOCK_SIZE = 8',
    'Table Operations: Changing the KEY_BLOCK_SIZE',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t STATS_PERSISTENT = 0',
    'Table Operations: Setting persistent table statistics',
    'INPLACE NONE',
    'INPLACE NONE',
  ],
  [
    'ALTER TABLE t CHARACTER SET = latin1',
    'Table Operations: Specifying a character set',
    'INPLACE SHARED +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t CONVERT TO CHARACTER SET latin1',
    'Table Operations: Converting a character set',
    'COPY SHARED +',
    'INPLACE SHARED +',
  ],
  [
    'ALTER TABLE t FORCE',
    'Table Operations: Rebuilding with the FORCE option',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  [
    'ALTER TABLE t ENGINE = InnoDB',
    'Table Operations: Performing a null rebuild',
    'INPLACE NONE +',
    'INPLACE NONE +',
  ],
  ['ALTER TABLE t RENAME TO u', 'Table Operations: Renaming a table', 'INPLACE NONE', 'INSTANT NONE'],
  [
    'ALTER TABLE t DROP PARTITION p0',
    'Partitioning Operations: DROP PARTITION',
    'INPLACE EXCLUSIVE',
    'INPLACE NONE',
  ],
  [
    'ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (9))',
    'Partitioning Operations: ADD PARTITION',
    'COPY SHARED +',
    'INPLACE NONE',
  ],
  [
    'ALTER TABLE t REMOVE PARTITIONING',
    'Partitioning Operations: REMOVE PARTITIONING',
    'COPY SHARED +',
    'COPY SHARED +',
  ],
];

describe('effects in MySQL are those of its manual, and say which row', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  const effectsIn = (dialect: Dialect, version: number, statement: string): readonly Effect[] => {
    const target: DatabaseTarget = { dialect, dialectConfidence: 'high', version };
    return [...predict(reader, schemaOf(reader, setup, target), statement, target).effects.values()];
  };

  for (const [statement, row, old, current] of rows)
    for (const [version, manual, expected] of [
      [5.7, 'MySQL 5.7 Reference Manual, 14.13.1', old],
      [8, 'MySQL 8.0 Reference Manual, 17.12.1', current],
      [8.4, 'MySQL 8.4 Reference Manual, 17.12.1', current],
    ] as const)
      it(`${statement} in ${String(version)}`, () => {
        const [effect] = effectsIn('mysql', version, statement).filter(({ table }) => table !== 'parent');
        assert.ok(effect);
        assert.equal(`${effect.algorithm ?? ''} ${effect.lock ?? ''}${effect.rewrite ? ' +' : ''}`, expected);
        assert.ok(effect.source?.startsWith(`${manual} Online DDL Operations, ${row}`), effect.source ?? '');
      });

  it('names another section where the tables say nothing', () => {
    const sourceOf = (version: number, statement: string): string | null | undefined =>
      effectsIn('mysql', version, statement)[0]?.source;
    assert.equal(
      sourceOf(8, 'TRUNCATE TABLE t'),
      'MySQL 8.0 Reference Manual, 15.1.37 TRUNCATE TABLE Statement',
    );
    assert.equal(
      sourceOf(5.7, 'TRUNCATE TABLE t'),
      'MySQL 5.7 Reference Manual, 13.1.34 TRUNCATE TABLE Statement',
    );
    assert.equal(sourceOf(9.5, 'DROP TABLE t'), 'MySQL 9.5 Reference Manual, Metadata Locking');
    assert.match(sourceOf(8, 'ALTER TABLE t ADD CHECK (n > 0)') ?? '', /WL#929/);
  });

  it('a foreign key is added in place while foreign_key_checks is off, and not checked', () => {
    for (const dialect of ['mysql', 'mariadb'] as const) {
      const target: DatabaseTarget = { dialect, dialectConfidence: 'high', version: 10.6 };
      const statement = 'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (req) REFERENCES parent (id)';
      const before = schemaOf(reader, setup, target);
      const effect = predict(reader, before, statement, target, { foreignKeys: () => false }).effects.get(
        't',
      );
      assert.deepEqual(
        [effect?.algorithm, effect?.lock, effect?.validates, effect?.canFail],
        ['INPLACE', 'NONE', false, false],
      );
    }
  });

  it('whatever rests on a manual names it, and nothing else does', () => {
    const statements = [
      ...rows.map(([statement]) => statement),
      'CREATE TABLE x (id int)',
      'DROP TABLE t',
      'TRUNCATE TABLE t',
      'UPDATE t SET n = 1',
      'DELETE FROM t',
      'LOCK TABLES t WRITE',
      'ALTER TABLE t ADD COLUMN a int DEFAULT (n + 1)',
    ];
    for (const dialect of ['mysql', 'mariadb', 'postgres', 'sqlite'] as const)
      for (const version of {
        mysql: [5.7, 8, 8.4, 9],
        mariadb: [10.6, 11.8],
        postgres: [10, 15, 18],
        sqlite: [3],
      }[dialect])
        for (const statement of statements)
          for (const effect of effectsIn(dialect, version, statement))
            assert.equal(effect.source !== null, effect.proof === 'documented', `${dialect} ${statement}`);
  });
});
