import assert from 'node:assert/strict';
import { readBody, readWritten } from './written';

describe('where the SQL of a migration in code is written', () => {
  it('a string is verbatim', () => {
    const { places } = readBody(`await q.query('DROP TABLE a');`);
    assert.deepEqual(places, [['DROP TABLE a', 'DROP TABLE a', true]]);
  });

  it('an escape is a piece of its own, which cannot be edited', () => {
    const { places, sql } = readBody(String.raw`await q.query('SELECT \'x\'\n\u0041');`);
    assert.deepEqual(sql, ["SELECT 'x'\nA"]);
    assert.deepEqual(places, [
      ['SELECT ', 'SELECT ', true],
      ["'", String.raw`\'`, false],
      ['x', 'x', true],
      ["'", String.raw`\'`, false],
      ['\n', String.raw`\n`, false],
      ['A', String.raw`\u0041`, false],
    ]);
  });

  it('a constant stands at its interpolation', () => {
    const { places } = readBody('await q.query(`DROP TABLE "${T}" CASCADE`);', `const T = 'users';`);
    assert.deepEqual(places, [
      ['DROP TABLE "', 'DROP TABLE "', true],
      ['users', '${T}', false],
      ['" CASCADE', '" CASCADE', true],
    ]);
  });

  it('a constant stands at the operand of a sum', () => {
    const { places } = readBody(`await q.query('DROP TABLE ' + T + ' CASCADE');`, `const T = 'users';`);
    assert.deepEqual(places, [
      ['DROP TABLE ', 'DROP TABLE ', true],
      ['users', 'T', false],
      [' CASCADE', ' CASCADE', true],
    ]);
  });

  it('SQL in a constant stands where it is written, its call where it is sent', () => {
    const read = readBody(`const sql = 'DROP TABLE a';\nawait q.query(sql);`);
    assert.deepEqual(read.places, [['DROP TABLE a', 'DROP TABLE a', true]]);
    assert.equal(read.at(read.pieces[0]!.call), 'q.query(sql)');
  });

  it('a text that grows keeps its places', () => {
    const { places } = readBody(`let sql = 'DROP TABLE a';\nsql += ' CASCADE';\nawait q.query(sql);`);
    assert.deepEqual(places, [
      ['DROP TABLE a', 'DROP TABLE a', true],
      [' CASCADE', ' CASCADE', true],
    ]);
  });

  it('an unknown interpolation is kept as a placeholder', () => {
    const read = readBody('await q.query(`DROP TABLE ${process.env.T}`);');
    assert.deepEqual(read.sql, ['DROP TABLE ${process.env.T}']);
    assert.deepEqual(read.places[1], ['${process.env.T}', '${process.env.T}', false]);
  });

  it('line ends of Windows, a BOM, tabs and astral characters keep their offsets', () => {
    const source =
      '\uFEFF// 😀\r\nexport class M1 {\r\n\tasync up(q) {\r\n\t\tawait q.query(`\r\n\t\tDROP TABLE "😀";\r\n\t\tDROP TABLE b`);\r\n\t}\r\n}\r\n';
    const read = readWritten(source);
    assert.deepEqual(read.places, [
      ['\r\n\t\tDROP TABLE "😀";\r\n\t\tDROP TABLE b', '\r\n\t\tDROP TABLE "😀";\r\n\t\tDROP TABLE b', true],
    ]);
  });

  it('trimming keeps the places of what is left', () => {
    const { places } = readBody('await q.query(`\n  DROP TABLE a\n`.trim());');
    assert.deepEqual(places, [['DROP TABLE a', 'DROP TABLE a', true]]);
  });

  it('rendered SQL stands at its call, a column at its own object', () => {
    const read = readBody(
      `await q.createTable(new Table({ name: 't', columns: [{ name: 'a', type: 'int' }] }));`,
      `import { Table } from 'typeorm';`,
    );
    assert.deepEqual(
      read.places.map(([sql, place]) => [sql, place.slice(0, 24)]),
      [
        ['CREATE TABLE ', 'q.createTable(new Table('],
        ['"t"', 'q.createTable(new Table('],
        [' (', 'q.createTable(new Table('],
        ['"a" int NOT NULL', "{ name: 'a', type: 'int'"],
        [')', 'q.createTable(new Table('],
      ],
    );
  });

  it('a comment at the end of one call hides nothing of the next', () => {
    const { sql } = readBody(`await q.query('DROP TABLE a -- gone');\nawait q.query('DROP TABLE b');`);
    assert.deepEqual(sql, ['DROP TABLE a -- gone', 'DROP TABLE b']);
  });
});
