import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlan } from '../../src/evolution/plan-file';
import { schemas, schemaText } from '../../scripts/generate-schemas';

const good = `# by hand
version: 1
name: Rename orders.total to amount
why: The old name misleads.
kind: rename-column
dialect: postgres
table: orders
from: total
to: amount
stages:
  - name: expand
    migration: m/1.sql
    rollback: ALTER TABLE orders DROP COLUMN amount;
  - name: contract
    file: 2-contract.sql
    preconditions:
      - kind: stage-released
        stage: expand
    rollback: none
    oneWay: true
`;

/** The text each problem points at, with its message. */
function problemsOf(text: string): readonly (readonly [string, string])[] {
  return readPlan(text).problems.map(({ range, message }) => [text.slice(range.start, range.end), message]);
}

describe('the plan file', () => {
  it('reads what is written and fills in what is left out', () => {
    const { plan, problems } = readPlan(good);
    assert.deepEqual(problems, []);
    assert.equal(plan?.stages[1]?.oneWay, true);
    assert.deepEqual(plan.stages[0]?.preconditions, []);
    assert.equal(plan.stages[0].run, 'runner');
    assert.deepEqual(plan.declared, []);
  });

  const faults: readonly (readonly [string, string, string, string, RegExp])[] = [
    ['an unknown key', 'table: orders', 'tabel: x\ntable: orders', 'tabel', /no key tabel/],
    ['a wrong value', 'kind: rename-column', 'kind: rename', 'rename', /kind is not right/],
    ['another version', 'version: 1', 'version: 2', '2', /version is not right/],
    [
      'an unknown stage',
      'stage: expand',
      'stage: exapnd',
      'exapnd',
      /stages\[1\]\.preconditions\[0\]\.stage/,
    ],
    ['a stage the plan has not', 'stage: expand', 'stage: backfill', 'backfill', /no stage backfill/],
    ['a file in another folder', 'file: 2-contract.sql', 'file: ../x.sql', '../x.sql', /without a folder/],
    [
      'stages out of order',
      'stages:',
      'stages:\n  - name: contract',
      'expand',
      /Put the stages in the order/,
    ],
  ];
  for (const [title, from, to, at, message] of faults) {
    it(`points at ${title}`, () => {
      const problems = problemsOf(good.replace(from, to));
      const found = problems.find(([text]) => text === at);
      assert.ok(found, JSON.stringify(problems));
      assert.match(found[1], message);
    });
  }

  it('says which key is missing', () => {
    assert.match(
      problemsOf(good.replace('why: The old name misleads.\n', ''))[0]?.[1] ?? '',
      /needs the key why/,
    );
  });

  it('never throws: empty, broken, other data', () => {
    for (const text of ['', 'a: [', '- 1', '42', 'a: &a [*a]', '\u0000']) {
      const { plan, problems } = readPlan(text);
      assert.equal(plan, null);
      assert.ok(problems.length > 0, text);
    }
  });

  it('has the JSON Schema that its reader is made of', () => {
    for (const [file, make] of Object.entries(schemas))
      assert.equal(
        readFileSync(join(__dirname, '../..', file), 'utf8'),
        schemaText(make),
        `${file}: run npx tsx scripts/generate-schemas.ts`,
      );
  });
});
