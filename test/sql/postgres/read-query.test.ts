import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgresQuery } from '../../../src/sql/postgres/read-query';
import type { QueryReading } from '../../../src/sql/query-reading';
import { loadParser } from './load';

let parser: PostgresParser;
const read = (text: string): QueryReading | null => readPostgresQuery(parser, text);

/** `read orders` of each table and `filter orders.id` of each column, in the order written; `a|b.id` where it is open. */
function names(text: string): string[] {
  const reading = read(text);
  assert.ok(reading, `rejected: ${text}`);
  return [
    ...reading.tables.map(({ start, use, name }) => ({ start, said: `${use} ${name}` })),
    ...reading.columns.map(({ start, use, name, tables }) => ({
      start,
      said: `${use} ${tables.join('|')}.${name}`,
    })),
  ]
    .sort((a, b) => a.start - b.start)
    .map(({ said }) => said);
}

/** Each range holds the name it says, quotes inside a name doubled. */
function assertPlaces(text: string, { tables, columns }: QueryReading): void {
  for (const { name, start, end } of [...tables, ...columns])
    assert.equal(text.slice(start, end).replaceAll('""', '"'), name, text);
}

describe('names of a query by the grammar', () => {
  before(async () => {
    parser = await loadParser();
  });

  it('are the columns of the one table, by what is done with them', () => {
    assert.deepEqual(names('SELECT id, total FROM orders WHERE status = $1 ORDER BY placed_at'), [
      'read orders.id',
      'read orders.total',
      'read orders',
      'filter orders.status',
      'read orders.placed_at',
    ]);
  });

  it('of a join go by alias; a bare one is open', () => {
    assert.deepEqual(
      names('SELECT o.id, c.name, note FROM orders o LEFT JOIN customers AS c ON c.id = o.customer_id'),
      [
        'read orders.id',
        'read customers.name',
        'read orders|customers.note',
        'read orders',
        'read customers',
        'filter customers.id',
        'filter orders.customer_id',
      ],
    );
    assert.deepEqual(names('SELECT a.x FROM a JOIN b USING (org_id, id) WHERE b.y > 1'), [
      'read a.x',
      'read a',
      'read b',
      'filter a|b.org_id',
      'filter a|b.id',
      'filter b.y',
    ]);
  });

  it('given with AS are no columns, nor are whole rows', () => {
    assert.deepEqual(names('SELECT count(*) AS total, status FROM orders GROUP BY status ORDER BY total'), [
      'read orders.status',
      'read orders',
      'read orders.status',
    ]);
    assert.deepEqual(names('SELECT total AS total FROM orders ORDER BY total'), [
      'read orders.total',
      'read orders',
      'read orders.total',
    ]);
    assert.deepEqual(names('SELECT row_to_json(o), o.* FROM orders o WHERE (o).id = 1'), ['read orders']);
    assert.deepEqual(names('SELECT email FROM email'), ['read email|.email', 'read email']);
  });

  it('of common table expressions are no tables, what they ask is', () => {
    assert.deepEqual(
      names('WITH recent AS (SELECT id FROM orders WHERE placed_at > now()) SELECT r.id, x FROM recent r'),
      ['read orders.id', 'read orders', 'filter orders.placed_at'],
    );
    assert.deepEqual(
      names('WITH orders AS (SELECT id FROM orders), b AS (SELECT id FROM orders) SELECT 1 FROM b'),
      ['read orders.id', 'read orders'],
    );
    assert.deepEqual(
      names(
        'WITH RECURSIVE tree AS (SELECT id FROM nodes UNION ALL SELECT n.id FROM nodes n JOIN tree t ON n.parent = t.id) SELECT id FROM tree',
      ),
      ['read nodes.id', 'read nodes', 'read nodes.id', 'read nodes', 'filter nodes.parent'],
    );
    assert.deepEqual(
      names('WITH gone AS (DELETE FROM a WHERE old RETURNING id) INSERT INTO b (x) SELECT id FROM gone'),
      ['write a', 'filter a.old', 'read a.id', 'write b', 'write b.x'],
    );
    assert.deepEqual(names('WITH x AS (SELECT 1) SELECT id FROM x UNION SELECT id FROM y'), [
      'read y.id',
      'read y',
    ]);
    assert.deepEqual(names('WITH x AS (SELECT 1) SELECT b FROM public.x'), ['read x.b', 'read x']);
  });

  it('in a subquery are of its tables, or of those around it', () => {
    assert.deepEqual(
      names(
        'SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM items i WHERE i.order_id = o.id AND sku = $1)',
      ),
      [
        'read orders.id',
        'read orders',
        'read items',
        'filter items.order_id',
        'filter orders.id',
        'filter items.sku',
      ],
    );
    assert.deepEqual(names('SELECT id FROM (SELECT x FROM a) s'), ['read a.x', 'read a']);
    assert.deepEqual(names('SELECT s.x, id FROM b, (SELECT x FROM a) s'), [
      'read b|.id',
      'read b',
      'read a.x',
      'read a',
    ]);
    assert.deepEqual(names('SELECT n FROM generate_series(1, 9) n'), []);
  });

  it('that a statement sets are writes; what it gives back is read', () => {
    assert.deepEqual(names('INSERT INTO orders (id, "Total") VALUES ($1, $2) RETURNING placed_at'), [
      'write orders',
      'write orders.id',
      'write orders.Total',
      'read orders.placed_at',
    ]);
    assert.deepEqual(
      names(
        'INSERT INTO a (org_id, id, n) VALUES (1, 2, 3) ON CONFLICT (id, org_id) DO UPDATE SET n = excluded.n WHERE a.locked = false',
      ),
      [
        'write a',
        'write a.org_id',
        'write a.id',
        'write a.n',
        'filter a.id',
        'filter a.org_id',
        'write a.n',
        'filter a.locked',
      ],
    );
    assert.deepEqual(names('INSERT INTO a (x) SELECT y FROM b WHERE z'), [
      'write a',
      'write a.x',
      'read b.y',
      'read b',
      'filter b.z',
    ]);
    assert.deepEqual(
      names('UPDATE orders o SET total = s.sum, (a, b) = (1, 2) FROM sums s WHERE s.id = o.id'),
      [
        'write orders',
        'write orders.total',
        'read sums.sum',
        'write orders.a',
        'write orders.b',
        'read sums',
        'filter sums.id',
        'filter orders.id',
      ],
    );
    assert.deepEqual(names('DELETE FROM a USING b WHERE a.id = b.a_id RETURNING a.x'), [
      'write a',
      'read b',
      'filter a.id',
      'filter b.a_id',
      'read a.x',
    ]);
    assert.deepEqual(names('TRUNCATE a, b'), ['write a', 'write b']);
  });

  it('of MERGE are those of both tables', () => {
    assert.deepEqual(
      names(
        'MERGE INTO stock s USING sales ON s.id = sales.id WHEN MATCHED AND sales.n > 0 THEN UPDATE SET n = s.n - sales.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (sales.id, 0)',
      ),
      [
        'write stock',
        'read sales',
        'filter stock.id',
        'filter sales.id',
        'filter sales.n',
        'write stock.n',
        'read stock.n',
        'read sales.n',
        'write stock.id',
        'write stock.n',
        'read sales.id',
      ],
    );
  });

  it('are found behind schemas and quotes, as they are written', () => {
    const text = 'SELECT public.orders.id, "Weird ""x"" name" FROM shop.public.orders';
    assert.deepEqual(names(text), ['read orders.id', 'read orders.Weird "x" name', 'read orders']);
    assert.deepEqual(names('SELECT "O"."Id" FROM "Orders" "O"'), ['read Orders.Id', 'read Orders']);
    // Written otherwise than it is called: no place can be given.
    assert.deepEqual(names('SELECT U&"d\\0061t" FROM a'), ['read a']);
  });

  it('of several statements are told together; a change of the schema names its table alone', () => {
    assert.deepEqual(names('ALTER TABLE a ADD b int; UPDATE a SET b = c; DELETE FROM d WHERE e'), [
      'write a',
      'write a',
      'write a.b',
      'read a.c',
      'write d',
      'filter d.e',
    ]);
    assert.equal(read('ALTER TABLE a ADD b int; DELETE FROM a WHERE b')?.condition, true);
    assert.deepEqual(names('CREATE INDEX i ON a (b)'), ['write a']);
    assert.deepEqual(names('BEGIN'), []);
    for (const text of ['SELECT FROM WHERE', 'REPLACE INTO a VALUES (1)', ''])
      assert.equal(read(text), null, text);
  });

  it('lie in the text where they say, whatever the text', () => {
    const name = fc.constantFrom(
      'a',
      'B',
      '"C"',
      '"d e"',
      '"q""q"',
      'id',
      's.t',
      '"S"."T"',
      'order_id',
      'o$1',
    );
    const list = fc.array(name, { minLength: 1, maxLength: 3 }).map((all) => all.join(', '));
    const space = fc.constantFrom(' ', '\n', ' /* id, a */ ', ' -- B\n');
    const query = fc.oneof(
      fc
        .tuple(list, name, name, space)
        .map(([l, t, w, s]) => `SELECT${s}${l} FROM${s}${t} x WHERE ${w} = '${s}'`),
      fc
        .tuple(name, name, name)
        .map(([t, u, c]) => `SELECT ${c} FROM ${t} JOIN ${u} j USING (a, "C") ORDER BY 1`),
      fc
        .tuple(name, space)
        .map(([t, s]) => `INSERT INTO ${t} (a,${s}id) VALUES (1, 2) ON CONFLICT (${s}id, a) DO NOTHING`),
      fc
        .tuple(name, name)
        .map(([t, c]) => `WITH w AS (SELECT ${c} FROM ${t}) UPDATE ${t} u SET id = w.id FROM w`),
      fc.tuple(name, name).map(([t, c]) => `DELETE FROM ${t} WHERE ${c} IN (SELECT a FROM "C")`),
    );
    const text = fc.array(query, { minLength: 1, maxLength: 2 }).map((all) => all.join(';'));
    let read_ = 0;
    fc.assert(
      fc.property(text, (sql) => {
        const reading = read(sql);
        if (!reading) return;
        read_++;
        assertPlaces(sql, reading);
      }),
    );
    assert.ok(read_ > 50, 'most of them are read');
    fc.assert(
      fc.property(text, fc.nat(), (sql, at) => {
        const cut = sql.slice(0, at % (sql.length + 1));
        const reading = read(cut);
        if (reading) assertPlaces(cut, reading);
      }),
    );
  });
});

describe('shape of a query by the grammar', () => {
  before(async () => {
    parser = await loadParser();
  });

  /** The parts of a reading that say something. */
  function shape(text: string): Partial<QueryReading> {
    const reading = read(text);
    assert.ok(reading, text);
    const { filters, condition, order, limited, offset, locks, selected, written, rows } = reading;
    const silent: Partial<QueryReading> = {
      filters: [],
      condition: false,
      order: [],
      limited: 'none',
      offset: false,
      locks: false,
      selected: 'all',
      written: [],
      rows: 'unknown',
    };
    const all = { filters, condition, order, limited, offset, locks, selected, written, rows };
    return Object.fromEntries(
      Object.entries(all).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(silent[key as keyof QueryReading]),
      ),
    );
  }

  it('has the conditions with their operators; null where one compares no column', () => {
    assert.deepEqual(
      shape("SELECT * FROM a WHERE x = 1 AND (y IN (1, 2) OR NOT z LIKE 'q%') AND w IS NULL"),
      {
        filters: [
          { column: 'x', operator: 'equals' },
          { column: 'y', operator: 'in' },
          { column: 'z', operator: 'like' },
          { column: 'w', operator: 'equals' },
        ],
        condition: true,
      },
    );
    assert.deepEqual(shape('DELETE FROM a WHERE x = ANY($1) AND y BETWEEN 1 AND 2 AND 3 < z::int'), {
      filters: [
        { column: 'x', operator: 'in' },
        { column: 'y', operator: 'range' },
        { column: 'z', operator: 'range' },
      ],
      condition: true,
    });
    assert.deepEqual(shape('SELECT * FROM a WHERE lower(x) = $1'), { filters: null, condition: true });
  });

  it('has order, limit, offset, locks and lists', () => {
    assert.deepEqual(shape('SELECT id, a.n FROM a ORDER BY n DESC, id LIMIT 10 OFFSET 20'), {
      order: [
        { column: 'n', descending: true },
        { column: 'id', descending: false },
      ],
      limited: 'limit',
      offset: true,
      selected: ['id', 'n'],
    });
    assert.deepEqual(shape('SELECT * FROM a ORDER BY lower(n) LIMIT 1 FOR UPDATE SKIP LOCKED'), {
      order: null,
      limited: 'one',
      locks: true,
    });
    assert.deepEqual(shape('SELECT count(*) FROM a'), { limited: 'one', selected: null });
    assert.deepEqual(shape('SELECT count(*) FROM a GROUP BY x'), { selected: null });
    assert.deepEqual(shape('SELECT * FROM a LIMIT ALL'), {});
  });

  it('has what is written, and how many rows', () => {
    assert.deepEqual(shape('INSERT INTO a (x, y) VALUES (1, 2), (3, 4)'), {
      written: ['x', 'y'],
      rows: 'many',
    });
    assert.deepEqual(shape('INSERT INTO a VALUES (1)'), { written: null, rows: 'one' });
    assert.deepEqual(shape('INSERT INTO a (x) SELECT y FROM b'), { written: ['x'] });
    assert.deepEqual(shape('UPDATE a SET x = 1, y = z'), { written: ['x', 'y'] });
  });
});
