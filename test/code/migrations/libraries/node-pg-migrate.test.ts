import assert from 'node:assert/strict';
import { createSqlReader, type SqlReader } from '../../../../src/sql/reader';
import { loadParser } from '../../../sql/postgres/load';
import { assertSameChanges, changesIn, readCode } from './compare';
import { calls } from './node-pg-migrate-calls';

interface Builder {
  getSql(): string;
}
type MakeBuilder = new (
  db: object,
  shorthands: object | undefined,
  decamelize: boolean,
  logger: Console,
) => Builder;

let reader: SqlReader;
let RealBuilder: MakeBuilder;
before(async () => {
  reader = createSqlReader(await loadParser());
  const library = (await import('node-pg-migrate')) as unknown as { MigrationBuilder: MakeBuilder };
  RealBuilder = library.MigrationBuilder;
});

/** What node-pg-migrate itself sends for a call. */
function sqlOfLibrary(call: string, shorthands?: object): string {
  const builder = new RealBuilder({}, shorthands, false, console);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own calls, given to the library as text and as code
  const run = new Function('pgm', `${call};`) as (pgm: Builder) => void;
  run(builder);
  return builder.getSql();
}

describe('node-pg-migrate: what is rendered reads like what the library itself sends', () => {
  for (const call of calls)
    it(call, () => {
      const code = readCode('node-pg-migrate', `exports.up = (pgm) => {\n  ${call};\n};\n`, 'postgres');
      assert.deepEqual(code.unread, []);
      assertSameChanges(reader, code.text, sqlOfLibrary(call), 'postgres');
    });
});

describe('node-pg-migrate: what a migration exports besides up', () => {
  const shorthands = `{ id: { type: 'uuid', primaryKey: true }, createdAt: { type: 'timestamp', notNull: true }, when: 'createdAt' }`;
  const call = `pgm.createTable('a', { id: 'id', made: 'createdAt', seen: { type: 'when', notNull: false } })`;

  it('shorthands stand for their descriptions, also through each other', () => {
    const text = `exports.shorthands = ${shorthands};\nexports.up = (pgm) => {\n  ${call};\n};\n`;
    const code = readCode('node-pg-migrate', text, 'postgres');
    assert.deepEqual(code.unread, []);
    const real = sqlOfLibrary(call, {
      id: { type: 'uuid', primaryKey: true },
      createdAt: { type: 'timestamp', notNull: true },
      when: 'createdAt',
    });
    assertSameChanges(reader, code.text, real, 'postgres');
  });

  it('a shorthand that refers to itself leaves its column out and says so', () => {
    const text = `export const shorthands = { a: 'b', b: 'a' };\nexport const up = (pgm) => { pgm.createTable('t', { x: 'a', y: 'text' }); };\n`;
    const code = readCode('node-pg-migrate', text, 'postgres');
    assert.deepEqual(
      code.unread.map(({ reason }) => reason),
      ['the shorthand a refers to itself'],
    );
    assert.equal(changesIn(reader, code.text, 'postgres').length, 1);
    assert.match(code.text, /CREATE TABLE "t" \("y" text\)/);
  });
});
