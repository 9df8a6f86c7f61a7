import assert from 'node:assert/strict';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import type { Ports } from '../../src/workspace/ports';
import { Session, type FileResult } from '../../src/workspace/session';
import { loadParser } from '../sql/postgres/load';

const migration = 'migrations/0002_change.sql';
const store = 'src/store.ts';
const service = 'src/service.ts';

const start: Readonly<Record<string, string>> = {
  'evolens.yml': 'dialect: postgres\nreleased: "0001_init"\n',
  'migrations/0001_init.sql': `CREATE TABLE users (id integer PRIMARY KEY, name text, email text);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL, total integer);
`,
  [migration]: `ALTER TABLE users ADD COLUMN age integer NOT NULL DEFAULT 0;
CREATE INDEX orders_user ON orders (user_id);
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
UPDATE orders SET note = 'x';
ALTER TABLE users DROP COLUMN email;
`,
  [store]: `import { Pool } from 'pg';
const pool = new Pool();
export class Store {
  one(id: number) { return pool.query('SELECT id, name FROM users WHERE id = $1', [id]); }
  emails() { return pool.query('SELECT email FROM users ORDER BY name'); }
}
`,
  [service]: `import { Store } from './store';
export class Service {
  constructor(private readonly store: Store) {}
  async all(ids: number[]) {
    for (const id of ids) {
      await this.store.one(id);
    }
  }
}
`,
};

/** What changes, the file, what stands there, and what takes its place. */
const edits: readonly (readonly [string, string, string, string])[] = [
  ['nothing but a space above', migration, 'ALTER TABLE users ADD', ' ALTER TABLE users ADD'],
  ['a comment that moves what follows', migration, 'CREATE INDEX', '-- why\nCREATE INDEX'],
  ['the type of a column that a later statement changes', migration, 'note text', 'note varchar(20)'],
  ['the column gets another name, and what follows finds none', migration, 'COLUMN note v', 'COLUMN notes v'],
  ['what follows finds it again', migration, 'COLUMN notes v', 'COLUMN note v'],
  [
    'the table is made here, so nobody waits',
    migration,
    ' ALTER TABLE users ADD',
    'CREATE TABLE more (id int);\nALTER TABLE users ADD',
  ],
  ['the index is of the new table', migration, 'ON orders (user_id)', 'ON more (id)'],
  ['a comment silences', migration, '-- why', '-- evolens-ignore drop-column: nobody reads it'],
  ['the index takes no lock', migration, 'CREATE INDEX', 'CREATE INDEX CONCURRENTLY'],
  ['a transaction around everything', migration, 'CREATE TABLE more', 'BEGIN;\nCREATE TABLE more'],
  ['which is rolled back', migration, 'DROP COLUMN email;', 'DROP COLUMN email;\nROLLBACK;'],
  ['or committed', migration, 'ROLLBACK;', 'COMMIT;'],
  ['broken in the middle', migration, 'ALTER COLUMN note SET', 'ALTER COLUMN note ST'],
  ['and mended', migration, 'ALTER COLUMN note ST', 'ALTER COLUMN note SET'],
  [
    'the same statement twice',
    migration,
    "SET note = 'x';",
    "SET note = 'x';\nUPDATE orders SET note = 'x';",
  ],
  ['a statement goes', migration, 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;\n', ''],
  ['an earlier migration changes', 'migrations/0001_init.sql', 'name text', 'name text, note text'],
  ['code that reads the column goes', store, 'SELECT email', 'SELECT name'],
  ['and comes back', store, 'SELECT name FROM users ORDER', 'SELECT email FROM users ORDER'],
  ['the loop goes', service, 'for (const id of ids) {', 'if (ids.length > 0) { const id = 1;'],
  ['and comes back', service, 'if (ids.length > 0) { const id = 1;', 'for (const id of ids) {'],
  [
    'the query behind the loop goes',
    store,
    "return pool.query('SELECT id, name",
    "return cached('SELECT id, name",
  ],
  ['nothing is released any more', 'evolens.yml', 'released: "0001_init"', 'released: none'],
];

function plain({ findings, notAnalysed }: FileResult): unknown {
  return { findings, notAnalysed };
}

describe('a session in which files are edited', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function open(files: Readonly<Record<string, string>>): Session {
    const ports: Ports = {
      files: {
        list: () => Object.keys(files).sort(),
        read: (name) => (name in files ? { text: files[name] ?? '' } : { refused: 'gone' }),
      },
      revisions: null,
      now: () => new Date(0),
      log: (message) => {
        throw new Error(message);
      },
    };
    return new Session(ports, reader);
  }

  it('says what a new one says of the same texts, edit after edit', () => {
    const files = { ...start };
    const session = open(start);
    session.judgeAll();
    const said = new Set<string>();
    for (const [name, file, from, to] of edits) {
      assert.ok(files[file]?.includes(from), `${name}: ${from} stands in ${file}`);
      files[file] = (files[file] ?? '').replace(from, to);
      session.change(file, files[file]);
      const first = plain(session.judgeEdited(file));
      const fresh = open(files);
      const all = fresh.judgeAll();
      assert.deepEqual(first, plain(all.get(file) ?? { findings: [], notAnalysed: [] }), `${name}, at once`);
      for (const one of [migration, store, service]) {
        const settled = plain(session.judge(one));
        assert.deepEqual(settled, plain(fresh.judge(one)), `${name}: ${one}`);
        said.add(JSON.stringify(settled));
      }
    }
    assert.ok(said.size > 15, `the edits change what is said: ${String(said.size)} results`);
  });

  it('says the same of a file that is looked at alone, before anything was said of others', () => {
    const session = open(start);
    const [finding] = session.judgeEdited(service).findings;
    assert.equal(finding?.rule, 'query-in-loop-via-service');
    assert.deepEqual(plain(session.judgeEdited(service)), plain(open(start).judge(service)));
  });
});
