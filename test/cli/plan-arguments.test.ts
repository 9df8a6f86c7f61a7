import assert from 'node:assert/strict';
import { readPlanArguments } from '../../src/cli/plan-arguments';

const words = ['make-required', '--table', 'users', '--column', 'email'];

describe('the words behind evolens plan', () => {
  it('an option without a value says nothing, and an empty text in SQL is a value', () => {
    assert.deepEqual(readPlanArguments([...words, '--value', ''])?.answers, {
      table: 'users',
      column: 'email',
    });
    assert.equal(readPlanArguments([...words, '--value', "''"])?.answers['value'], "''");
    assert.throws(
      () => readPlanArguments(['make-required', '--table', '', '--column', 'email']),
      /Usage: evolens plan make-required/,
    );
  });

  it('a backfill is SQL or a script', () => {
    assert.equal(readPlanArguments(words)?.options.backfill, 'sql');
    assert.equal(readPlanArguments([...words, '--set', 'backfill=script'])?.options.backfill, 'script');
    assert.throws(() => readPlanArguments([...words, '--set', 'backfill=go']), /sql or script/);
  });
});
