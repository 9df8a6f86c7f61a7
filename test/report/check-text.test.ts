import assert from 'node:assert/strict';
import { checkText } from '../../src/report/formats/check-text';
import { finding, migrationFile, resultOf } from './support';

const plain = { colors: false };

describe('the text of check', () => {
  it('shows place, level, rule, message, evidence and a summary', () => {
    assert.equal(
      checkText([resultOf()], plain),
      `${migrationFile}:2:1  error  rename-column  one-way door
  full_name gets a new name. Released code fails. Split the rename.
    at src/customers.ts:2:10  reads customers.full_name

1 finding (1 error, 0 warnings, 0 info): 2 files, 1 statement read, everything was analysed.
`,
    );
  });

  it('says how sure it is when it is not', () => {
    const unsure = { ...finding, confidence: 'low', door: null } as const;
    const text = checkText([resultOf({ findings: [{ finding: unsure, fixes: [] }] })], plain);
    assert.match(text, /rename-column {2}confidence: low\n/);
  });

  it('counts what was not analysed and lists the first ten', () => {
    const one = { file: migrationFile, range: { start: 0, end: 5 }, reason: 'A template.' };
    const summary = { files: 1, statements: 30, notAnalysed: 12, findings: 0, foreign: [] };
    const text = checkText(
      [resultOf({ summary, findings: [], notAnalysed: Array.from({ length: 12 }, () => one) })],
      plain,
    );
    assert.equal(text.match(/1_rename\/migration\.sql:1:1 {2}not analysed {2}A template\./g)?.length, 10);
    assert.match(text, /and 2 more not analysed/);
    assert.match(text, /No findings: 1 file, 30 statements read, 12 not analysed\.\n$/);
  });

  it('says each remark once', () => {
    const text = checkText([resultOf({ remarks: ['No git.'] }), resultOf({ remarks: ['No git.'] })], plain);
    assert.equal(text.match(/Note: No git\./g)?.length, 1);
  });

  it('sums up what is for another database in one line', () => {
    const summary = { files: 1, statements: 1, notAnalysed: 0, findings: 0 };
    const clickhouse = { database: 'ClickHouse', files: 12 };
    const first = resultOf({ summary: { ...summary, foreign: [clickhouse] }, findings: [] });
    const second = resultOf({
      summary: { ...summary, foreign: [{ database: 'CockroachDB', files: 3 }, clickhouse] },
      findings: [],
    });
    assert.match(
      checkText([first], plain),
      /^Note: 12 files in ClickHouse's dialect are not ours and were left alone\.$/m,
    );
    assert.match(
      checkText([first, second], plain),
      /^Note: 24 files in ClickHouse's dialect and 3 in CockroachDB's are not ours and were left alone\.$/m,
    );
    assert.doesNotMatch(checkText([resultOf()], plain), /left alone/);
  });

  it('uses colours when asked, and none otherwise', () => {
    const escape = String.fromCharCode(27);
    assert.ok(checkText([resultOf()], { colors: true }).includes(`${escape}[31merror`));
    assert.ok(!checkText([resultOf()], plain).includes(escape));
  });

  it('lets no control character of a message reach the terminal', () => {
    const evil = {
      ...finding,
      message: `gone ${String.fromCharCode(27)}[2J here`,
      rule: `a${String.fromCharCode(7)}`,
    };
    const text = checkText([resultOf({ findings: [{ finding: evil, fixes: [] }] })], plain);
    assert.ok(![27, 7].some((code) => text.includes(String.fromCharCode(code))));
    assert.match(text, /gone \ufffd\[2J here/);
  });
});
