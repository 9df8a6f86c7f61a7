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
      'base: ACCESS EXCLUSIVE (blocks reads and writes), rewrites the table [from the manual]',
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
      't: EXCLUSIVE (blocks writes), algorithm INPLACE, loses data [from the manual]',
    );
  });
});
