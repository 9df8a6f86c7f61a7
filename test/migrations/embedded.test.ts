import assert from 'node:assert/strict';
import {
  callAt,
  isConditional,
  sourceEdits,
  sourceRange,
  type Embedded,
} from '../../src/migrations/embedded';
import type { Range } from '../../src/model/text';
import { readBody, type Written } from '../code/migrations/written';

function embedded(read: Written): Embedded {
  const { source, pieces, unread, comments } = read;
  return { file: 'm.ts', embedding: { source, pieces, unread, comments } };
}

/** The range of a part of the SQL. */
function rangeOf(read: Written, part: string): Range {
  const start = read.text.indexOf(part);
  assert.ok(start >= 0, part);
  return { start, end: start + part.length };
}

/** The file after an insertion behind a part of the SQL; null when it may not be made. */
function insertAfter(read: Written, part: string, newText: string): string | null {
  const { end } = rangeOf(read, part);
  const edits = sourceEdits(embedded(read), [{ file: 'm.ts', range: { start: end, end }, newText }]);
  const [edit] = edits ?? [];
  return edit === undefined
    ? null
    : read.source.slice(0, edit.range.start) + edit.newText + read.source.slice(edit.range.end);
}

describe('places of SQL that is written in code', () => {
  const shownAt = (read: Written, part: string): string =>
    read.at(sourceRange(embedded(read), rangeOf(read, part)));

  it('a part of a string is found to the character', () => {
    const read = readBody(`await q.query('ALTER TABLE a DROP b, DROP c');`);
    assert.equal(shownAt(read, 'DROP c'), 'DROP c');
  });

  it('a part that holds an interpolation reaches over it', () => {
    const read = readBody('await q.query(`ALTER TABLE "${T}" DROP b; SELECT 1`);', `const T = 'users';`);
    assert.equal(shownAt(read, 'ALTER TABLE "users" DROP b'), 'ALTER TABLE "${T}" DROP b');
    assert.equal(shownAt(read, 'users'), '${T}');
    assert.equal(shownAt(read, 'DROP b'), 'DROP b');
  });

  it('a column of rendered SQL is its object, the statement the call', () => {
    const read = readBody(
      `await q.createTable(new Table({ name: 't', columns: [{ name: 'a', type: 'int' }] }));`,
      `import { Table } from 'typeorm';`,
    );
    assert.equal(shownAt(read, '"a" int NOT NULL'), `{ name: 'a', type: 'int' }`);
    assert.match(shownAt(read, 'CREATE TABLE "t" ("a" int NOT NULL)'), /^q\.createTable\(.*\)$/);
  });

  it('the call of SQL that is written elsewhere', () => {
    const read = readBody(`const sql = 'DROP TABLE a';\nawait q.query(sql);`);
    assert.equal(read.at(callAt(embedded(read), 3)!), 'q.query(sql)');
    assert.equal(shownAt(read, 'TABLE a'), 'TABLE a');
  });

  it('a migration that is SQL itself stays as it is', () => {
    const range = { start: 3, end: 5 };
    assert.equal(sourceRange({ file: 'm.sql', embedding: null }, range), range);
    assert.equal(callAt({ file: 'm.sql', embedding: null }, 3), null);
  });
});

describe('SQL that is sent under a condition', () => {
  const conditional = (body: string): boolean => {
    const read = readBody(body);
    return isConditional(embedded(read), read.text.indexOf('DROP'));
  };

  for (const body of [
    `if (await q.hasTable('a')) await q.query('DROP TABLE a');`,
    `if (!(await q.hasTable('a'))) return;\nawait q.query('DROP TABLE a');`,
    `(await q.hasTable('a')) && (await q.query('DROP TABLE a'));`,
  ])
    it(body, () => assert.equal(conditional(body), true));

  for (const body of [
    `await q.query('DROP TABLE a');`,
    `if (await q.hasTable('a')) await q.query('SELECT 1');\nawait q.query('DROP TABLE a');`,
    `if (true) await q.query('DROP TABLE a');`,
  ])
    it(body, () => assert.equal(conditional(body), false));
});

describe('edits of SQL that is written in code', () => {
  it('what is verbatim is edited in its literal', () => {
    const read = readBody(`await q.query('CREATE INDEX i ON a (b)');`);
    assert.match(
      insertAfter(read, 'CREATE INDEX', ' CONCURRENTLY') ?? '',
      /'CREATE INDEX CONCURRENTLY i ON a/,
    );
  });

  it('quotes, line ends and backslashes are escaped as the literal needs it', () => {
    const single = readBody(`await q.query('SELECT 1');`);
    assert.match(insertAfter(single, 'SELECT', " 'x\\y'\n,") ?? '', /'SELECT \\'x\\\\y\\'\\n, 1'/);
    const template = readBody('await q.query(`SELECT 1`);');
    assert.match(insertAfter(template, 'SELECT', ' `${x}`\n') ?? '', /`SELECT \\`\\\$\{x\}\\`\n 1`/);
    assert.match(insertAfter(template, 'SELECT', " 'x'") ?? '', /`SELECT 'x' 1`/);
  });

  it('the file that was edited is read as the SQL that was edited', () => {
    const read = readBody('await q.query("SELECT 1");');
    const edited = insertAfter(read, 'SELECT', ` '"\\`) ?? '';
    assert.equal(edited.includes(`"SELECT '\\"\\\\ 1"`), true);
  });

  it('what is not verbatim is not edited', () => {
    const read = readBody('await q.query(`DROP TABLE ${T} CASCADE`);', `const T = 'users';`);
    assert.equal(insertAfter(read, 'use', 'x'), null);
    const rendered = readBody(`await q.dropTable('users');`);
    assert.equal(insertAfter(rendered, 'DROP TABLE', ' IF EXISTS'), null);
    const elsewhere = [{ file: 'other.ts', range: { start: 0, end: 0 }, newText: 'x' }];
    assert.deepEqual(sourceEdits(embedded(read), elsewhere), elsewhere);
  });
});
