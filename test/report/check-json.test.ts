import assert from 'node:assert/strict';
import { checkJson } from '../../src/report/formats/check-json';
import { finding, migrationFile, resultOf } from './support';

describe('the JSON of check', () => {
  it('has exactly the fields that docs/cli.md fixes', () => {
    const fix = {
      title: 'Split this rename',
      kind: 'stages',
      edits: [
        { file: migrationFile, range: { start: 12, end: 74 }, newText: 'SELECT 1' },
        { file: 'evolutions/new/plan.evolution.yml', range: { start: 0, end: 0 }, newText: 'version: 1\n' },
      ],
    } as const;
    const unread = { file: 'src/customers.ts', range: { start: 14, end: 20 }, reason: 'A template.' };
    const result = resultOf({
      findings: [{ finding, fixes: [fix] }],
      notAnalysed: [unread],
      remarks: ['not in JSON'],
    });
    const place = { start: { line: 1, character: 0 }, end: { line: 1, character: 62 } };
    const zero = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    assert.deepEqual(JSON.parse(checkJson([result])), {
      schemaVersion: 1,
      summary: { files: 2, statements: 1, notAnalysed: 0, findings: 1 },
      findings: [
        {
          rule: 'rename-column',
          severity: 'error',
          confidence: 'high',
          door: 'one-way',
          file: migrationFile,
          range: place,
          message: 'full_name gets a new name. Released code fails. Split the rename.',
          evidence: [
            {
              file: 'src/customers.ts',
              range: { start: { line: 1, character: 9 }, end: { line: 1, character: 17 } },
              message: 'reads customers.full_name',
            },
          ],
          fixes: [
            {
              title: 'Split this rename',
              kind: 'stages',
              edits: [
                { file: migrationFile, range: place, newText: 'SELECT 1' },
                { file: 'evolutions/new/plan.evolution.yml', range: zero, newText: 'version: 1\n' },
              ],
            },
          ],
        },
      ],
      notAnalysed: [
        {
          file: 'src/customers.ts',
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } },
          reason: 'A template.',
        },
      ],
    });
  });

  it('leads to files from the current folder, and joins several roots', () => {
    const parsed = JSON.parse(checkJson([resultOf({ prefix: '../shop' }), resultOf()])) as {
      summary: { findings: number };
      findings: { file: string; evidence: { file: string }[] }[];
    };
    assert.equal(parsed.summary.findings, 2);
    assert.deepEqual(
      parsed.findings.map((one) => one.file),
      [`../shop/${migrationFile}`, migrationFile],
    );
    assert.equal(parsed.findings[0]?.evidence[0]?.file, '../shop/src/customers.ts');
  });

  it('is a whole document when there is nothing to say', () => {
    const empty = { files: 0, statements: 0, notAnalysed: 0, findings: 0 };
    assert.deepEqual(JSON.parse(checkJson([])), {
      schemaVersion: 1,
      summary: empty,
      findings: [],
      notAnalysed: [],
    });
  });
});
