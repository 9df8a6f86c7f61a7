import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../src/model/dialect';
import type { History } from '../../src/model/migration';
import { assessHistory } from '../../src/risk/assess-history';
import { describeChange } from '../../src/risk/describe';
import { doorOf } from '../../src/risk/door';
import { contextsOf } from '../../src/rules/change-contexts';
import type { ChangeContext } from '../../src/rules/rule';
import { HistoryReplay } from '../../src/schema/replay-history';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';

const shop = path.join(__dirname, '../../examples/shop');

/** Every migration of a folder of the shop, in its order. */
async function historyOf(folder: string, dialect: Dialect): Promise<History> {
  const reader = await createNodeSqlReader();
  const entries = fs.readdirSync(path.join(shop, folder)).filter((entry) => !entry.endsWith('.toml'));
  const migrations = entries.sort().map((entry, order) => {
    const file = entry.endsWith('.sql') ? `${folder}/${entry}` : `${folder}/${entry}/migration.sql`;
    const script = reader.readScript(fs.readFileSync(path.join(shop, file), 'utf8'), dialect);
    return {
      id: entry,
      file,
      order,
      transaction: 'unknown',
      script,
      released: false,
      version: null,
      transactionSpan: 'file',
      transactionParts: [],
      hasDown: false,
      embedding: null,
    } as const;
  });
  const target = { dialect, dialectConfidence: 'high', version: dialect === 'postgres' ? 16 : 8 } as const;
  return { folder, framework: 'plain', target, migrations, faults: [] };
}

function contextsIn(history: History, id: string): readonly ChangeContext[] {
  const position = history.migrations.findIndex((migration) => migration.id.startsWith(id));
  assert.ok(position >= 0, `${id} is in the shop`);
  const replayed = new HistoryReplay().replay(history);
  return contextsOf({ history, replayed, code: null, released: null, plans: [], tables: {} }, position);
}

const doors = (contexts: readonly ChangeContext[]): readonly string[] =>
  contexts.map((context) => `${doorOf(context) ?? 'no door'}: ${describeChange(context.change)}`);

describe('the doors of examples/shop', () => {
  let postgres: History;
  before(async () => {
    postgres = await historyOf('prisma/migrations', 'postgres');
  });

  const expected: Readonly<Record<string, readonly string[]>> = {
    '20250318090000': [
      'two-way: Creates table shipments',
      'two-way: Creates index shipments_order_id_idx on shipments',
      'two-way: Adds a foreign key constraint to shipments',
      'two-way: Renames column shipments.tracking_nr to tracking_number',
      'two-way: Creates index orders_customer_id_placed_at_idx on orders',
    ],
    '20250402083000': ['one-way: Renames column customers.full_name to display_name'],
    '20250415100000': [
      'one-way: Drops column customers.fax',
      'one-way: Drops column customers.legacy_ref',
      'two-way: Adds column addresses.geo_hash',
      'two-way: Drops column addresses.geo_hash',
    ],
    '20250506080000': [
      'two-way: Changes the type of orders.total_cents to BIGINT',
      'two-way: Changes the type of products.sku to VARCHAR(128)',
      'one-way: Adds column orders.channel',
      'two-way: Adds column orders.source',
    ],
    '20250603090000': [
      'two-way: Updates rows of products',
      'two-way: Updates rows of products',
      'one-way: Empties table stock_movements',
      'two-way: Creates table catalogue_import',
      'two-way: Empties table catalogue_import',
      'one-way: Drops table wishlists',
      'two-way: Drops table catalogue_import',
    ],
    '20250624090000': [
      'one-way: Renames table categories to departments',
      'two-way: Renames table addresses to customer_addresses',
      'two-way: Creates view addresses',
    ],
  };
  for (const [id, list] of Object.entries(expected)) {
    it(`are as planted in ${id}`, () => assert.deepEqual(doors(contextsIn(postgres, id)), list));
  }

  it('hold for MySQL and SQLite too', async () => {
    const mysql = await historyOf('mysql/migrations', 'mysql');
    assert.deepEqual(doors(contextsIn(mysql, '0005')), [
      'one-way: Renames column shops.region to sales_region',
      'two-way: Adds column shops.mgr',
      'two-way: Renames column shops.mgr to manager',
    ]);
    const sqlite = await historyOf('sqlite/migrations', 'sqlite');
    assert.deepEqual(doors(contextsIn(sqlite, '005')), [
      'one-way: Deletes rows of sync_state',
      'one-way: Deletes rows of sync_state',
      'one-way: Renames table page_hits to page_views',
    ]);
  });

  it('lead to assessments that point at their statement', () => {
    const contexts = contextsIn(postgres, '20250402083000');
    const [first] = contexts;
    assert.ok(first);
    const configuration = { tables: {}, risk: {} };
    const [one] = assessHistory({ migration: first.migration, contexts, findings: [], configuration });
    assert.ok(one);
    const text = first.migration.script.text.slice(one.range.start, one.range.end);
    assert.match(text, /^(ALTER TABLE "customers" )?RENAME COLUMN "full_name" TO "display_name"$/);
    assert.equal(
      one.rollback,
      'Rename display_name back to full_name, together with the code that was deployed for it.',
    );
    assert.equal(one.blastRadius[0]?.grade, null, 'no code was read: unknown, not low');
  });
});
