import type { Finding } from '../../src/model/finding';
import type { Assessment } from '../../src/model/risk';
import type { Analysis } from '../../src/model/workspace';
import { indicatorsOf } from '../../src/risk/indicators';
import type { CheckResult } from '../../src/report/check-result';
import type { ReportPart } from '../../src/report/report';

/** Line 2 (zero-based 1) begins at offset 11. */
export const migrationText = '-- a rename\nALTER TABLE customers RENAME COLUMN full_name TO display_name;\n';
export const migrationFile = 'prisma/migrations/1_rename/migration.sql';
export const codeText = 'const a = 1;\r\nselect({ fullName: true });\r\n';

const texts: Readonly<Record<string, string>> = {
  [migrationFile]: migrationText,
  'src/customers.ts': codeText,
};

export function textOf(file: string): string {
  return texts[file] ?? '';
}

export const finding: Finding = {
  file: migrationFile,
  range: { start: 12, end: 74 },
  rule: 'rename-column',
  severity: 'error',
  confidence: 'high',
  door: 'one-way',
  message: 'full_name gets a new name. Released code fails. Split the rename.',
  evidence: [
    { file: 'src/customers.ts', range: { start: 23, end: 31 }, message: 'reads customers.full_name' },
  ],
};

export const assessment: Assessment = {
  file: migrationFile,
  range: { start: 12, end: 74 },
  migration: '1_rename',
  title: 'Renames column customers.full_name to display_name',
  door: 'one-way',
  irreversibility: { score: 1, inputs: [{ points: 1, reason: 'It changes the schema.' }] },
  indicators: indicatorsOf({ 'not-compatible': ['Released code that names customers.full_name fails.'] }),
  blastRadius: [
    { question: 'what-breaks', grade: 'medium', because: 'Named in 3 files.' },
    { question: 'who-is-hit', grade: null, because: 'Unknown: declare it.' },
    { question: 'recoverable', grade: 'high', because: 'By hand.' },
    { question: 'who-pays', grade: null, because: 'Unknown: declare it.' },
  ],
  failure: {
    pattern: 'big-bang',
    probability: 0.32,
    recoveryHours: 24,
    inputs: ['Base rate of big-bang: 30.0 %.'],
  },
  risk: { value: 0.24, unit: 'relative', inputs: ['Probability 0.32.'] },
  rollback: 'Rename display_name back to full_name.',
  rules: ['rename-column'],
  references: [
    { file: 'src/customers.ts', range: { start: 23, end: 31 }, message: 'reads customers.full_name' },
  ],
};

export function analysisOf(more: Partial<Analysis> = {}): Analysis {
  const findings = more.findings ?? [];
  const notAnalysed = more.notAnalysed ?? [];
  return {
    summary: {
      files: 2,
      statements: 1,
      notAnalysed: notAnalysed.length,
      findings: findings.length,
      foreign: [],
    },
    findings,
    notAnalysed,
    histories: [],
    assessments: [],
    remarks: [],
    ...more,
  };
}

export function partOf(more: Partial<Analysis> = {}, prefix = ''): ReportPart {
  return { prefix, analysis: analysisOf(more), textOf };
}

export const now = new Date('2026-11-21T10:30:00Z');

export function resultOf(more: Partial<CheckResult> = {}): CheckResult {
  return {
    prefix: '',
    summary: { files: 2, statements: 1, notAnalysed: 0, findings: 1, foreign: [] },
    findings: [{ finding, fixes: [] }],
    notAnalysed: [],
    remarks: [],
    textOf,
    ...more,
  };
}
