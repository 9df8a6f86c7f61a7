import assert from 'node:assert/strict';
import type { History } from '../../src/model/migration';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { Analyser } from '../../src/workspace/analyse';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import { loadParser } from '../sql/postgres/load';

type Files = Readonly<Record<string, string>>;

describe('histories of a project', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function open(files: Files): { project: Project; analyser: Analyser } {
    const ports: Ports = {
      files: {
        list: () => Object.keys(files).sort(),
        read: (file) => (file in files ? { text: files[file] ?? '' } : { refused: 'gone' }),
      },
      revisions: null,
      now: () => new Date(0),
      log: (message) => assert.fail(message),
    };
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    assert.deepEqual(project.configurationProblems, []);
    return { project, analyser: new Analyser(project, ports) };
  }

  const histories = (files: Files): readonly History[] => open(files).analyser.histories(null);
  const shown = (files: Files): string[] =>
    histories(files).map(
      ({ framework, folder, target, migrations }) =>
        `${framework} ${folder} ${target.dialect}: ${migrations.map((one) => one.id).join(' ')}`,
    );
  const findings = (files: Files): string[] =>
    open(files)
      .analyser.judge(null, { profile: 'default', withCode: false })
      .findings.map(({ finding }) => `${finding.file} ${finding.rule}`);

  const table = 'CREATE TABLE a (id int PRIMARY KEY, note text);';

  describe('in a monorepo', () => {
    const files: Files = {
      'apps/api/prisma/migrations/20240101000000_a/migration.sql': table,
      'apps/api/prisma/migrations/migration_lock.toml': 'provider = "mysql"',
      'apps/billing/src/main/resources/db/migration/V1__a.sql':
        'CREATE TABLE b (id serial PRIMARY KEY, at timestamptz);',
      'apps/cache/drizzle/meta/_journal.json':
        '{ "dialect": "sqlite", "entries": [{ "tag": "0000_a", "when": 1 }] }',
      'apps/cache/drizzle/0000_a.sql': table,
      'apps/cache/drizzle/0001_forgotten.sql': table,
      'apps/jobs/migrations/1_a.sql':
        '-- +goose Up\nCREATE TABLE c (id bigserial);\n-- +goose Down\nDROP TABLE c;\n',
      'apps/jobs/reports/2024-01-01-usage.sql': 'SELECT count(*) FROM a;',
      'apps/legacy/db/structure.sql': table,
    };

    it('each has its framework and its dialect', () => {
      assert.deepEqual(shown(files), [
        'prisma apps/api/prisma/migrations mysql: 20240101000000_a',
        'flyway apps/billing/src/main/resources/db/migration postgres: V1__a.sql',
        'drizzle apps/cache/drizzle sqlite: 0000_a',
        'goose apps/jobs/migrations postgres: 1_a.sql',
      ]);
    });

    it('the down part of a file is no statement of it, but a way back', () => {
      const goose = histories(files).find((history) => history.framework === 'goose');
      assert.deepEqual(
        goose?.migrations.map((one) => [one.hasDown, one.transaction, one.script.statements.length]),
        [[true, 'wrapped', 1]],
      );
    });

    it('what is left over is said to be in no history; a dump is known', () => {
      assert.deepEqual(open(files).analyser.looseFiles(null), [
        'apps/cache/drizzle/0001_forgotten.sql',
        'apps/jobs/reports/2024-01-01-usage.sql',
      ]);
    });

    it('a setting stands above what is found, for its folder alone', () => {
      const settings =
        'histories:\n  - folder: apps/jobs/migrations\n    framework: plain\n    dialect: sqlite\n    transaction: wrapped\n';
      assert.deepEqual(shown({ ...files, 'evolens.yml': settings }).slice(2), [
        'drizzle apps/cache/drizzle sqlite: 0000_a',
        'plain apps/jobs/migrations sqlite: 1_a.sql',
      ]);
    });
  });

  describe('of several dialects in one folder', () => {
    const files: Files = {
      'sql/1_a.postgres.up.sql': table,
      'sql/1_a.mysql.up.sql': 'CREATE TABLE a (id int PRIMARY KEY, note text) ENGINE=InnoDB;',
      'sql/1_a.cockroach.up.sql': table,
      'sql/2_b.up.sql': 'DROP TABLE a;',
      'sql/2_b.down.sql': table,
    };

    it('are one for each, and share the files without a dialect', () => {
      assert.deepEqual(shown(files), [
        'pop sql mysql: 1_a.mysql.up.sql 2_b.up.sql',
        'pop sql postgres: 1_a.postgres.up.sql 2_b.up.sql',
      ]);
    });

    it('say once what is found in a shared file', () => {
      assert.deepEqual(findings(files), ['sql/2_b.up.sql drop-table']);
      assert.equal(open(files).analyser.judge(null, { profile: 'default', withCode: false }).files, 3);
    });

    it('keep the dialect of their names, whatever is set for everything', () => {
      assert.deepEqual(shown({ ...files, 'evolens.yml': 'dialect: sqlite\n' }), shown(files));
    });

    it('may be settled one by one', () => {
      const settings = 'histories:\n  - folder: sql\n    dialect: mysql\n    released: 2_b.up.sql\n';
      assert.deepEqual(findings({ ...files, 'evolens.yml': settings }), ['sql/2_b.up.sql drop-table']);
      const both = `${settings}  - folder: sql\n    dialect: postgres\n    released: 2_b.up.sql\n`;
      assert.deepEqual(findings({ ...files, 'evolens.yml': both }), []);
    });
  });

  it('a folder without numbers is one when the configuration names it', () => {
    const files: Files = {
      'scripts/orders.sql': 'ALTER TABLE a DROP COLUMN note;',
      'scripts/all.sql': table,
    };
    assert.deepEqual(shown(files), []);
    assert.deepEqual(shown({ ...files, 'evolens.yml': 'histories:\n  - folder: scripts/\n' }), [
      'plain scripts postgres: all.sql orders.sql',
    ]);
  });

  describe('that start later', () => {
    const drop = 'ALTER TABLE a DROP COLUMN note;';
    const settings = (start: string): string => `histories:\n  - folder: migrations\n    start: ${start}\n`;

    it('at a migration that replaces those before it, which counts as released', () => {
      const files: Files = {
        'migrations/001_old.sql': 'DROP TABLE older;',
        'migrations/002_squashed.sql': `DROP TABLE IF EXISTS nothing;\n${table}`,
        'migrations/003_new.sql': drop,
        'evolens.yml': settings('002_squashed'),
      };
      const [history] = histories(files);
      assert.deepEqual(
        history?.migrations.map((one) => [one.id, one.released]),
        [
          ['002_squashed.sql', true],
          ['003_new.sql', false],
        ],
      );
      assert.deepEqual(findings(files), ['migrations/003_new.sql drop-column']);
    });

    it('at a dump of the schema, without the released migrations it holds', () => {
      const dump = `${table}\nINSERT INTO "schema_migrations" (version) VALUES\n('002'),\n('001');\n`;
      const files: Files = {
        'db/structure.sql': dump,
        'migrations/001_a.sql': table,
        'migrations/002_b.sql': 'ALTER TABLE a ADD COLUMN note text;',
        'migrations/003_new.sql': drop,
        'evolens.yml': `${settings('db/structure.sql')}    released: 002_b\n`,
      };
      assert.deepEqual(
        histories(files)[0]?.migrations.map((one) => [one.file, one.released]),
        [
          ['db/structure.sql', true],
          ['migrations/003_new.sql', false],
        ],
      );
    });

    it('at nothing that is there: it is said, and the history starts at its beginning', () => {
      const { project, analyser } = open({
        'migrations/001_a.sql': table,
        'evolens.yml': settings('gone.sql'),
      });
      assert.deepEqual(
        analyser.histories(null).map((history) => history.migrations.length),
        [1],
      );
      assert.match(
        project.remarks.join('\n'),
        /start: gone\.sql names neither a migration of migrations nor a file/,
      );
    });
  });

  it('what the runner does is overridden for files that do not say it themselves', () => {
    const files: Files = {
      'migrations/1_a.sql': table,
      'migrations/2_b.sql': '-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY i ON a (id);',
      'evolens.yml': 'histories:\n  - folder: migrations\n    transaction: wrapped\n',
    };
    assert.deepEqual(
      histories(files)[0]?.migrations.map((one) => one.transaction),
      ['wrapped', 'autocommit'],
    );
  });

  it('follow a journal as it is edited, and keep their migrations where nothing changed', () => {
    const journal = (...tags: string[]): string =>
      JSON.stringify({ dialect: 'sqlite', entries: tags.map((tag, when) => ({ tag, when })) });
    const { project, analyser } = open({
      'drizzle/meta/_journal.json': journal('0000_a'),
      'drizzle/0000_a.sql': table,
      'drizzle/0001_b.sql': 'ALTER TABLE a ADD b int;',
    });
    const [first] = analyser.histories(null)[0]?.migrations ?? [];
    project.setOverlay('drizzle/meta/_journal.json', journal('0000_a', '0001_b'));
    const after = analyser.histories(null)[0]?.migrations ?? [];
    assert.deepEqual(
      after.map((one) => one.id),
      ['0000_a', '0001_b'],
    );
    assert.equal(after[0], first);
  });
});
