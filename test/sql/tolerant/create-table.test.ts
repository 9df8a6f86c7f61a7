import assert from 'node:assert/strict';
import { readTolerant } from '../../../src/sql/tolerant/read';
import { changesOf, onlyChange } from './reading';

describe('readTolerant, CREATE TABLE', () => {
  const text = `CREATE TABLE IF NOT EXISTS \`shop\`.\`users\` (
  \`id\` INT(11) UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'key',
  state ENUM('on','it''s off') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'on',
  at DATETIME(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  twice DECIMAL(10,2) GENERATED ALWAYS AS (id * 2) STORED,
  ok BOOLEAN,
  email VARCHAR(255) UNIQUE,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`by_state\` (state),
  KEY at_key (at DESC, email(10)) USING BTREE,
  FULLTEXT INDEX words (email),
  CONSTRAINT \`fk\` FOREIGN KEY (id) REFERENCES \`other\` (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CHECK (twice > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))`;

  it('reads what MySQL writes, to its last detail', () => {
    const table = onlyChange(text, 'mysql', 'create-table');
    assert.deepEqual([table.table.schema, table.table.name, table.ifNotExists], ['shop', 'users', true]);
    assert.equal(text.slice(table.table.range.start, table.table.range.end), '`shop`.`users`');
    assert.deepEqual(
      table.columns.map((column) => [column.name.name, column.type?.name, column.type?.arguments]),
      [
        ['id', 'int', [11]],
        ['state', 'enum', []],
        ['at', 'datetime', [6]],
        ['twice', 'decimal', [10, 2]],
        ['ok', 'tinyint', [1]],
        ['email', 'varchar', [255]],
      ],
    );
    const [id, state, at, twice, , email] = table.columns;
    assert.equal(id?.type?.unsigned, true);
    assert.equal(id.autoIncrement, true);
    assert.equal(id.comment, 'key');
    assert.equal(id.notNull === null ? '' : text.slice(id.notNull.start, id.notNull.end), 'NOT NULL');
    assert.deepEqual(state?.type?.values, ['on', "it's off"]);
    assert.equal(state.type.characterSet, 'utf8mb4');
    assert.equal(state.collation, 'utf8mb4_bin');
    assert.equal(state.default?.isLiteral, true);
    assert.deepEqual(at?.default?.functions, ['current_timestamp']);
    assert.equal(at.onUpdate?.text, 'CURRENT_TIMESTAMP(6)');
    assert.equal(at.notNull, null);
    assert.deepEqual(twice?.generated?.expression.columns, ['id']);
    assert.equal(twice.generated.stored, true);
    assert.deepEqual(
      email?.constraints.map((constraint) => constraint.type),
      ['unique'],
    );
    assert.deepEqual(
      table.constraints.map((constraint) => [
        constraint.type,
        constraint.name?.name ?? null,
        constraint.columns.map((column) => column.name),
      ]),
      [
        ['primary-key', null, ['id']],
        ['unique', 'by_state', ['state']],
        ['foreign-key', 'fk', ['id']],
        ['check', null, ['twice']],
      ],
    );
    const references = table.constraints[2]?.references;
    assert.deepEqual(
      [references?.table.name, references?.onDelete, references?.onUpdate],
      ['other', 'set null', 'cascade'],
    );
    assert.deepEqual(
      table.indexes.map((index) => [index.name?.name, index.method, index.columns]),
      [
        [
          'at_key',
          'btree',
          [
            { column: 'at', text: 'at DESC', descending: true, length: null },
            { column: 'email', text: 'email(10)', descending: false, length: 10 },
          ],
        ],
        ['words', 'fulltext', [{ column: 'email', text: 'email', descending: false, length: null }]],
      ],
    );
    assert.deepEqual(table.partitionBy, ['id']);
  });

  it('reads the other shapes', () => {
    assert.equal(onlyChange('CREATE TABLE a LIKE b', 'mysql', 'create-table').like?.name, 'b');
    assert.equal(onlyChange('CREATE TABLE a AS SELECT 1', 'postgres', 'create-table').asQuery, true);
    assert.equal(onlyChange('CREATE TEMPORARY TABLE a (b INT)', 'mariadb', 'create-table').temporary, true);
    assert.equal(
      onlyChange('CREATE TABLE a PARTITION OF b FOR VALUES IN (1)', 'postgres', 'create-table').partitionOf
        ?.name,
      'b',
    );
    assert.deepEqual(
      onlyChange('CREATE TABLE a (b int) INHERITS (c, d)', 'postgres', 'create-table').inherits.map(
        (one) => one.name,
      ),
      ['c', 'd'],
    );
    assert.deepEqual(
      onlyChange('CREATE TABLE a (b int) PARTITION BY RANGE (date(b))', 'postgres', 'create-table')
        .partitionBy,
      [],
    );
  });

  it('reads the types of SQLite, and none', () => {
    const table = onlyChange(
      'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b UNSIGNED BIG INT(20) NOT NULL, [c d] TEXT) WITHOUT ROWID',
      'sqlite',
      'create-table',
    );
    assert.deepEqual(
      table.columns.map((column) => [column.name.name, column.type?.name ?? null]),
      [
        ['id', 'integer'],
        ['a', null],
        ['b', 'unsigned big int'],
        ['c d', 'text'],
      ],
    );
    assert.equal(table.columns[0]?.autoIncrement, true);
    assert.deepEqual(
      table.columns[0].constraints.map((constraint) => constraint.type),
      ['primary-key'],
    );
  });

  it('reads the types of Postgres by their canonical names', () => {
    const table = onlyChange(
      'CREATE TABLE t (a serial, b varchar(3)[], c double precision, d timestamp(3) with time zone, e s."T", f int8 GENERATED ALWAYS AS IDENTITY)',
      'postgres',
      'create-table',
    );
    assert.deepEqual(
      table.columns.map((column) => [column.type?.name, column.type?.isArray, column.type?.schema]),
      [
        ['integer', false, null],
        ['character varying', true, null],
        ['double precision', false, null],
        ['timestamp with time zone', false, null],
        ['T', false, 's'],
        ['bigint', false, null],
      ],
    );
    assert.equal(table.columns[0]?.autoIncrement, true);
    assert.equal(table.columns[5]?.identity, 'always');
  });

  it('keeps what it understood of a table that is being typed', () => {
    const reading = readTolerant('CREATE TABLE t (id int, name', 'postgres');
    const [change] = reading.changes;
    assert.deepEqual(change?.kind === 'create-table' && change.columns.map((column) => column.name.name), [
      'id',
      'name',
    ]);
    assert.deepEqual(
      reading.unread.map(({ reason }) => reason),
      ['this parenthesis is not closed', 'the type of the column is missing'],
    );
  });

  it('knows which defaults are constant', () => {
    const literal = (expression: string): boolean => {
      const change = onlyChange(
        `ALTER TABLE t ADD c text DEFAULT ${expression} NOT NULL`,
        'postgres',
        'add-column',
      );
      assert.ok(change.column.notNull !== null);
      assert.equal(change.column.default?.text, expression);
      return change.column.default.isLiteral;
    };
    for (const expression of [
      '1',
      '-1.5',
      "'a'",
      "'{}'::jsonb",
      'NULL',
      'TRUE',
      'ARRAY[1, 2]',
      "CAST('x' AS text)",
      "('a')",
      "DATE '2020-01-01'",
    ])
      assert.equal(literal(expression), true, expression);
    for (const expression of [
      'now()',
      'CURRENT_TIMESTAMP',
      '1 + 1',
      'gen_random_uuid()',
      "nextval('s'::regclass)",
      'ARRAY[now()]',
    ])
      assert.equal(literal(expression), false, expression);
  });

  it('reads several tables of one statement', () => {
    const drop = 'DROP TABLE IF EXISTS a, `b`.`c`';
    assert.deepEqual(
      changesOf(drop, 'mysql').map((change) => drop.slice(change.range.start, change.range.end)),
      ['a', '`b`.`c`'],
    );
    const rename = 'RENAME TABLE a TO b, c TO d';
    assert.deepEqual(
      changesOf(rename, 'mysql').map((change) => rename.slice(change.range.start, change.range.end)),
      ['a TO b', 'c TO d'],
    );
  });
});
