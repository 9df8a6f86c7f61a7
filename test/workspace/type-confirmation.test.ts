import assert from 'node:assert/strict';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { Analyser } from '../../src/workspace/analyse';
import type { Finding } from '../../src/model/finding';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import { loadParser } from '../sql/postgres/load';

const wanted = 'queries:\n  confirmByTypes: true\n';
const knex = {
  'node_modules/knex/package.json': '{ "name": "knex", "types": "index.d.ts" }',
  'node_modules/knex/index.d.ts': `export interface Knex { (table: string): Knex.QueryBuilder }
export declare namespace Knex { interface Raw { sql: string } interface QueryBuilder { where(at: object): QueryBuilder; first(): Promise<any>; select(): QueryBuilder } }`,
};
/** A query per item, behind a helper. */
const orders = `import type { Knex } from 'knex';
async function orderOf(db: Knex, id: number) { return db('orders').where({ id }).first(); }
export async function all(db: Knex, ids: number[]) { for (const id of ids) await orderOf(db, id); }
`;
/** By syntax, which lets a list stand for what it holds, the last call builds on a query. */
const columns = `import type { Knex } from 'knex';
export class Columns {
  private parts: (string | Knex.Raw)[] = [];
  add = (part: string) => { this.parts.push(part); };
}
`;

describe('the confirmation of findings by types', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function judge(
    files: Readonly<Record<string, string>>,
    mayAskTypes = true,
  ): { findings: readonly Finding[]; remarks: readonly string[] } {
    const ports: Ports = {
      files: {
        list: () =>
          Object.keys(files)
            .filter((file) => !file.startsWith('node_modules/'))
            .sort(),
        read: (name) => (name in files ? { text: files[name] ?? '' } : { refused: 'gone' }),
      },
      revisions: null,
      now: () => new Date(0),
      log: (message) => {
        throw new Error(message);
      },
    };
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    const analyser = new Analyser(project, ports);
    const { findings } = analyser.judge(null, { profile: 'default', withCode: true, mayAskTypes });
    return { findings: findings.map(({ finding }) => finding), remarks: analyser.remarks };
  }

  const saysTypes = (finding: Finding | undefined): boolean =>
    finding?.evidence.some(({ message }) => message.includes('TypeScript checker')) ?? false;

  it('says so where every call is confirmed, and how much was asked', () => {
    const { findings, remarks } = judge({ ...knex, 'evolens.yml': wanted, 'orders.ts': orders });
    const found = findings.find(({ rule }) => rule === 'query-in-loop-via-helper');
    assert.ok(saysTypes(found));
    assert.match(remarks.join(), /^Types: 1 findings confirmed, 0 refuted/);
  });

  it('leaves a finding as it is where types are missing', () => {
    const { findings } = judge({ 'evolens.yml': wanted, 'orders.ts': orders });
    const found = findings.find(({ rule }) => rule === 'query-in-loop-via-helper');
    assert.ok(found);
    assert.ok(!saysTypes(found));
  });

  it('is not asked for unless it is wanted, nor while somebody types', () => {
    for (const result of [
      judge({ ...knex, 'orders.ts': orders }),
      judge({ ...knex, 'evolens.yml': wanted, 'orders.ts': orders }, false),
    ]) {
      assert.ok(result.findings.some(({ rule }) => rule === 'query-in-loop-via-helper'));
      assert.ok(!result.findings.some(saysTypes));
      assert.deepEqual(result.remarks, []);
    }
  });

  it('takes a finding away that the checker refutes', () => {
    const found = (more: object): readonly string[] =>
      judge({ ...knex, ...more, 'columns.ts': columns }).findings.map(({ rule }) => rule);
    assert.deepEqual(found({}), ['unbounded-read']);
    assert.deepEqual(found({ 'evolens.yml': wanted }), []);
  });
});
