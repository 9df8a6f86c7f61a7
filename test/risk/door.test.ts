import assert from 'node:assert/strict';
import { doorOf } from '../../src/risk/door';
import { changes, column, harmless, inPlace, literal, schemaOf } from './support';

describe('the door of a change', () => {
  const notNull = { start: 0, end: 8 };

  it('is one-way when data is deleted', () => {
    assert.equal(doorOf(inPlace({ change: changes.dropColumn('total') })), 'one-way');
    assert.equal(doorOf(inPlace({ change: changes.dropTable('orders') })), 'one-way');
    assert.equal(doorOf(inPlace({ change: changes.remove('some') })), 'one-way');
  });

  it('is two-way for what the same migration made', () => {
    assert.equal(doorOf(inPlace({ change: changes.dropColumn('note') })), 'two-way');
    assert.equal(doorOf(inPlace({ change: changes.dropTable('orders'), newTables: ['orders'] })), 'two-way');
    assert.equal(doorOf(inPlace({ change: changes.renameColumn('note', 'remark') })), 'two-way');
    assert.equal(doorOf(inPlace({ change: changes.remove('none'), newTables: ['orders'] })), 'two-way');
  });

  it('is one-way for a rename, because released versions fail the moment it runs', () => {
    assert.equal(doorOf(inPlace({ change: changes.renameColumn('total', 'sum') })), 'one-way');
    assert.equal(doorOf(inPlace({ change: changes.renameTable('orders', 'purchases') })), 'one-way');
  });

  it('is two-way for a rename whose old name comes back in the same migration', () => {
    const change = changes.renameTable('orders', 'purchases');
    assert.equal(doorOf(inPlace({ change, later: [changes.view('orders')] })), 'two-way');
    assert.equal(doorOf(inPlace({ change, later: [changes.view('other')] })), 'one-way');
    const again = changes.addColumn(column('total', { generated: { expression: literal, stored: false } }));
    assert.equal(
      doorOf(inPlace({ change: changes.renameColumn('total', 'sum'), later: [again] })),
      'two-way',
    );
  });

  it('is two-way for the rebuild of a table that keeps its columns, one-way when one is left out', () => {
    const rebuild = (kept: Readonly<Record<string, string>>): ReturnType<typeof inPlace> => {
      const old = schemaOf('orders', { total: '1_init', note: '1_init' });
      const tables = new Map([...old.tables, ...schemaOf('new_orders', kept).tables]);
      const later = [changes.renameTable('new_orders', 'orders')];
      return inPlace({
        change: changes.dropTable('orders'),
        later,
        before: { ...old, tables },
        newTables: ['new_orders'],
      });
    };
    assert.equal(doorOf(rebuild({ total: '2_work', note: '2_work' })), 'two-way');
    assert.equal(doorOf(rebuild({ total: '2_work' })), 'one-way');
  });

  it('is one-way for a required column without a default, two-way with one', () => {
    assert.equal(doorOf(inPlace({ change: changes.addColumn(column('channel', { notNull })) })), 'one-way');
    const filled = column('channel', { notNull, default: literal });
    assert.equal(doorOf(inPlace({ change: changes.addColumn(filled) })), 'two-way');
    assert.equal(doorOf(inPlace({ change: changes.addColumn(column('channel')) })), 'two-way');
  });

  it('is one-way for a type change that cuts values, two-way for one that keeps them', () => {
    const change = changes.alterType('total');
    assert.equal(doorOf(inPlace({ change })), 'two-way');
    assert.equal(doorOf(inPlace({ change, effects: [{ ...harmless, losesData: true }] })), 'one-way');
  });

  it('is two-way for overwriting values alone: the score is 2', () => {
    assert.equal(doorOf(inPlace({ change: changes.update('total') })), 'two-way');
  });

  it('does not exist for what changes neither schema nor data', () => {
    assert.equal(doorOf(inPlace({ change: changes.select() })), null);
  });
});
