import assert from 'node:assert/strict';
import { consequencesOf } from '../../src/risk/consequences';
import { askedByScore, irreversibilityOf } from '../../src/risk/irreversibility';
import { defaultNumbers } from '../../src/risk/numbers';
import type { ChangeInPlace } from '../../src/risk/change-in-place';
import { changes, column, inPlace } from './support';

function scoreOf(context: ChangeInPlace): { score: number; points: readonly number[] } {
  const consequences = consequencesOf(context);
  assert.ok(consequences);
  const { score, inputs } = irreversibilityOf(consequences);
  return { score, points: inputs.map((input) => input.points) };
}

describe('irreversibility', () => {
  it('adds 3 for deleting data and 1 for the schema change', () => {
    assert.deepEqual(scoreOf(inPlace({ change: changes.dropColumn('total') })), {
      score: 4,
      points: [3, 1, 0],
    });
  });

  it('adds 3 for deleting rows, and nothing for a schema that stays', () => {
    assert.deepEqual(scoreOf(inPlace({ change: changes.remove('none') })), { score: 3, points: [3] });
  });

  it('adds 2 for overwriting values, but 0 when only columns of this migration are filled', () => {
    assert.deepEqual(scoreOf(inPlace({ change: changes.update('total') })), { score: 2, points: [2] });
    assert.deepEqual(scoreOf(inPlace({ change: changes.update('note') })), { score: 0, points: [] });
  });

  it('gives 1 to a nullable column', () => {
    assert.deepEqual(scoreOf(inPlace({ change: changes.addColumn(column('channel')) })), {
      score: 1,
      points: [1],
    });
  });

  it('adds what is declared: 2 for a contract, 2 for data of others, 3 for a commitment', () => {
    const consequences = consequencesOf(inPlace({ change: changes.setNotNull('total') }));
    assert.ok(consequences);
    const declared = {
      exposesContract: 'Partners read it.',
      externalData: 'Fed by a bank.',
      longCommitment: 'Five years.',
    };
    assert.equal(irreversibilityOf(consequences, defaultNumbers.score, declared).score, 1 + 2 + 2 + 3);
  });

  it('shows every addend with its reason', () => {
    const consequences = consequencesOf(inPlace({ change: changes.dropTable('orders') }));
    assert.ok(consequences);
    const reasons = irreversibilityOf(consequences).inputs.map((input) => input.reason);
    assert.deepEqual(reasons, [
      'It deletes orders with all its rows.',
      'It changes the schema.',
      'Released code that uses orders fails.',
    ]);
  });

  it('asks for a plan from 3, for a note from 1, for nothing at 0', () => {
    assert.match(askedByScore(3, 'two-way'), /explicit plan/);
    assert.match(askedByScore(1, 'one-way'), /explicit plan/);
    assert.match(askedByScore(2, 'two-way'), /Write down/);
    assert.match(askedByScore(0, 'two-way'), /Easy/);
  });
});
