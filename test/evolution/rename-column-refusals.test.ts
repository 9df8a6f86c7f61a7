import assert from 'node:assert/strict';
import { isRefused, type DraftEvolution, type Refusal } from '../../src/evolution/recipes/recipe';
import { renameColumnRecipe } from '../../src/evolution/recipes/rename-column';
import type { Dialect } from '../../src/model/dialect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { groundOf } from './databases/ground';

interface Asked {
  readonly dialect?: Dialect;
  readonly released?: boolean;
}

describe('when a column rename has stages, and when not', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  const ask = (setup: string, change: string, more: Asked = {}): DraftEvolution | Refusal | null => {
    const ground = groundOf(reader, { dialect: more.dialect ?? 'postgres', setup, change, released: more.released === true }); // prettier-ignore
    const answers = renameColumnRecipe.answersOf(ground.asking!.change, ground.before);
    return answers === null ? null : renameColumnRecipe.draft(answers, ground);
  };

  const refusals: readonly (readonly [string, string, string, RegExp, Asked?])[] = [
    ['primary key', 'CREATE TABLE t (a int PRIMARY KEY)', 'ALTER TABLE t RENAME a TO b', /primary key/],
    ['identity', 'CREATE TABLE t (id int PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY)', 'ALTER TABLE t RENAME a TO b', /numbers/],
    ['serial', 'CREATE TABLE t (id int PRIMARY KEY, a serial)', 'ALTER TABLE t RENAME a TO b', /numbers/],
    ['generated', 'CREATE TABLE t (id int PRIMARY KEY, a int GENERATED ALWAYS AS (id * 2) STORED)', 'ALTER TABLE t RENAME a TO b', /generated/],
    ['used by a generated column', 'CREATE TABLE t (id int PRIMARY KEY, a int, c int GENERATED ALWAYS AS (a * 2) STORED)', 'ALTER TABLE t RENAME a TO b', /generated column c/],
    ['referenced', 'CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE); CREATE TABLE u (a int REFERENCES t (a))', 'ALTER TABLE t RENAME a TO b', /points at the column/],
    ['partition key', 'CREATE TABLE t (id int, a int) PARTITION BY RANGE (a)', 'ALTER TABLE t RENAME a TO b', /partition key/],
    ['used by a view', 'CREATE TABLE t (id int, a int); CREATE VIEW v AS SELECT a FROM t', 'ALTER TABLE t RENAME a TO b', /view v/],
    ['used by a policy', 'CREATE TABLE t (id int, a int); CREATE POLICY p ON t USING (a > 0)', 'ALTER TABLE t RENAME a TO b', /policy p/],
    ['unknown table', 'SELECT 1', 'ALTER TABLE t RENAME a TO b', /not known/],
    ['optional with a random default', 'CREATE TABLE t (id int, a uuid DEFAULT gen_random_uuid())', 'ALTER TABLE t RENAME a TO b', /another value each time/],
    ['changed afterwards', 'CREATE TABLE t (id int, a int)', 'ALTER TABLE t RENAME a TO b; ALTER TABLE t ALTER b SET NOT NULL', /later statement/],
    ['released', 'CREATE TABLE t (id int, a int)', 'ALTER TABLE t RENAME a TO b', /base branch/, { released: true }],
    ['without a key', 'CREATE TABLE t (id INT, a INT)', 'ALTER TABLE t RENAME COLUMN a TO b', /unique key/, { dialect: 'mysql' }],
    ['set by the database', 'CREATE TABLE t (id INT PRIMARY KEY, a DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)', 'ALTER TABLE t RENAME COLUMN a TO b', /ON UPDATE/, { dialect: 'mysql' }],
    ['required in SQLite', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a int NOT NULL)', 'ALTER TABLE t RENAME COLUMN a TO b', /SQLite/, { dialect: 'sqlite' }],
  ]; // prettier-ignore
  for (const [title, setup, change, reason, more] of refusals) {
    it(`refuses: ${title}`, () => {
      const result = ask(setup, change, more);
      assert.ok(result !== null && isRefused(result), 'refused');
      assert.match(result.refused, reason);
    });
  }

  it('accepts the innocent twin of the refusals', () => {
    const setup =
      'CREATE TABLE t (id int PRIMARY KEY, a int, c int); CREATE VIEW v AS SELECT c FROM t; CREATE TABLE u (id int REFERENCES t (id));';
    const result = ask(setup, 'ALTER TABLE t RENAME a TO b; UPDATE t SET c = 1 WHERE id = 1;');
    assert.ok(result !== null && !isRefused(result), JSON.stringify(result));
  });

  it('takes the place of CHANGE where it only renames', () => {
    const setup = 'CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20) NOT NULL)';
    const renamed = ask(setup, 'ALTER TABLE t CHANGE a b VARCHAR(20) NOT NULL', { dialect: 'mariadb' });
    assert.ok(renamed !== null && !isRefused(renamed));
    assert.equal(ask(setup, 'ALTER TABLE t CHANGE a b BIGINT', { dialect: 'mariadb' }), null);
    assert.equal(ask(setup, 'ALTER TABLE t MODIFY a VARCHAR(20) NOT NULL', { dialect: 'mariadb' }), null);
  });

  const written: readonly (readonly [Dialect, string, string])[] = [
    ['postgres', 'CREATE TABLE s.t (a text, b uuid DEFAULT gen_random_uuid() NOT NULL);', 'ALTER TABLE s.t RENAME b TO "select"'],
    ['postgres', 'CREATE TABLE customers (id int PRIMARY KEY); CREATE TABLE "Order" (id bigint PRIMARY KEY, code text COLLATE "C" UNIQUE CHECK (code <> \'\') REFERENCES customers (id))', 'ALTER TABLE "Order" RENAME code TO "Code"'],
    ['mysql', 'CREATE TABLE `Order` (id INT NOT NULL, part INT NOT NULL, name VARCHAR(20) NOT NULL, at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (id, part), KEY k (name(4)));', 'ALTER TABLE `Order` RENAME COLUMN name TO `key`'],
    ['mariadb', 'CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL);', 'ALTER TABLE t CHANGE name title VARCHAR(20) NOT NULL'],
    ['sqlite', 'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);', 'ALTER TABLE t RENAME COLUMN name TO "order"'],
  ]; // prettier-ignore
  for (const [dialect, setup, change] of written) {
    it(`${dialect}: every statement of every stage is read back with nothing unread: ${change}`, () => {
      const draft = ask(setup, change, { dialect });
      assert.ok(draft !== null && !isRefused(draft), JSON.stringify(draft));
      for (const stage of draft.stages) {
        for (const statement of [...stage.statements, ...stage.rollback, stage.verification ?? 'SELECT 1']) {
          const reading = reader.readStatement(statement, dialect);
          assert.deepEqual(reading.unread, [], `${stage.label}: ${statement}`);
        }
      }
    });
  }
});
