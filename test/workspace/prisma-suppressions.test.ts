import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPrismaComments } from '../../src/code/libraries/prisma-comments';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { Analyser } from '../../src/workspace/analyse';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import type { JudgedFinding } from '../../src/workspace/judged-alone';
import { loadParser } from '../sql/postgres/load';

const file = 'prisma/schema.prisma';

/** An order stands on its customer; its migration makes no index. */
function schemaWith(line: string): string {
  return `datasource db {
  provider     = "postgresql"
}

model Customer {
  id     Int     @id
  orders Order[]
}

model Order {
  id         Int      @id
  customerId Int
  ${line}
}
`;
}

const relation = 'customer   Customer @relation(fields: [customerId], references: [id])';

describe('evolens-ignore comments in schema.prisma', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function judge(text: string): readonly JudgedFinding[] {
    const files: Readonly<Record<string, string>> = {
      [file]: text,
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"',
      'prisma/migrations/20260101000000_init/migration.sql': `CREATE TABLE "Customer" ("id" integer PRIMARY KEY);
CREATE TABLE "Order" ("id" integer PRIMARY KEY, "customerId" integer NOT NULL);
`,
    };
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
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    const judgement = new Analyser(project, ports).judge(null, { profile: 'default', withCode: true });
    return judgement.findings.filter(({ finding }) => finding.file === file);
  }

  const rulesIn = (text: string): string[] => judge(text).map(({ finding }) => finding.rule);

  it('silence the field below them, with a reason', () => {
    assert.deepEqual(rulesIn(schemaWith(relation)), ['relation-without-index']);
    assert.deepEqual(
      rulesIn(schemaWith(`// evolens-ignore relation-without-index: a dozen rows\n  ${relation}`)),
      [],
    );
    assert.deepEqual(rulesIn(schemaWith(`/// evolens-ignore relation-without-index\n  ${relation}`)), [
      'suppression-without-reason',
    ]);
  });

  it('silence the field whose line they end', () => {
    assert.deepEqual(
      rulesIn(schemaWith(`${relation} // evolens-ignore relation-without-index: a dozen rows`)),
      [],
    );
  });

  it('silence a whole model, and a whole file', () => {
    const text = schemaWith(relation);
    const above = text.replace(
      'model Order',
      '// evolens-ignore relation-without-index: a dozen rows\nmodel Order',
    );
    assert.deepEqual(rulesIn(above), []);
    assert.deepEqual(
      rulesIn(`${text}// evolens-ignore-file relation-without-index: a dozen rows in each\n`),
      [],
    );
  });

  it('do not reach further, and say so when they silence nothing', () => {
    const text = schemaWith(relation).replace(
      '  id     Int     @id\n',
      '  // evolens-ignore relation-without-index: a dozen rows\n  id     Int     @id\n',
    );
    assert.deepEqual(rulesIn(text).sort(), ['relation-without-index', 'suppression-unused']);
  });

  it('are offered as a fix, and the fix silences', () => {
    const text = schemaWith(relation);
    const [judged] = judge(text);
    const fix = judged?.fixes().find(({ kind }) => kind === 'suppress');
    const [edit] = fix?.edits ?? [];
    assert.ok(edit);
    const silenced = text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
    assert.deepEqual(rulesIn(silenced), []);
  });

  it('are not read out of strings, and broken schemas give comments without a host', () => {
    assert.deepEqual(readPrismaComments('model A {\n  a String @default("// evolens-ignore x: y")\n}\n'), []);
    const [last] = readPrismaComments('model A {\r\n  a Int\r\n// evolens-ignore x: y\r\n');
    assert.equal(last?.text, ' evolens-ignore x: y');
    assert.equal(last.next, null);
  });

  it('lie in their text, whatever it is', () => {
    const part = fc.constantFrom(
      'model A {',
      '}',
      '\n',
      '\r\n',
      '// evolens-ignore a: b',
      '"',
      'id Int @id',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        for (const { range, next } of readPrismaComments(text)) {
          assert.ok(text.startsWith('//', range.start) && range.end <= text.length);
          assert.ok(next === null || (next.start >= 0 && next.end <= text.length));
        }
      }),
      { numRuns: 200 },
    );
  });
});
