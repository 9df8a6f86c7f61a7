import assert from 'node:assert/strict';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { Analyser, type Judgement } from '../../src/workspace/analyse';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import { loadParser } from '../sql/postgres/load';

const dynamic = `DO $$ BEGIN EXECUTE 'DROP TABLE ' || current_setting('x'); END $$;`;

describe('what could not be read, by the level of not-analysed', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function judge(
    sql: string,
    configuration: string,
    profile: 'default' | 'strict' = 'default',
    released = 'none',
  ): Judgement {
    const files: Readonly<Record<string, string>> = {
      'migrations/0001_a.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);',
      'migrations/0002_b.sql': sql,
      'evolens.yml': `released: ${released}\n${configuration}`,
    };
    const ports: Ports = {
      files: {
        list: () => Object.keys(files).sort(),
        read: (file) => (file in files ? { text: files[file] ?? '' } : { refused: 'gone' }),
      },
      revisions: null,
      now: () => new Date(0),
      log: (message) => {
        throw new Error(message);
      },
    };
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    return new Analyser(project, ports).judge(null, { profile, withCode: true });
  }

  const told = (judgement: Judgement): readonly string[] => [
    ...judgement.findings
      .map(({ finding }) => `${finding.rule} ${finding.severity}`)
      .filter((line) => !line.startsWith('missing-lock-timeout')),
    ...judgement.notAnalysed.map((entry) => `counted${entry.quiet === true ? ', not shown' : ''}`),
  ];

  it('is information and no finding out of the box, and in the strict profile', () => {
    assert.deepEqual(told(judge(dynamic, '')), ['counted']);
    assert.deepEqual(told(judge(dynamic, 'rules: {not-analysed: info}')), ['counted']);
    assert.ok(!told(judge(dynamic, '', 'strict')).some((line) => line.startsWith('not-analysed')));
  });

  it('is a finding at the level the configuration gives', () => {
    assert.deepEqual(told(judge(dynamic, 'rules: {not-analysed: warning}')), [
      'not-analysed warning',
      'counted, not shown',
    ]);
    assert.deepEqual(told(judge(dynamic, 'rules: {not-analysed: error}')), [
      'not-analysed error',
      'counted, not shown',
    ]);
  });

  it('is never hidden from the count: not when it is off, nor when a comment silences it', () => {
    assert.deepEqual(told(judge(dynamic, 'rules: {not-analysed: off}')), ['counted, not shown']);
    const silenced = `-- evolens-ignore not-analysed: looked at by hand\n${dynamic}`;
    assert.deepEqual(told(judge(silenced, '')), ['counted, not shown']);
    assert.deepEqual(told(judge(silenced, 'rules: {not-analysed: error}')), ['counted, not shown']);
  });

  it('a comment that silences nothing is said to', () => {
    const idle = '-- evolens-ignore not-analysed: looked at\nCREATE TABLE b (id bigint PRIMARY KEY);';
    assert.deepEqual(told(judge(idle, '')), ['suppression-unused info']);
  });

  it('what is released is listed and never a finding', () => {
    const released = judge(dynamic, 'rules: {not-analysed: error}', 'default', '0002_b');
    assert.deepEqual(told(released), ['counted']);
  });
});
