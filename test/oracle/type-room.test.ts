import assert from 'node:assert/strict';
import type { ColumnType } from '../../src/model/schema-change';
import { postgresTypeChange } from '../../src/schema/effects/postgres-types';
import type { Database } from '../support/database';
import { startPglite } from '../support/pglite';

/** The longest values of each type, and sizes on both sides of what they need. */
const extremes: readonly {
  readonly type: string;
  readonly values: readonly string[];
  readonly sizes: readonly string[];
}[] = [
  {
    type: 'smallint',
    values: ['-32768', '32767'],
    sizes: ['numeric(4,0)', 'numeric(5,0)', 'numeric(6,2)', 'numeric(7,2)', 'varchar(5)', 'varchar(6)'],
  },
  {
    type: 'integer',
    values: ['-2147483648', '2147483647'],
    sizes: ['numeric(9)', 'numeric(10)', 'numeric(65,30)', 'numeric(11,2)', 'varchar(10)', 'varchar(11)'],
  },
  {
    type: 'bigint',
    values: ['-9223372036854775808', '9223372036854775807'],
    sizes: ['numeric(18)', 'numeric(19)', 'varchar(19)', 'varchar(20)'],
  },
  { type: 'boolean', values: ['true', 'false'], sizes: ['varchar(4)', 'varchar(5)'] },
  { type: 'uuid', values: ['00000000-0000-0000-0000-000000000000'], sizes: ['varchar(35)', 'varchar(36)'] },
];

describe('oracle: whether every value of a type fits a type with a size', () => {
  let database: Database;
  before(async () => (database = await startPglite()));
  after(() => database.stop());

  for (const { type, values, sizes } of extremes)
    for (const size of sizes)
      it(`${type} to ${size}`, async () => {
        await database.script(`DROP TABLE IF EXISTS t; CREATE TABLE t (c ${type})`);
        for (const value of values) await database.script(`INSERT INTO t VALUES ('${value}')`);
        const failed = await database.script(`ALTER TABLE t ALTER COLUMN c TYPE ${size}`).then(
          () => false,
          () => true,
        );
        assert.equal(postgresTypeChange(typeNamed(type), typeNamed(size)).canFail, failed);
      });
});

function typeNamed(text: string): ColumnType {
  const [name = '', size = ''] = text.split(/[()]/);
  return {
    text,
    name: name === 'varchar' ? 'character varying' : name,
    schema: null,
    arguments: size === '' ? [] : size.split(',').map(Number),
    isArray: false,
    unsigned: false,
    values: null,
    characterSet: null,
    range: { start: 0, end: text.length },
  };
}
