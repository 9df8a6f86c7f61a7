import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readQueryText } from '../../../src/code/libraries/query-text';
import { readCodeFile } from '../../../src/code/read-file';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgresQuery } from '../../../src/sql/postgres/read-query';
import type { QueryReading } from '../../../src/sql/query-reading';
import { loadParser } from '../../sql/postgres/load';

let parser: PostgresParser;

/** What the first SQL text of some code asks, and the names as they stand in that code at the places given. */
function readIn(code: string): { reading: QueryReading; written: string[] } | null {
  const [fact] = readCodeFile('a.ts', code).sql;
  assert.ok(fact, `no SQL text: ${code}`);
  const reading = readQueryText((text) => readPostgresQuery(parser, text), fact);
  if (!reading) return null;
  const names = [...reading.tables, ...reading.columns].sort((a, b) => a.start - b.start);
  for (const { name, start, end } of names)
    assert.equal(code.slice(fact.start + start, fact.start + end), name, code);
  return { reading, written: names.map(({ name }) => name) };
}

function namesIn(code: string): string[] | null {
  return readIn(code)?.written ?? null;
}

describe('SQL texts in code by the grammar', () => {
  before(async () => {
    parser = await loadParser();
  });

  it('take the placeholders of every driver', () => {
    for (const value of ['?', '$1', ':id', '@id', '$id', '?1', '${id}', '$(id)', '$<id>'])
      assert.deepEqual(
        namesIn(`db.query('SELECT total FROM orders WHERE id = ${value} AND at > ${value}')`),
        ['total', 'orders', 'id', 'at'],
        value,
      );
    for (const list of ['(?)', '(:...ids)', '(@ids)', '($1, $2)'])
      assert.deepEqual(namesIn(`db.query('DELETE FROM orders WHERE id IN ${list}')`), ['orders', 'id'], list);
  });

  it('keep casts, slices and operators that look like placeholders', () => {
    assert.deepEqual(namesIn("db.query('SELECT a::text FROM t WHERE tags[1:2] @> $1::text[] AND b <@ c')"), [
      'a',
      't',
      'tags',
      'b',
      'c',
    ]);
    assert.deepEqual(namesIn("db.query('SELECT a FROM t WHERE data ?| $1 AND v @@ to_tsquery(w)')"), [
      'a',
      't',
      'data',
      'v',
      'w',
    ]);
    assert.deepEqual(
      namesIn("db.query(`SELECT a FROM t WHERE b = ':c ?' -- :d @e ${'$'}f\n AND g = 1`)"),
      null,
    );
    assert.deepEqual(namesIn("db.query(`SELECT a FROM t WHERE b = ':c ?' -- :d @e\n AND g = 1`)"), [
      'a',
      't',
      'b',
      'g',
    ]);
  });

  it('take `${…}` for a value where one stands, and for more elsewhere', () => {
    const values = [
      'SELECT a FROM t WHERE b = ${x}',
      "SELECT a FROM t WHERE b LIKE '%${x}%'",
      'SELECT a FROM t WHERE b IN ${sql(x)}',
      'SELECT a FROM t WHERE b = ANY(${x}::int[])',
      'SELECT a FROM t WHERE b > now() - interval ${x}',
      "SELECT a FROM t WHERE b > now() - interval '${x} days'",
    ];
    for (const text of values) assert.deepEqual(namesIn(`sql\`${text}\``), ['a', 't', 'b'], text);
    assert.deepEqual(namesIn('sql`INSERT INTO t (a, b) VALUES (${x}, ${y})`'), ['t', 'a', 'b']);
    const parts = [
      'SELECT a FROM ${table}',
      'SELECT a FROM t_${name}',
      'SELECT a FROM t ${where}',
      'SELECT a FROM t WHERE b = ${x} ${more}',
      'SELECT a FROM t WHERE b = ${x}${more}',
      'SELECT a FROM t ORDER BY ${order}',
      'UPDATE t SET ${sql(x)} WHERE a = 1',
      'SELECT a FROM "${table}" WHERE b = 1',
    ];
    for (const text of parts) assert.equal(namesIn(`sql\`${text}\``), null, text);
  });

  it('do not know how many rows a list of values has', () => {
    const rows = (code: string): string | undefined => readIn(code)?.reading.rows;
    assert.equal(rows('sql`INSERT INTO t (a) VALUES ${lines}`'), 'unknown');
    assert.equal(rows('sql`INSERT INTO t (a) VALUES (${one})`'), 'one');
  });

  it('have their places in the code, whatever letters and escapes stand before', () => {
    assert.deepEqual(namesIn("db.query(`SELECT 'größe 💥 日本', a /* é */ FROM t -- ü\n WHERE b = 'ß'`)"), [
      'a',
      't',
      'b',
    ]);
    assert.deepEqual(namesIn("db.query('SELECT a\\n\\tFROM t -- x\\n WHERE b = \\'it\\' AND c = 1')"), [
      'a',
      't',
      'b',
      'c',
    ]);
    assert.deepEqual(namesIn('db.query("SELECT \\"Id\\", \\"o\\".\\"Total\\" FROM \\"Orders\\" \\"o\\"")'), [
      'Id',
      'Total',
      'Orders',
    ]);
    assert.deepEqual(namesIn("db.query('SELECT a \\\n FROM t')"), ['a', 't']);
    // A name in other letters, or a blank that is more than a byte: read by words.
    assert.equal(namesIn('db.query(`SELECT größe FROM t`)'), null);
    assert.equal(namesIn('db.query(`SELECT a\u00a0FROM t`)'), null);
    assert.equal(namesIn('db.query(`SELECT "größe" FROM t`)'), null);
  });

  it('of MySQL are read where only the quotes differ, else by their words', () => {
    assert.deepEqual(namesIn('db.query("SELECT `Id` FROM `orders` WHERE `state` = \'x\' LIMIT ?")'), [
      'Id',
      'orders',
      'state',
    ]);
    assert.deepEqual(namesIn("db.query('SELECT `a` FROM t WHERE `b` = \"it\\'s\"')"), ['a', 't', 'b']);
    assert.deepEqual(namesIn('db.query(`SELECT \\`a\\` FROM \\`t\\` WHERE \\`t\\`.\\`b\\` = 1`)'), [
      'a',
      't',
      'b',
    ]);
    for (const text of [
      'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a)',
      'REPLACE INTO t (a) VALUES (?)',
      'UPDATE t JOIN s ON s.id = t.id SET t.a = s.a',
      'SELECT a FROM t LIMIT 5, 10',
      'SELECT ?? FROM ?? WHERE b = ?',
    ])
      assert.equal(namesIn(`db.query('${text}')`), null, text);
  });

  it('that are broken, or prose, are not read', () => {
    for (const text of [
      'SELECT a FROM WHERE b',
      'select your address from',
      "UPDATE t SET a = 'x",
      'DELETE FROM t WHERE (a = 1',
    ])
      assert.equal(
        readIn(`db.query(\`${text}\`); db.query('SELECT a FROM t')`)?.reading.condition ?? null,
        null,
      );
  });

  it('are no sentences that begin like them', () => {
    const texts = (code: string): number => readCodeFile('a.ts', code).sql.length;
    assert.equal(texts("it('with flag set should set user if the token is known')"), 0);
    assert.equal(texts("const note = 'Update the addon with an id; fields left out stay in the table'"), 0);
    assert.equal(texts("db.query('WITH x AS (SELECT 1) SELECT a FROM x')"), 1);
    assert.equal(texts("db.query('UPDATE t JOIN s USING (id) SET a = 1')"), 1);
    assert.equal(texts("db.query('\\nUPDATE t\\nSET a = 1\\nWHERE b = 2')"), 1);
  });

  it('never give a place that holds another name', () => {
    const piece = fc.constantFrom(
      'a',
      '"B"',
      '\\"C\\"',
      '`d`',
      '\\`e\\`',
      't.a',
      '?',
      ':id',
      '@x',
      '$1',
      "'ü💥'",
      "\\'y\\'",
      '\\n',
      '/* é */',
      '${x}',
      '${f({ a: 1 })}',
      'count(*)',
      'é',
    );
    const list = fc.array(piece, { minLength: 1, maxLength: 3 }).map((all) => all.join(', '));
    const text = fc
      .tuple(list, piece, piece, piece)
      .map(([columns, table, column, value]) => `SELECT ${columns} FROM ${table} WHERE ${column} = ${value}`);
    let read = 0;
    fc.assert(
      fc.property(text, fc.constantFrom('`', '"'), (sql, quote) => {
        if (sql.replace(/\\[\s\S]/g, '').includes(quote)) return;
        if (readIn(`db.query(${quote}${sql}${quote})`)) read++;
      }),
      { numRuns: 400 },
    );
    assert.ok(read > 20, 'some of them are read');
  });
});
