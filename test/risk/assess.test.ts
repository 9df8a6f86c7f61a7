import assert from 'node:assert/strict';
import type { ColumnUse, Route } from '../../src/model/code';
import type { Finding } from '../../src/model/finding';
import { assessHistory } from '../../src/risk/assess-history';
import type { ChangeInPlace } from '../../src/risk/change-in-place';
import { askedByIndicators, indicatorsOf, tickedCount } from '../../src/risk/indicators';
import { changes, codeOf, column, inPlace } from './support';

const use: ColumnUse = {
  file: 'src/orders.ts',
  range: { start: 5, end: 10 },
  table: 'orders',
  column: 'total',
  use: 'read',
  library: 'prisma',
  confidence: 'high',
  inTest: false,
};
const route: Route = {
  file: 'src/orders.controller.ts',
  range: { start: 0, end: 1 },
  framework: 'nest',
  method: 'GET',
  path: '/orders',
  version: '1',
  group: 'OrdersController',
  handler: null,
};
const finding: Finding = {
  file: 'migrations/2_work.sql',
  range: { start: 0, end: 40 },
  rule: 'drop-column',
  severity: 'warning',
  confidence: 'high',
  door: 'one-way',
  message: 'It goes.',
  evidence: [],
};

function assessed(
  contexts: readonly ChangeInPlace[],
  findings: readonly Finding[] = [],
  risk = {},
): ReturnType<typeof assessHistory> {
  const [first] = contexts;
  assert.ok(first);
  const declaration = { orders: { users: 'over-50', payer: 'paying', owner: 'sales, billing' } } as const;
  const whole = {
    ...first.migration,
    version: null,
    order: 2,
    transaction: 'wrapped',
    transactionSpan: 'file',
    transactionParts: [],
    embedding: null,
    released: false,
  } as const;
  return assessHistory({
    migration: whole,
    contexts,
    findings,
    configuration: { tables: declaration, risk },
  });
}

describe('the assessment of a migration', () => {
  const code = codeOf({
    columns: [use, { ...use, file: 'test/orders.test.ts', inTest: true }],
    routes: [route],
    reaching: [route],
  });
  const drop = inPlace({ change: changes.dropColumn('total'), code });

  it('names door, score, way back and the rules that spoke', () => {
    const [one] = assessed([drop], [finding]);
    assert.equal(one?.title, 'Drops column orders.total');
    assert.equal(one.door, 'one-way');
    assert.equal(one.irreversibility.score, 4);
    assert.match(one.rollback, /No way back/);
    assert.deepEqual(one.rules, ['drop-column']);
  });

  it('counts code references without tests', () => {
    const [one] = assessed([drop]);
    assert.deepEqual(one?.references, [
      { file: 'src/orders.ts', range: { start: 5, end: 10 }, message: 'reads orders.total' },
    ]);
  });

  it('ticks boxes from evidence only', () => {
    const [one] = assessed([drop]);
    const ticked = one?.indicators.filter((box) => box.evidence.length > 0).map((box) => box.id);
    assert.deepEqual(ticked, [
      'primary-store',
      'deletes-data',
      'several-teams',
      'deploy-order',
      'data-back',
      'old-path-removed',
      'not-compatible',
    ]);
    assert.equal(one?.indicators.length, 13);
  });

  it('multiplies probability, impact and blast radius', () => {
    const [relative] = assessed([drop]);
    // big bang 0.30 × (1 + 7/13) = 0.461538…; not recoverable: radius 1
    assert.equal(relative?.failure.pattern, 'big-bang');
    assert.equal(relative.failure.probability.toFixed(6), '0.461538');
    assert.equal(relative.risk.value.toFixed(6), '0.461538');
    const [money] = assessed([drop], [], {
      revenuePerMinute: 10,
      recoveryCost: 600,
      rolloutPattern: 'canary',
    });
    // canary 0.05 × 20/13 = 0.076923; impact 10 × 15 + 600 = 750
    assert.equal(money?.risk.unit, 'money');
    assert.equal(money.risk.value.toFixed(3), '57.692');
  });

  it('takes a nullable column as an expand step', () => {
    const [one] = assessed([inPlace({ change: changes.addColumn(column('channel')), code })]);
    assert.equal(one?.door, 'two-way');
    assert.equal(one.failure.pattern, 'expand-contract');
  });

  it('sums harmless changes up in one entry after those worth a page', () => {
    const add = (of: string): ChangeInPlace => inPlace({ change: changes.addColumn(column(of)) });
    const all = assessed([add('a'), drop, add('b'), add('c'), add('d')]);
    assert.deepEqual(
      all.map((one) => one.title),
      [
        'Drops column orders.total',
        'Adds column orders.a; Adds column orders.b; Adds column orders.c; and 1 more',
      ],
    );
  });

  it('leaves out what changes neither schema nor data', () => {
    assert.deepEqual(assessed([inPlace({ change: changes.select() })]), []);
  });
});

describe('indicators', () => {
  it('ask for a rollback plan above 2 and for a runbook above 4', () => {
    const ids = ['primary-store', 'format-in-place', 'deletes-data', 'dual-writes', 'data-back'] as const;
    const of = (count: number): ReturnType<typeof indicatorsOf> =>
      indicatorsOf(Object.fromEntries(ids.slice(0, count).map((id) => [id, ['seen']])));
    assert.equal(tickedCount(of(2)), 2);
    assert.equal(askedByIndicators(of(2)), null);
    assert.match(askedByIndicators(of(3)) ?? '', /rollback plan/);
    assert.match(askedByIndicators(of(4)) ?? '', /rollback plan/);
    assert.match(askedByIndicators(of(5)) ?? '', /runbook/);
  });
});
