import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Dialect } from '../../../../src/model/dialect';
import type { FrameworkName } from '../../../../src/model/migration';
import { readCode } from './compare';
import * as knex from './knex-calls';
import * as kysely from './kysely-calls';
import * as nodePgMigrate from './node-pg-migrate-calls';
import * as sequelize from './sequelize-calls';

const libraries: readonly (readonly [FrameworkName, string, readonly string[]])[] = [
  ['knex', 'knex', Object.values(knex).flat()],
  ['sequelize', 'q, S', Object.values(sequelize).flat()],
  ['kysely', 'db', Object.values(kysely).flat()],
  ['node-pg-migrate', 'pgm', Object.values(nodePgMigrate).flat()],
];
const oddities = [
  'null',
  'undefined',
  '{}',
  '[]',
  '0',
  'settings.x',
  "''",
  '() => 1',
  '[[1]]',
  '`${settings.y}`',
  'true',
];

/** A call with one of its literals replaced by something that has no business there. */
function spoilt(call: string, at: number, oddity: string): string {
  const literals = [...call.matchAll(/'[^']*'|\b\d+\b|\{[^{}]*\}|\[[^[\]]*\]|\btrue\b|\bfalse\b/g)];
  const chosen = literals[at % Math.max(literals.length, 1)];
  if (chosen === undefined) return call;
  return call.slice(0, chosen.index) + oddity + call.slice(chosen.index + chosen[0].length);
}

describe('libraries: odd arguments', () => {
  for (const [library, parameters, calls] of libraries)
    it(`${library}: nothing that a call is given breaks the reading of the file`, () => {
      const dialects: readonly Dialect[] = ['postgres', 'mysql', 'mariadb', 'sqlite'];
      fc.assert(
        fc.property(
          fc.constantFrom(...calls),
          fc.nat(40),
          fc.constantFrom(...oddities),
          fc.constantFrom(...dialects),
          (call, at, oddity, dialect) => {
            const end = library === 'kysely' ? '.execute(db)' : '';
            const text = `import { sql } from 'kysely';\nexport async function up(${parameters}) {\n  await ${spoilt(call, at, oddity)}${end};\n}\n`;
            for (const { reason, range } of readCode(library, text, dialect).unread) {
              assert.ok(!reason.startsWith('the file could not be read'), `${reason}: ${text}`);
              assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length);
            }
          },
        ),
        { numRuns: 600 },
      );
    });
});
