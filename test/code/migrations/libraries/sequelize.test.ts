import assert from 'node:assert/strict';
import { DataTypes, Sequelize, type QueryInterface } from 'sequelize';
import type { Dialect } from '../../../../src/model/dialect';
import { createSqlReader, type SqlReader } from '../../../../src/sql/reader';
import { loadParser } from '../../../sql/postgres/load';
import { assertSameChanges, readCode } from './compare';
import { everywhere, inMysql, inPostgres, notInSqlite } from './sequelize-calls';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

/** Sequelize with its outermost edge, `query`, replaced: it notes what would be sent and finds an empty database. */
function connect(dialect: Dialect): { sequelize: Sequelize; sent: string[] } {
  const version = { databaseVersion: '16.0.0' };
  const module = dialect === 'postgres' ? {} : { dialectModule: {} };
  const sequelize = new Sequelize({ dialect, logging: false, ...version, ...module });
  const sent: string[] = [];
  const query = (
    statement: string | { query: string },
    options?: { replacements?: unknown },
  ): Promise<unknown> => {
    const text = typeof statement === 'string' ? statement : statement.query;
    if (!/^(?:SELECT|SHOW|PRAGMA)/.test(text)) sent.push(replaced(text, options?.replacements, dialect));
    if (text.startsWith('SELECT t.typname')) return Promise.resolve(null);
    const described = { x: { type: 'INTEGER', allowNull: true, defaultValue: null } };
    return Promise.resolve(text.startsWith('SELECT pk.') ? described : [[]]);
  };
  Object.assign(sequelize, { query });
  const { connectionManager } = (sequelize as unknown as { dialect: { connectionManager: object } }).dialect;
  Object.assign(connectionManager, { _refreshDynamicOIDs: () => Promise.resolve() });
  return { sequelize, sent };
}

/** What the replaced `query` would have done before sending. */
function replaced(text: string, replacements: unknown, dialect: Dialect): string {
  if (replacements === undefined) return text;
  const utils = (Sequelize as unknown as { Utils: { format: Format; formatNamedParameters: Format } }).Utils;
  return Array.isArray(replacements)
    ? utils.format([text, ...(replacements as unknown[])], undefined, dialect)
    : utils.formatNamedParameters(text, replacements, undefined, dialect);
}
type Format = (...values: unknown[]) => string;

async function sqlOfSequelize(call: string, dialect: Dialect): Promise<string> {
  const { sequelize, sent } = connect(dialect);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own calls, given to the library as text and as code
  const run = new Function('q', 'S', `return ${call};`) as (
    q: QueryInterface,
    s: unknown,
  ) => Promise<unknown>;
  await run(sequelize.getQueryInterface(), Object.assign(Object.create(Sequelize) as object, DataTypes));
  return sent.map((text) => text.replace(/;\s*$/, '')).join(';\n');
}

function compare(calls: readonly string[], dialect: Dialect): void {
  for (const call of calls)
    it(`${dialect}: ${call}`, async () => {
      const text = `module.exports = { async up(q, S) {\n  await ${call};\n} };\n`;
      const code = readCode('sequelize', text, dialect);
      assert.deepEqual(code.unread, []);
      assertSameChanges(reader, code.text, await sqlOfSequelize(call, dialect), dialect);
    });
}

describe('Sequelize: what is rendered reads like what Sequelize itself sends', () => {
  for (const dialect of ['postgres', 'mysql', 'mariadb', 'sqlite'] as const) compare(everywhere, dialect);
  for (const dialect of ['postgres', 'mysql', 'mariadb'] as const) compare(notInSqlite, dialect);
  for (const dialect of ['mysql', 'mariadb'] as const) compare(inMysql, dialect);
  compare(inPostgres, 'postgres');
});
