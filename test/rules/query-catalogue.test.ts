import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/model/finding';
import { runCodeRules } from '../../src/rules/run-code-rules';
import { allRules } from '../../src/rules/registry';
import { flagsOf } from './case-flags';
import { historiesOf, prepareSql } from './case-histories';
import { filesOf, indexOf } from './code-case';

/** Ids are stable: suppressions, configurations and pages use them. A new rule is added here, none is renamed. */
const levels = {
  error: ['outer-client-in-transaction', 'sql-string-concatenation', 'write-without-where'],
  warning: [
    'query-in-loop',
    'query-in-concurrent-map',
    'query-in-async-for-each',
    'query-in-loop-via-helper',
    'query-in-loop-via-service',
    'recursive-query',
    'parent-chain-query',
    'loop-invariant-query',
    'lazy-relation-in-loop',
    'lazy-reference-in-loop',
    'field-resolver-query',
    'resolver-map-query',
    'count-per-item',
    'find-then-create-per-item',
    'flush-per-item',
    'unbounded-fan-out',
    'io-in-transaction',
    'failure-returned-in-transaction',
    'dual-write-without-outbox',
    'second-write-only-logged',
    'backfill-unchunked',
    'entity-migration-drift',
    'reused-flag',
  ],
  info: [
    'insert-per-item',
    'update-per-item',
    'transaction-per-item',
    'unbounded-read',
    'ordered-read-without-limit',
    'ordered-relation-without-limit',
    'load-to-count',
    'filter-in-memory',
    'offset-pagination',
    'unindexed-filter',
    'relation-without-index',
    'unbounded-in-list',
    'unsorted-bulk-upsert',
    'writes-without-transaction',
    'stale-flag',
    'table-shared-by-services',
  ],
  off: ['wide-select', 'sequential-independent-reads', 'post-without-idempotency-key'],
} as const;

/** Rules about migrations and evolutions that look at the code. */
const crossing = {
  'drop-column-still-declared': 'error',
  'drop-column-still-used': 'error',
  'not-null-without-writer': 'error',
  'hidden-batch-consumer': 'info',
  'read-switched-without-fallback': 'info',
} as const;

/** Why code is left alone, and the cases that hold it; each case reports without its exception (query-fixtures.test.ts). */
const silent: Readonly<Record<string, readonly string[]>> = {
  'ordered writes, seeds, backfills': [
    'query-in-loop/good-row-locks',
    'query-in-loop/good-seed',
    'query-in-loop/good-migration',
    'query-in-loop/good-script',
    'insert-per-item/good-seed',
  ],
  'chunked or bounded concurrency': [
    'query-in-loop/good-chunks',
    'query-in-loop/good-strides',
    'query-in-concurrent-map/good-bounded',
    'query-in-concurrent-map/good-chunks',
    'unbounded-fan-out/good-limiter',
    'insert-per-item/good-chunks',
  ],
  'retry, poll, back-off': [
    'query-in-loop/good-retry',
    'query-in-loop/good-polling',
    'recursive-query/good-retry',
    'transaction-per-item/good-retry',
  ],
  'cursor pagination': [
    'query-in-loop/good-keyset-paging',
    'query-in-loop/good-offset-paging',
    'parent-chain-query/good-keyset',
  ],
  'rate limits and external calls': [
    'query-in-loop/good-rate-limit',
    'query-in-concurrent-map/good-throttle',
    'update-per-item/good-pauses',
  ],
  'the next item needs this one': ['query-in-loop/good-next-needs-this', 'query-in-loop/good-child-needs-id'],
  'one transaction or connection': [
    'query-in-loop/good-advisory-lock',
    'query-in-loop-via-service/good-unit-of-work',
    'writes-without-transaction/good-transaction',
  ],
  tests: ['query-in-loop/good-test-file', 'query-in-loop/good-test-plugin'],
  'streams and files': ['query-in-loop/good-stream'],
  'cached, memoised, batched': [
    'query-in-loop-via-service/good-cached',
    'query-in-loop-via-helper/good-memoised',
    'query-in-loop-via-service/good-loader',
    'query-in-concurrent-map/good-find-unique-one-tick',
    'field-resolver-query/good-kept-in-a-field',
  ],
};

/** Rules whose queries repeat: they say how many queries there are. */
const repeating = [
  'query-in-loop',
  'query-in-concurrent-map',
  'query-in-async-for-each',
  'query-in-loop-via-helper',
  'query-in-loop-via-service',
  'count-per-item',
  'field-resolver-query',
  'resolver-map-query',
];

const fixtures = join(__dirname, 'fixtures', 'query');

function findingsOf(rule: string, name: string): readonly Finding[] {
  const files = filesOf(join(fixtures, rule, name));
  const facts = { code: indexOf(files), tables: {}, histories: historiesOf(files), flags: flagsOf(files) };
  return runCodeRules(facts, { profile: 'strict', configured: {} }, (message) => {
    throw new Error(message);
  }).filter((finding) => finding.rule === rule);
}

before(prepareSql);

describe('the catalogue of hazards in code', () => {
  const byId = new Map<string, (typeof allRules)[number]>(allRules.map((meta) => [meta.id, meta]));

  it('has every id of its family, at its level, and no other', () => {
    const promised = Object.entries(levels).flatMap(([level, ids]) => ids.map((id) => `${id} ${level}`));
    const present = allRules.filter(({ family }) => family === 'query');
    assert.deepEqual(present.map(({ id, level }) => `${id} ${level}`).sort(), promised.sort());
  });

  it('has the rules that cross schema and code', () => {
    for (const [id, level] of Object.entries(crossing)) assert.equal(byId.get(id)?.level, level, id);
  });

  it('leaves alone every class of justified exceptions', () => {
    for (const [why, cases] of Object.entries(silent))
      for (const name of cases) assert.ok(existsSync(join(fixtures, name)), `${why}: ${name}`);
  });

  for (const rule of repeating) {
    it(`${rule} says how many queries, why, and shows the way`, () => {
      const names = readdirSync(join(fixtures, rule)).filter((name) => name.startsWith('bad-'));
      for (const name of names) {
        const found = findingsOf(rule, name);
        if (name === 'bad-small-table') continue;
        assert.ok(found.length > 0, name);
        for (const { message, evidence } of found) {
          assert.match(message, /^Candidate /, name);
          assert.match(message, /1 \+ \d*N queries/, name);
          assert.match(message, /N = [^,.]+(?:, (?:bounded|up to one page|unbounded|as many as)|\.)/, name);
          assert.ok(evidence.length > 0, `${name} has no place besides its own`);
        }
      }
    });
  }
});
