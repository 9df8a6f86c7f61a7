import assert from 'node:assert/strict';
import { createReport } from '../../src/report/report';
import { reportJson } from '../../src/report/formats/json';
import { assessment, finding, migrationFile, now, partOf } from './support';

describe('the report', () => {
  it('puts a finding under its change, and the others after', () => {
    const elsewhere = {
      ...finding,
      file: 'src/customers.ts',
      rule: 'query-in-loop',
      range: { start: 0, end: 4 },
    };
    const report = createReport([partOf({ findings: [finding, elsewhere], assessments: [assessment] })], now);
    assert.deepEqual(
      report.migrations[0]?.changes[0]?.findings.map((one) => one.rule),
      ['rename-column'],
    );
    assert.deepEqual(
      report.findings.map((one) => one.rule),
      ['query-in-loop'],
    );
    assert.equal(report.summary.oneWay, 1);
    assert.deepEqual(report.summary.severities, { error: 2, warning: 0, info: 0 });
  });

  it('shows migrations with a one-way door first, then the newest first', () => {
    const of = (id: string, door: 'one-way' | 'two-way'): typeof assessment => ({
      ...assessment,
      migration: id,
      file: `${id}.sql`,
      door,
    });
    const assessments = [of('1', 'two-way'), of('2', 'one-way'), of('3', 'two-way'), of('4', 'one-way')];
    const report = createReport([partOf({ assessments })], now);
    assert.deepEqual(
      report.migrations.map((one) => one.id),
      ['4', '2', '3', '1'],
    );
  });

  it('combines the probability of the changes of a migration', () => {
    // 1 − 0.68 · 0.68
    const report = createReport([partOf({ assessments: [assessment, assessment] })], now);
    assert.equal(report.migrations[0]?.probability.toFixed(4), '0.5376');
  });

  it('says how to roll out only when a change asks for stages', () => {
    const mild = {
      ...assessment,
      door: 'two-way',
      blastRadius: [{ question: 'recoverable', grade: 'low', because: 'By itself.' }],
    } as const;
    assert.equal(createReport([partOf({ assessments: [mild] })], now).rollout.length, 0);
    const advice = createReport([partOf({ assessments: [assessment] })], now).rollout;
    assert.match(advice[0] ?? '', /1, 5, 25, 50, 75, 100 %.*24 hours/);
    assert.match(advice[1] ?? '', /at most 10 %, the error rate by at most 0\.01 %.*99\.9 %/);
    assert.match(advice[2] ?? '', /20 %.*0\.1 %/);
    assert.match(advice[3] ?? '', /\+50 %.*0\.5 %/);
  });

  it('lists what the figures ask for', () => {
    const [change] = createReport([partOf({ assessments: [assessment] })], now).migrations[0]?.changes ?? [];
    assert.deepEqual(change?.asks, ['Needs an explicit plan for going back.', 'Roll out in stages.']);
    assert.equal(change.ticked, 1);
  });

  it('reads as JSON with zero-based positions and the way from the current folder', () => {
    const json = JSON.parse(
      reportJson(createReport([partOf({ assessments: [assessment] }, 'shop')], now)),
    ) as {
      schemaVersion: number;
      migrations: { changes: { file: string; range: unknown }[] }[];
    };
    assert.equal(json.schemaVersion, 1);
    assert.equal(json.migrations[0]?.changes[0]?.file, `shop/${migrationFile}`);
    assert.deepEqual(json.migrations[0].changes[0].range, {
      start: { line: 1, character: 0 },
      end: { line: 1, character: 62 },
    });
  });
});
