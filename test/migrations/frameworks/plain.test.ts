import assert from 'node:assert/strict';
import { histories, treeOf } from './tree-of';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { plain } from '../../../src/migrations/frameworks/plain';

const project = (...files: string[]) =>
  treeOf(Object.fromEntries(files.map((file) => [file, 'CREATE TABLE a (id int);'])));
const order = (...files: string[]) =>
  plain.find(project(...files)).flatMap((folder) => folder.files.map((file) => file.id));

describe('plain SQL folders', () => {
  it('run in the order of their numbers, not of their letters', () => {
    assert.deepEqual(order('m/10_c.sql', 'm/9_b.sql', 'm/1_a.sql'), ['1_a.sql', '9_b.sql', '10_c.sql']);
  });

  it('know dated and versioned names', () => {
    assert.deepEqual(order('m/2024-02-01-b.sql', 'm/2024-01-31-a.sql'), [
      '2024-01-31-a.sql',
      '2024-02-01-b.sql',
    ]);
    assert.deepEqual(order('m/V1_10__b.sql', 'm/V1_9__a.sql'), ['V1_9__a.sql', 'V1_10__b.sql']);
  });

  it('leave the down direction out and remember that it is there', () => {
    const [folder] = plain.find(project('m/001_a.up.sql', 'm/001_a.down.sql', 'm/002_b.up.sql'));
    assert.deepEqual(folder?.files, [
      sqlFile('001_a.up.sql', 'm/001_a.up.sql', '001', true),
      sqlFile('002_b.up.sql', 'm/002_b.up.sql', '002', false),
    ]);
  });

  it('are not made of files without a number, nor of stages that are not due', () => {
    assert.deepEqual(order('db/seed.sql', 'evolutions/2026-01-01-rename/2-backfill.sql'), []);
  });

  it('are told from a folder of reports by what they hold', () => {
    const report = 'SELECT region, sum(total) FROM orders GROUP BY region;';
    assert.deepEqual(
      histories({ 'reports/2024-01-01-sales.sql': report, 'reports/2024-02-01-sales.sql': report }),
      [],
    );
    assert.deepEqual(
      histories({
        'reports/2024-01-01-sales.sql': report,
        'reports/2024-02-01-sales.sql': 'ALTER TABLE orders ADD x int;',
      }),
      ['plain reports: 2024-01-01-sales.sql 2024-02-01-sales.sql'],
    );
    assert.deepEqual(histories({ 'migrations/1_seed.sql': 'SELECT 1;' }), ['plain migrations: 1_seed.sql']);
  });

  it('are not the numbered data of tests', () => {
    assert.deepEqual(
      histories({ 'sql/migratest/testdata/20150100_testdata.sql': 'INSERT INTO a VALUES (1);' }),
      [],
    );
  });

  it('may lie in folders of releases, which are one history for each database', () => {
    const files = ['0.9/00__a', '0.10/00__b', '0.10/01__c', '0.2/00__d'].map(
      (name) => `store/migration/sqlite/${name}.sql`,
    );
    const all = Object.fromEntries(
      [...files, 'store/migration/mysql/0.10/00__b.sql'].map((file) => [file, '']),
    );
    assert.deepEqual(histories(all), [
      'plain store/migration/mysql: 0.10/00__b.sql',
      'plain store/migration/sqlite: 0.2/00__d.sql 0.9/00__a.sql 0.10/00__b.sql 0.10/01__c.sql',
    ]);
  });

  const names: readonly [last: string, slug: string, expected: string][] = [
    ['0009_orders.sql', 'validate foreign key', '0010_validate_foreign_key.sql'],
    ['099-orders.sql', 'validate foreign key', '100-validate-foreign-key.sql'],
    ['V7__orders.sql', 'Validate', 'V8__validate.sql'],
    ['V1_9__orders.sql', 'validate', 'V1_10__validate.sql'],
    ['003_orders.up.sql', 'validate', '004_validate.up.sql'],
    ['20260101000000_orders.sql', 'validate', '20261121120000_validate.sql'],
    ['20270101000059_orders.sql', 'validate', '20270101000100_validate.sql'],
    ['2026-12-31-orders.sql', 'validate', '2027-01-01-validate.sql'],
  ];
  for (const [last, slug, expected] of names) {
    it(`name a migration after ${last}: ${expected}`, () => {
      const made = plain.nameAfter(
        'db',
        sqlFile(last, `db/${last}`, null),
        slug,
        new Date('2026-11-21T12:00:00Z'),
      );
      assert.equal(made.file, `db/${expected}`);
    });
  }
});
