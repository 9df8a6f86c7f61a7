import assert from 'node:assert/strict';
import { readBody, readWritten } from './written';

describe('what is followed in a migration', () => {
  const followed: readonly (readonly [string, string, readonly string[], string?])[] = [
    ['a constant', 'await q.query(`DROP TABLE ${T}`);', ['DROP TABLE a'], `const T = 'a';`],
    ['an enum', 'await q.query(`DROP TABLE ${E.A}`);', ['DROP TABLE a'], `enum E { A = 'a' }`],
    [
      'an object as const',
      'await q.query(`DROP TABLE ${T.a}`);',
      ['DROP TABLE x'],
      `const T = { a: 'x' } as const;`,
    ],
    [
      'a for-of',
      `for (const t of ['a', 'b']) await q.query(\`DROP TABLE \${t}\`);`,
      ['DROP TABLE a', 'DROP TABLE b'],
    ],
    [
      'pairs',
      `for (const [t, c] of [['a', 'x']]) await q.query(\`ALTER TABLE \${t} DROP \${c}\`);`,
      ['ALTER TABLE a DROP x'],
    ],
    ['a forEach', `['a'].forEach(async (t) => { await q.query('DROP TABLE ' + t); });`, ['DROP TABLE a']],
    [
      'Promise.all over a map',
      `await Promise.all(['a', 'b'].map((t) => q.query('DROP TABLE ' + t)));`,
      ['DROP TABLE a', 'DROP TABLE b'],
    ],
    [
      'a counted loop',
      'for (let i = 0; i < 2; i++) await q.query(`DROP TABLE t${i}`);',
      ['DROP TABLE t0', 'DROP TABLE t1'],
    ],
    [
      'values of an enum',
      `await q.query(\`CREATE TYPE k AS ENUM (\${Object.values(E).map((v) => \`'\${v}'\`).join(', ')})\`);`,
      ["CREATE TYPE k AS ENUM ('a', 'b')"],
      `enum E { A = 'a', B = 'b' }`,
    ],
    [
      'a function of the file',
      `await drop(q, 'a');`,
      ['DROP TABLE a'],
      'async function drop(r, t) { await r.query(`DROP TABLE ${t}`); }',
    ],
    [
      'default parameters',
      `await drop(q);`,
      ['DROP TABLE a'],
      'const drop = (r, { t = "a" } = {}) => r.query(`DROP TABLE ${t}`);',
    ],
    [
      'a known condition',
      `if (T === 'a') await q.query('DROP TABLE a'); else await q.query('DROP TABLE b');`,
      ['DROP TABLE a'],
      `const T = 'a';`,
    ],
    ['a guard', `if (await q.hasTable('a')) await q.query('DROP TABLE a');`, ['DROP TABLE a']],
    [
      'a guard that returns',
      `if (!(await q.hasTable('a'))) return;\nawait q.query('DROP TABLE a');`,
      ['DROP TABLE a'],
    ],
    [
      'a guard that throws',
      `if (rows.length > 0) throw new Error('no');\nawait q.query('DROP TABLE a');`,
      ['DROP TABLE a'],
    ],
    [
      'a table that is looked for',
      `const t = await q.getTable('a');\nif (!t) await q.query('CREATE TABLE a (b int)');`,
      ['CREATE TABLE a (b int)'],
    ],
    [
      'try with a rollback',
      `try { await q.query('DROP TABLE a'); } catch (e) { await q.query('ROLLBACK'); throw e; } finally { await q.query('SELECT 1'); }`,
      ['DROP TABLE a', 'SELECT 1'],
    ],
    [
      'then',
      `return q.query('DROP TABLE a').then(() => q.query('DROP TABLE b'));`,
      ['DROP TABLE a', 'DROP TABLE b'],
    ],
    [
      'a switch on a known value',
      `switch (T) { case 'b': await q.query('B'); break; case 'a': await q.query('DROP TABLE a'); }`,
      ['DROP TABLE a'],
      `const T = 'a';`,
    ],
    [
      'an enum of another file in a switch',
      `switch (q.connection.options.type) { case Kind.sqlite: await q.query('B'); break; case Kind.postgres: await q.query('DROP TABLE a'); break; }`,
      ['DROP TABLE a'],
      `import { Kind } from 'elsewhere';`,
    ],
    [
      'spread',
      `const all = [...some, 'b'];\nfor (const t of all) await q.query('DROP TABLE ' + t);`,
      ['DROP TABLE a', 'DROP TABLE b'],
      `const some = ['a'];`,
    ],
    [
      'push',
      `const all = [];\nall.push('a');\nfor (const t of all) await q.query('DROP TABLE ' + t);`,
      ['DROP TABLE a'],
    ],
    [
      'Object.entries',
      `for (const [t, c] of Object.entries({ a: 'x' })) await q.query(\`ALTER TABLE \${t} DROP \${c}\`);`,
      ['ALTER TABLE a DROP x'],
    ],
    ['white space taken out', "await q.query(`DROP   TABLE a`.replace(/\\s+/g, ' '));", ['DROP   TABLE a']],
    [
      'a callback of code that is not followed',
      `await retry(async () => { await q.query('DROP TABLE a'); });`,
      ['DROP TABLE a'],
      `import { retry } from 'elsewhere';`,
    ],
    [
      'a transaction of the manager',
      `await q.manager.transaction(async (m) => { await m.query('DROP TABLE a'); });`,
      ['DROP TABLE a'],
    ],
    [
      'a loop over rows that are not known',
      `for (const r of await q.query('SELECT 1')) await q.query('DELETE FROM a WHERE id = $1', [r.id]);`,
      ['SELECT 1', 'DELETE FROM a WHERE id = $1'],
    ],
    [
      'an endless loop',
      `while (true) { await q.query('DELETE FROM a'); if (done) break; }`,
      ['DELETE FROM a'],
    ],
  ];
  for (const [what, body, sql, before] of followed)
    it(what, () => {
      const read = readBody(body, before);
      assert.deepEqual(read.sql, sql);
      assert.deepEqual(read.missed, []);
    });

  it('methods, fields and static members of the class', () => {
    const read = readWritten(`export class M1 {
      name = 'M1';
      private readonly tables = ['a'];
      static readonly column = 'c';
      async up(q) { for (const t of this.tables) await this.drop(q, t); }
      private async drop(q, t) { await q.query(\`ALTER TABLE \${t} DROP \${M1.column}\`); }
    }`);
    assert.deepEqual(read.sql, ['ALTER TABLE a DROP c']);
  });

  it('constants and functions of a relative file, placed at the call', () => {
    const read = readBody('await drop(q, NAMES.a);', `import { drop, NAMES } from './names.js';`, {
      files: {
        'src/migrations/names.ts':
          "export const NAMES = { a: 'users' } as const;\nexport async function drop(q, t) { await q.query(`DROP TABLE ${t}`); }",
      },
    });
    assert.deepEqual(read.sql, ['DROP TABLE users']);
    assert.deepEqual(
      read.places.map(([, place, verbatim]) => [place, verbatim]),
      [
        ['drop(q, NAMES.a)', false],
        ['drop(q, NAMES.a)', false],
      ],
    );
  });

  for (const [what, source] of [
    [
      'module.exports',
      `module.exports = class M1 { async up(q) { await q.query('DROP TABLE a'); } async down(q) { await q.query('B'); } };`,
    ],
    [
      'exports.up',
      `exports.up = async (q) => { await q.query('DROP TABLE a'); };\nexports.down = (q) => q.query('B');`,
    ],
    [
      'export function',
      `export async function up(q) { await q.query('DROP TABLE a'); }\nexport const down = (q) => q.query('B');`,
    ],
    [
      'an exported object',
      `const m = { up: async (q) => { await q.query('DROP TABLE a'); }, down: async (q) => { await q.query('B'); } };\nexport default m;`,
    ],
    [
      'a base class',
      `class Base { async up(q) { await q.query('DROP TABLE a'); } async down(q) { await q.query('B'); } }\nexport class M1 extends Base {}`,
    ],
  ] as const)
    it(`finds up and down in ${what}`, () => {
      const read = readWritten(source);
      assert.deepEqual(read.sql, ['DROP TABLE a']);
      assert.equal(read.hasDown, true);
    });

  it('an empty down is none', () => {
    assert.equal(readWritten(`export class M1 { async up(q) {} async down(q) {} }`).hasDown, false);
  });
});

describe('what is not followed is said, by name and place', () => {
  const missed: readonly (readonly [string, string, readonly (readonly [string, string])[], string?])[] = [
    [
      'a function of a package',
      'await seed(q);',
      [['what seed does with queryRunner is not known', 'seed(q)']],
      `import { seed } from 'seeds';`,
    ],
    [
      'a method that is not known',
      'await q.frobnicate(1);',
      [['what queryRunner.frobnicate does is not known', 'q.frobnicate(1)']],
    ],
    [
      'SQL that is not known',
      'await q.query(sqlOf());',
      [['what sqlOf stands for is not known', 'sqlOf()']],
      `import { sqlOf } from 'x';`,
    ],
    [
      'rows through entities',
      'await q.manager.save(user);',
      [['rows that are changed through entities are not followed', 'q.manager.save(user)']],
    ],
    [
      'what runs when something fails',
      `try { await q.query('DROP TABLE a'); } catch { await q.query('DROP TABLE b'); }`,
      [['this runs only when what is tried fails', `{ await q.query('DROP TABLE b'); }`]],
    ],
    [
      'a recursion without end',
      'const f = async () => { await f(); };\nawait f();',
      [['functions call each other too deeply to be followed', 'f()']],
    ],
  ];
  for (const [what, body, expected, before] of missed)
    it(what, () => assert.deepEqual(readBody(body, before).missed, expected));

  it('two branches that both change something', () => {
    const read = readBody(
      `if (process.env.X) await q.query('A'); else { await q.query('B'); await q.query('C'); }`,
    );
    assert.deepEqual(read.sql, []);
    assert.equal(read.missed[0]?.[0], 'which of two branches runs is not known, and both change something');
    assert.equal(read.unread[0]?.calls, 3);
    assert.equal(read.calls, 3);
  });

  it('what is done when something exists already, of two that change something', () => {
    const read = readBody(
      `const found = await q.query("SELECT 1 FROM information_schema.tables WHERE table_name = 'a'");
       if (!found.length) await q.query('CREATE TABLE a (b int)'); else await q.query('ALTER TABLE a ADD b int');`,
    );
    assert.deepEqual(read.sql.slice(1), ['CREATE TABLE a (b int)']);
    assert.equal(read.missed[0]?.[1], `await q.query('ALTER TABLE a ADD b int');`);
  });

  it('variables that an unknown branch sets are unknown afterwards', () => {
    const read = readBody(`let t = 'a';\nif (process.env.X) t = 'b';\nawait q.query(\`DROP TABLE \${t}\`);`);
    assert.deepEqual(read.sql, ['DROP TABLE ${t}']);
  });

  it('a loop that never ends by itself', () => {
    const read = readBody(
      `for (let i = 0; i < 1e9; i++) { const a = [i, i, i]; }\nawait q.query('DROP TABLE a');`,
    );
    assert.deepEqual(read.sql, ['DROP TABLE a']);
    assert.equal(read.missed[0]?.[0], 'the loop takes more than 2000 turns');
  });

  it('a file without up', () => {
    const source = 'export const a = 1;\n';
    assert.deepEqual(readWritten(source).missed, [['no `up` was found in the file', source]]);
  });
});
