import assert from 'node:assert/strict';
import { buildCodeIndex } from '../../../src/code/code-index';
import { readCodeFile } from '../../../src/code/read-file';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgresQuery } from '../../../src/sql/postgres/read-query';
import { loadParser } from '../../sql/postgres/load';

let parser: PostgresParser;

/** `write high orders.total` of each column that the SQL texts of a file use, in order; what they say is asserted to stand there. */
function uses(code: string): string[] {
  const index = buildCodeIndex({
    files: new Map([['a.ts', readCodeFile('a.ts', code)]]),
    prismaSchemas: new Map(),
    tsconfigs: new Map(),
    packageJsons: new Map(),
    readQuery: (text) => readPostgresQuery(parser, text),
  });
  const found = [...index.usesIn('a.ts')].sort((a, b) => a.range.start - b.range.start);
  for (const { range, column } of found) assert.equal(code.slice(range.start, range.end), column);
  return found.map(({ use, confidence, table, column }) => `${use} ${confidence} ${table}.${column}`);
}

describe('uses of columns in SQL texts', () => {
  before(async () => {
    parser = await loadParser();
  });

  it('are reads, writes and conditions by the grammar', () => {
    assert.deepEqual(
      uses("pool.query('UPDATE orders SET total = $1 WHERE id = $2 RETURNING placed_at', [x, y])"),
      ['write high orders.total', 'filter high orders.id', 'read high orders.placed_at'],
    );
  });

  it('are unsure where a name may be of several tables, or of a subquery', () => {
    assert.deepEqual(
      uses("pool.query('SELECT note FROM orders o JOIN customers c ON c.id = o.customer_id')"),
      [
        'read low orders.note',
        'read low customers.note',
        'filter high customers.id',
        'filter high orders.customer_id',
      ],
    );
    assert.deepEqual(uses("pool.query('SELECT n FROM orders, (SELECT 1 AS n) s')"), ['read low orders.n']);
  });

  it('are none where a name is given by the query itself', () => {
    assert.deepEqual(
      uses("pool.query('WITH big AS (SELECT id FROM orders) SELECT b.id AS key FROM big b ORDER BY key')"),
      ['read high orders.id'],
    );
  });

  it('go by words where the grammar rejects the text, or code puts in a part of it', () => {
    assert.deepEqual(uses("pool.query('INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = 1')"), [
      'unknown high t.a',
      'unknown high t.a',
    ]);
    assert.deepEqual(uses('pool.query(`SELECT a FROM t ${where}`)'), ['read high t.a']);
  });
});
