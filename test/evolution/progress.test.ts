import assert from 'node:assert/strict';
import { readPlan } from '../../src/evolution/plan-file';
import { progressOf, type EvolutionFacts, type EvolutionProgress } from '../../src/evolution/progress';
import type { ShapeUses, ShapeWriter } from '../../src/evolution/shape-uses';
import type { Evidence } from '../../src/model/finding';

const text = `version: 1
name: Rename orders.total to amount
why: The old name misleads.
kind: rename-column
dialect: postgres
table: orders
from: total
to: amount
stages:
  - name: expand
    migration: m/2.sql
    bakeHours: 24
  - name: dual-write
  - name: backfill
    file: 2-backfill.sql
    preconditions: [{ kind: stage-released, stage: dual-write }]
  - name: switch-reads
  - name: stop-old-writes
  - name: contract
    file: 3-contract.sql
    preconditions:
      - { kind: not-before, date: 2026-12-24, why: Partner tokens expire. }
`;

const at = (message: string): Evidence => ({
  file: `src/${message}.ts`,
  range: { start: 0, end: 1 },
  message,
});
const writer = (fills: ShapeWriter['fills']): ShapeWriter => ({
  ...at(`writes-${fills}`),
  fills,
  missing: [],
});
const nothing: ShapeUses = {
  known: true,
  writers: [],
  unknownWriters: [],
  oldReaders: [],
  newReaders: [],
  fallbackReaders: [],
};

function progress(more: Partial<EvolutionFacts> = {}, planText = text): EvolutionProgress {
  const { plan, problems } = readPlan(planText);
  assert.deepEqual(problems, []);
  return progressOf({
    plan: plan!,
    planFile: 'evolutions/x/plan.evolution.yml',
    now: new Date('2026-11-21T12:00:00Z'),
    isReleased: () => true,
    releasedAt: () => new Date('2026-11-19T12:00:00Z'),
    usesInReleasedVersion: () => [],
    exists: () => true,
    work: nothing,
    released: nothing,
    keptInStep: false,
    ...more,
  });
}

const of = (one: EvolutionProgress, name: string): string =>
  one.stages.find(({ stage }) => stage.name === name)?.standing ?? '';
const blockersOf = (one: EvolutionProgress): string[] =>
  (one.next?.blockers ?? []).map(({ what, places }) => [what, ...places.map(({ file }) => file)].join(' '));

describe('the progress of an evolution', () => {
  it('without a base branch waits for a declaration', () => {
    const one = progress({ isReleased: () => null, releasedAt: () => null });
    assert.equal(of(one, 'expand'), 'in-work-tree');
    assert.match(
      blockersOf(one)[0] ?? '',
      /There is no base branch to compare with.*set done: true on stage expand/,
    );
  });

  it('names a migration that is gone', () => {
    const one = progress({ isReleased: () => false, exists: () => false });
    assert.match(blockersOf(one)[0] ?? '', /m\/2\.sql of stage expand does not exist/);
  });

  it('is held for the hours of a stage, to the minute', () => {
    const just = progress({ releasedAt: () => new Date('2026-11-20T12:00:01Z') });
    assert.equal(of(just, 'expand'), 'on-base');
    assert.equal(of(just, 'dual-write'), 'not-due');
    assert.equal(of(progress({ releasedAt: () => new Date('2026-11-20T12:00:00Z') }), 'expand'), 'complete');
  });

  it('is not held when nobody knows since when, or when a person says that it is over', () => {
    assert.equal(of(progress({ releasedAt: () => null }), 'expand'), 'complete');
    const declared = text.replace(
      'to: amount\n',
      'to: amount\ndeclared: [24 hours have passed since expand]\n',
    );
    const one = progress({ releasedAt: () => new Date('2026-11-21T11:00:00Z') }, declared);
    assert.deepEqual(blockersOf(one), []);
    assert.equal(of(one, 'dual-write'), 'due');
  });

  it('where the code shows nothing, nothing is claimed: a person has to say it', () => {
    const one = progress();
    assert.equal(of(one, 'dual-write'), 'due');
    assert.deepEqual(blockersOf(one), []);
    assert.equal(of(progress({ work: null, released: null }), 'dual-write'), 'due');
  });

  it('dual write is made when the released version shows it', () => {
    const both = { ...nothing, writers: [writer('both')] };
    assert.equal(of(progress({ work: both, released: both }), 'dual-write'), 'complete');
    assert.equal(of(progress({ work: both }), 'dual-write'), 'in-work-tree');
    assert.equal(of(progress({ keptInStep: true }), 'dual-write'), 'complete');
  });

  it('a writer of one side, or one whose columns cannot be seen, stands in the way', () => {
    const uses = {
      ...nothing,
      writers: [writer('both'), writer('old'), writer('new')],
      unknownWriters: [at('unknown')],
      oldReaders: [at('reads')],
    };
    const one = progress({ work: uses, released: uses });
    assert.equal(of(one, 'dual-write'), 'due');
    assert.deepEqual(blockersOf(one), [
      'One place fills only the old shape. src/writes-old.ts',
      'One place fills only the new shape, which readers of the old one do not see. src/writes-new.ts',
      'One place writes columns that cannot be seen. src/unknown.ts',
    ]);
  });

  it('stages behind the writers do not undo it: the old side may go when nobody reads it', () => {
    const fresh = { ...nothing, writers: [writer('new')], newReaders: [at('reads-new')] };
    const released = text.replace('file: 2-backfill.sql', 'migration: m/3.sql');
    const one = progress({ work: fresh, released: fresh }, released);
    assert.deepEqual(
      one.stages.map(({ standing }) => standing),
      ['complete', 'complete', 'complete', 'complete', 'complete', 'not-due'],
    );
    assert.deepEqual(blockersOf(one), ['Not before 2026-12-24: Partner tokens expire.']);
    const later = progress({ work: fresh, released: fresh, now: new Date('2026-12-24T00:00:00Z') }, released);
    assert.equal(of(later, 'contract'), 'due');
  });

  it('readers that fall back count as switched, and the old side is still written', () => {
    const uses = { ...nothing, writers: [writer('both')], fallbackReaders: [at('reads-both')] };
    const one = progress(
      { work: uses, released: uses },
      text.replace('file: 2-backfill.sql', 'migration: m/3.sql'),
    );
    assert.equal(of(one, 'switch-reads'), 'complete');
    assert.deepEqual(blockersOf(one), ['One place still writes the old shape. src/writes-both.ts']);
  });

  it('a column that only goes is out of use when the code knows its table and nothing names it', () => {
    const drop = text
      .replace('kind: rename-column', 'kind: drop-column')
      .replace('to: amount\n', 'old: [{ table: orders, column: total }]\n')
      .replace('  - name: dual-write\n', '')
      .replace(/ {2}- name: backfill[^]*? {2}- name: switch-reads\n/, '');
    assert.equal(of(progress({}, drop), 'stop-old-writes'), 'complete');
    const unknown = { ...nothing, known: false };
    assert.equal(of(progress({ work: unknown, released: unknown }, drop), 'stop-old-writes'), 'due');
  });

  it('what is done from the start is done when the stages before it are', () => {
    const done = text.replace('  - name: dual-write\n', '  - name: dual-write\n    done: true\n');
    const waiting = progress({ isReleased: () => false }, done);
    assert.equal(of(waiting, 'dual-write'), 'not-due');
    assert.equal(of(progress({}, done), 'dual-write'), 'complete');
  });
});
