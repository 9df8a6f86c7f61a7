import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dialectBySyntax, judgeSyntax } from '../../src/sql/detect-dialect';

describe('dialectBySyntax', () => {
  const clear = {
    postgres: [
      'CREATE TABLE "User" ("id" SERIAL NOT NULL, "at" TIMESTAMPTZ, CONSTRAINT "pk" PRIMARY KEY ("id"))',
      'CREATE INDEX CONCURRENTLY i ON t (a)',
      'DO $$ BEGIN DROP TABLE a; END $$',
      'ALTER TABLE t ALTER COLUMN a SET DATA TYPE jsonb USING a::jsonb',
      "CREATE TYPE e AS ENUM ('a')",
    ],
    mysql: [
      'CREATE TABLE `a` (`id` INT NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
      'ALTER TABLE t MODIFY COLUMN a INT UNSIGNED',
      'ALTER TABLE `t` DROP FOREIGN KEY `f`',
    ],
    mariadb: [
      'CREATE TABLE `t` (`a` INT AUTO_INCREMENT) ENGINE=InnoDB WITH SYSTEM VERSIONING',
      'ALTER TABLE t ADD a INT, ALGORITHM=NOCOPY',
    ],
    sqlite: [
      'CREATE TABLE "t" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT)',
      'PRAGMA foreign_keys=OFF',
      'CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID',
    ],
  };

  for (const [dialect, texts] of Object.entries(clear))
    it(`knows ${dialect}`, () => {
      for (const text of texts) assert.equal(dialectBySyntax(text)?.dialect, dialect, text);
    });

  it('says how sure it is', () => {
    assert.equal(dialectBySyntax(clear.mysql[0] ?? '')?.confidence, 'high');
    assert.notEqual(dialectBySyntax('SELECT `a`')?.confidence, 'high');
  });

  it('does not guess from what every dialect has', () => {
    assert.equal(dialectBySyntax(''), null);
    assert.equal(dialectBySyntax('ALTER TABLE t ADD COLUMN a INT'), null);
    assert.equal(dialectBySyntax('DROP TABLE t;'), null);
  });

  it('does not look into comments and strings', () => {
    assert.equal(
      dialectBySyntax("-- ENGINE=InnoDB AUTO_INCREMENT\nINSERT INTO t VALUES ('PRAGMA x WITHOUT ROWID')"),
      null,
    );
  });

  it('names the databases that are not read here', () => {
    const foreign = (text: string): string | null => judgeSyntax(text).foreign;
    assert.equal(
      foreign('CREATE TABLE t (a LowCardinality(String)) ENGINE = ReplacingMergeTree ORDER BY a'),
      'ClickHouse',
    );
    assert.equal(
      foreign('CREATE TABLE [dbo].[t] ([a] INT IDENTITY(1,1), [b] NVARCHAR(MAX))\nGO\n'),
      'SQL Server',
    );
    assert.equal(foreign('CREATE INDEX i ON t (a) STORING (b)'), 'CockroachDB');
    assert.equal(dialectBySyntax('CREATE TABLE t (a UInt8) ENGINE = MergeTree'), null);
    assert.equal(foreign('CREATE TABLE t (a INT) ENGINE=InnoDB'), null);
  });

  it('names them by more than one sign', () => {
    const shown: Readonly<Record<string, readonly string[]>> = {
      ClickHouse: [
        'ALTER TABLE traces ON CLUSTER default ADD COLUMN a Nullable(String)',
        'ALTER TABLE traces MATERIALIZE INDEX i',
        'CREATE TABLE t (a DateTime64(3) CODEC(ZSTD(1)))',
      ],
      'SQL Server': [
        'CREATE UNIQUE NONCLUSTERED INDEX i ON t (a)',
        "IF OBJECT_ID(N'dbo.t') IS NULL CREATE TABLE t (a UNIQUEIDENTIFIER)",
        'DECLARE @name sysname; EXEC sp_rename @name',
      ],
      CockroachDB: [
        'DROP INDEX users@users_email_idx CASCADE',
        'CREATE TABLE t (id INT8 DEFAULT unique_rowid(), FAMILY "primary" (id))',
        'ALTER TABLE t ALTER PRIMARY KEY USING COLUMNS (a, b)',
      ],
      Oracle: ['CREATE TABLE t (a VARCHAR2(10), b NUMBER(10))'],
      BigQuery: ['CREATE TABLE d.t (a STRUCT<b STRING>, c INT64)'],
      Snowflake: ['CREATE TABLE t (a VARIANT, b TIMESTAMP_NTZ)'],
      Spanner: ['CREATE TABLE t (a STRING(MAX)) PRIMARY KEY (a)'],
      Redshift: ['CREATE TABLE t (a INT DISTKEY) SORTKEY (a)'],
    };
    for (const [database, texts] of Object.entries(shown))
      for (const text of texts) assert.equal(judgeSyntax(text).foreign, database, text);
  });

  it('sees nothing foreign in names that look alike', () => {
    for (const text of [
      'CREATE INDEX i ON cluster USING btree (id)',
      'CREATE TABLE variant (id int, variant text, "storing" text)',
      'ALTER TABLE family ADD COLUMN family text',
      'CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY (START 1))',
      'SELECT number (1), nullable (2)',
      "INSERT INTO t VALUES ('GO\nGO')",
    ])
      assert.equal(judgeSyntax(text).foreign, null, text);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void judgeSyntax(text)));
  });
});
