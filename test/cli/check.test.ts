import assert from 'node:assert/strict';
import { Scenario } from './scenario';

interface CheckOutput {
  readonly schemaVersion: number;
  readonly summary: { files: number; statements: number; notAnalysed: number; findings: number };
  readonly findings: readonly {
    rule: string;
    severity: string;
    confidence: string;
    door: string | null;
    file: string;
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
    message: string;
    evidence: readonly { file: string; range: object; message: string }[];
    fixes: readonly {
      title: string;
      kind: string;
      edits: readonly { file: string; range: object; newText: string }[];
    }[];
  }[];
  readonly notAnalysed: readonly { file: string; range: object; reason: string }[];
}

const json = (text: string): CheckOutput => JSON.parse(text) as CheckOutput;
const rulesOf = (text: string): readonly string[] =>
  json(text).findings.map((finding) => `${finding.file} ${finding.rule}`);

const history = {
  'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text);\n',
  'migrations/002_index.sql': '\nCREATE INDEX users_name ON users (name);\n',
};

describe('evolens check', () => {
  it('gives the agreed JSON', () => {
    const ran = new Scenario(history).run('check', '--format', 'json');
    assert.equal(ran.error, '');
    const output = json(ran.out);
    assert.equal(output.schemaVersion, 1);
    assert.deepEqual(output.summary, { files: 2, statements: 2, notAnalysed: 0, findings: 1 });
    const [finding] = output.findings;
    assert.equal(finding?.rule, 'create-index-blocking');
    assert.equal(finding.file, 'migrations/002_index.sql');
    assert.equal(finding.severity, 'warning');
    assert.equal(finding.range.start.line, 1);
    assert.equal(finding.range.start.character, 0);
    assert.deepEqual(finding.fixes.map((fix) => fix.kind).at(-1), 'suppress');
    assert.ok(
      finding.fixes.every((fix) =>
        fix.edits.every((edit) => typeof edit.newText === 'string' && !edit.file.startsWith('/')),
      ),
    );
  });

  it('ends with 0 below the level asked for, with 1 at it, with 2 for a mistake', () => {
    const scenario = new Scenario(history);
    assert.equal(scenario.run('check').code, 0);
    assert.equal(scenario.run('check', '--fail-on', 'warning').code, 1);
    assert.equal(scenario.run('check', '--fail-on', 'never').code, 0);
    assert.equal(scenario.run('check', '--fail-on', 'loud').code, 2);
    assert.equal(scenario.run('check', 'nowhere.sql').code, 2);
    assert.equal(scenario.run('chek').code, 2);
  });

  it('judges a file within its whole history and reports only it', () => {
    const scenario = new Scenario({
      ...history,
      'migrations/003_more.sql': 'ALTER TABLE users DROP COLUMN name;\n',
    });
    assert.deepEqual(rulesOf(scenario.run('check', 'migrations/002_index.sql', '--format', 'json').out), [
      'migrations/002_index.sql create-index-blocking',
    ]);
  });

  it('knows that a table made in the same file is new: the innocent twin is silent', () => {
    const scenario = new Scenario({
      'migrations/001_users.sql': `${history['migrations/001_users.sql']}CREATE INDEX users_name ON users (name);\n`,
    });
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), []);
  });

  it('--isolated makes every file its own history', () => {
    const scenario = new Scenario({
      'migrations/001_a.sql': 'CREATE TABLE t (id int PRIMARY KEY, v varchar(10));',
      'migrations/002_b.sql': "SET lock_timeout = '2s'; ALTER TABLE t ALTER COLUMN v TYPE varchar(20);",
    });
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), []);
    assert.deepEqual(json(scenario.run('check', '--isolated', '--format', 'json').out).summary.files, 2);
  });

  it('names files relative to the current folder, above it too', () => {
    const scenario = new Scenario(history);
    assert.deepEqual(rulesOf(scenario.runIn('migrations', 'check', '--format', 'json').out), [
      '002_index.sql create-index-blocking',
    ]);
  });

  it('respects .gitignore', () => {
    const scenario = new Scenario({
      ...history,
      'old/migrations/001_x.sql': 'DROP TABLE users;',
      '.gitignore': 'old/\n',
    });
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), [
      'migrations/002_index.sql create-index-blocking',
    ]);
  });

  it('keeps the past quiet: what the base branch has, unchanged', () => {
    const scenario = new Scenario(history);
    scenario.git('init', '-q', '-b', 'main');
    scenario.git('add', '.');
    scenario.git('commit', '-qm', 'one');
    scenario.write('migrations/003_drop.sql', 'DROP TABLE users;\n');
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), [
      'migrations/003_drop.sql drop-table',
    ]);
    scenario.write('migrations/002_index.sql', 'CREATE UNIQUE INDEX users_name ON users (name);\n');
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), [
      'migrations/002_index.sql create-index-blocking',
      'migrations/002_index.sql migration-out-of-order',
      'migrations/003_drop.sql drop-table',
    ]);
  });

  it('keeps the past quiet: what the configuration calls released', () => {
    const scenario = new Scenario({ ...history, 'evolens.yml': 'released: 002_index\n' });
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), []);
    scenario.write('evolens.yml', 'released: none\n');
    assert.equal(rulesOf(scenario.run('check', '--format', 'json').out).length, 1);
  });

  it('says where a mistake in the configuration is', () => {
    const ran = new Scenario({
      ...history,
      'evolens.yml': 'dialect: postgres\nrules:\n  create-index-blocking: loud\n',
    }).run('check');
    assert.equal(ran.code, 2);
    assert.match(ran.error, /^evolens\.yml:3:\d+ .*create-index-blocking/);
  });

  it('turns a rule off, down or up by configuration', () => {
    const scenario = new Scenario({ ...history, 'evolens.yml': 'rules:\n  create-index-blocking: off\n' });
    // What was a line of that finding now stands alone.
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), [
      'migrations/002_index.sql missing-lock-timeout',
    ]);
    scenario.write('evolens.yml', 'rules: { create-index-blocking: error }\n');
    assert.equal(scenario.run('check').code, 1);
  });

  it('takes suppressions with a reason, and speaks of those without one or without use', () => {
    const scenario = new Scenario({
      ...history,
      'migrations/002_index.sql':
        '-- evolens-ignore create-index-blocking: the table is tiny\nCREATE INDEX users_name ON users (name);\n',
    });
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), []);
    scenario.write(
      'migrations/002_index.sql',
      '-- evolens-ignore create-index-blocking, drop-table\nCREATE INDEX users_name ON users (name);\n',
    );
    assert.deepEqual(rulesOf(scenario.run('check', '--format', 'json').out), [
      'migrations/002_index.sql suppression-unused',
      'migrations/002_index.sql suppression-without-reason',
    ]);
  });

  it('says what it could not read, and keeps its neighbours', () => {
    const scenario = new Scenario({
      ...history,
      'migrations/003_half.sql': 'ALTER TABLE users ADD COLUMN\n\nDROP TABLE users;\n',
    });
    const output = json(scenario.run('check', 'migrations/003_half.sql', '--format', 'json').out);
    assert.equal(output.notAnalysed.length, 1);
    assert.deepEqual(
      output.findings.map((finding) => finding.rule),
      ['drop-table'],
    );
  });

  it('writes text for people', () => {
    const ran = new Scenario(history).run('check');
    assert.match(ran.out, /migrations\/002_index\.sql:2:1/);
    assert.match(ran.out, /create-index-blocking/);
  });
});
