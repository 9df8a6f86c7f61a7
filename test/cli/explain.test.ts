import assert from 'node:assert/strict';
import { Scenario } from './scenario';

const made =
  'CREATE TABLE base (id integer, a integer);\nCREATE TABLE heir () INHERITS (base);\nALTER TABLE base ADD CONSTRAINT there CHECK (a IS NOT NULL);\n';

/** The lines under the statement of a file that follows the given one. */
function explained(text: string, version: string, before = made, dialect = 'postgres'): readonly string[] {
  const scenario = new Scenario({ 'setup.sql': before, 'change.sql': text });
  const { out } = scenario.run(
    'explain',
    'change.sql',
    '--setup',
    'setup.sql',
    '--dialect',
    dialect,
    '--db-version',
    version,
  );
  return out
    .split('\n')
    .slice(2)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('evolens explain', () => {
  it('names every table of a tree, and what a manual alone says', () => {
    assert.deepEqual(explained('ALTER TABLE base ALTER COLUMN id TYPE bigint;', '16').slice(0, 2), [
      'base: ACCESS EXCLUSIVE (blocks reads and writes), rewrites the table',
      'heir: ACCESS EXCLUSIVE (blocks reads and writes), rewrites the table',
    ]);
    const [first] = explained('ALTER TABLE base ALTER COLUMN id TYPE bigint;', '14');
    assert.equal(
      first,
      'base: ACCESS EXCLUSIVE (blocks reads and writes), rewrites the table [PostgreSQL 14 documentation, 13.3 Explicit Locking and ALTER TABLE]',
    );
  });

  it('knows what the same statement drops first', () => {
    const [dropping] = explained(
      'ALTER TABLE base ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT there;',
      '18',
    );
    assert.match(dropping ?? '', /^base: .*reads every row/);
    const [keeping] = explained('ALTER TABLE base ALTER COLUMN a SET NOT NULL;', '18');
    assert.doesNotMatch(keeping ?? '', /reads every row/);
  });

  it('says that a partition of MySQL goes with its rows and copies none', () => {
    const before =
      'CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));\n';
    assert.equal(
      explained('ALTER TABLE t DROP PARTITION p0;', '8.4', before, 'mysql')[0],
      't: NONE (lets reads and writes through), algorithm INPLACE, loses data [MySQL 8.4 Reference Manual, 17.12.1 Online DDL Operations, Partitioning Operations: DROP PARTITION]',
    );
  });

  it('says whether a change can be undone, and by what', () => {
    const way = (change: string): readonly string[] =>
      explained(change, '16').filter((line) => line.includes('be undone'));
    assert.deepEqual(way('ALTER TABLE base ADD COLUMN b text, RENAME CONSTRAINT there TO here;'), [
      'can be undone: ALTER TABLE base RENAME CONSTRAINT here TO there.',
      'can be undone: ALTER TABLE base DROP COLUMN b. What is written to it until then goes with it.',
    ]);
    assert.deepEqual(way('ALTER TABLE base DROP COLUMN id;'), [
      'cannot be undone wholly: It deletes the values of base.id. The shape comes back with ALTER TABLE base ADD COLUMN id integer.',
    ]);
    assert.deepEqual(way('TRUNCATE base;'), [
      'cannot be undone: It empties base: the rows come back from a backup only.',
    ]);
    assert.deepEqual(way('SELECT 1;'), []);
  });

  it('says so in JSON as well, with the manual that an effect rests on', () => {
    const scenario = new Scenario({
      'change.sql': 'CREATE TABLE t (id int);\nALTER TABLE t DROP COLUMN id;\n',
    });
    const { out } = scenario.run('explain', 'change.sql', '--dialect', 'mysql', '--format', 'json');
    const { statements } = JSON.parse(out) as {
      statements: {
        effects: { source: string | null }[];
        undo: { extent: string; statement: string | null }[];
      }[];
    };
    assert.deepEqual(
      statements.map(({ undo }) => undo.map(({ extent, statement }) => `${extent} ${statement ?? ''}`)),
      [['whole DROP TABLE t'], ['whole ALTER TABLE t ADD COLUMN id int']],
    );
    assert.match(statements[1]?.effects[0]?.source ?? '', /^MySQL 8.0 Reference Manual, 17\.12\.1 /);
  });
});
