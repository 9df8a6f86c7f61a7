import assert from 'node:assert/strict';
import type { ChangeOf, SchemaChange, SchemaChangeKind } from '../../../src/model/schema-change';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgres } from '../../../src/sql/postgres/read';
import { loadParser } from './load';

let parser: PostgresParser;
before(async () => {
  parser = await loadParser();
});

function changes(text: string): readonly SchemaChange[] {
  const reading = readPostgres(parser, text);
  assert.ok(reading, text);
  assert.deepEqual(reading.unread, [], text);
  return reading.changes;
}

function only<K extends SchemaChangeKind>(text: string, kind: K): ChangeOf<K> {
  const [change, ...more] = changes(text);
  assert.equal(change?.kind, kind, text);
  assert.equal(more.length, 0, text);
  return change as ChangeOf<K>;
}

describe('Postgres reader: data', () => {
  it('reads MERGE as what it does to rows', () => {
    const text = `MERGE INTO s."T" t USING u ON t.id = u.id
      WHEN MATCHED AND u.gone THEN DELETE
      WHEN MATCHED THEN UPDATE SET a = u.a, "B" = u.b
      WHEN NOT MATCHED THEN INSERT (id, a) VALUES (u.id, u.a)`;
    const found = changes(text);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['delete', 'update', 'insert'],
    );
    const [remove, update, insert] = found;
    assert.ok(remove?.kind === 'delete' && update?.kind === 'update' && insert?.kind === 'insert');
    assert.equal(remove.table.name, 'T');
    assert.equal(remove.where, 'some');
    assert.deepEqual(
      update.columns.map(({ name, range }) => [name, text.slice(range.start, range.end)]),
      [
        ['a', 'a'],
        ['B', '"B"'],
      ],
    );
    assert.deepEqual(
      insert.columns.map(({ name }) => name),
      ['id', 'a'],
    );
    assert.equal(only('MERGE INTO t USING u ON true WHEN MATCHED THEN DO NOTHING', 'other').what, 'MERGE');
  });

  it('reads COPY FROM as rows put in, COPY TO as reading', () => {
    const text = 'COPY public.t (a, "B") FROM STDIN WITH (FORMAT csv)';
    const copy = only(text, 'insert');
    assert.equal(copy.source, 'copy');
    assert.equal(copy.table.schema, 'public');
    assert.deepEqual(
      copy.columns.map(({ name, range }) => [name, text.slice(range.start, range.end)]),
      [
        ['a', 'a'],
        ['B', '"B"'],
      ],
    );
    const out = only('COPY t TO STDOUT', 'other');
    assert.equal(out.what, 'COPY TO');
    assert.deepEqual(
      out.tables.map(({ name }) => name),
      ['t'],
    );
    assert.equal(only('COPY (SELECT a FROM t) TO STDOUT', 'other').what, 'COPY TO');
  });
});

describe('Postgres reader: sessions and servers', () => {
  it('reads set_config() as SET', () => {
    assert.deepEqual(
      [
        "SELECT set_config('lock_timeout', '2s', true)",
        "select pg_catalog.set_config('search_path', '', false);",
      ].map((text) => {
        const { setting, value, scope } = only(text.replace(/;$/, ''), 'set-setting');
        return [setting, value, scope];
      }),
      [
        ['lock_timeout', "'2s'", 'local'],
        ['search_path', "''", 'session'],
      ],
    );
    assert.equal(only('SELECT set_config(name, $1, true) FROM pg_settings', 'other').what, 'SELECT');
    const inside = changes(`DO $$ BEGIN PERFORM set_config('lock_timeout', '1s', true); END $$`);
    assert.deepEqual(
      inside.map(({ kind }) => kind),
      ['set-setting'],
    );
  });

  it('tells defaults of later sessions from settings of this one', () => {
    const of = (text: string): unknown => only(text, 'other').sessionDefault;
    assert.deepEqual(of(`ALTER DATABASE app SET lock_timeout = '3s'`), {
      of: 'database',
      setting: 'lock_timeout',
      value: `'3s'`,
    });
    assert.deepEqual(of('ALTER ROLE deploy IN DATABASE app SET lock_timeout TO 5000'), {
      of: 'role',
      setting: 'lock_timeout',
      value: '5000',
    });
    assert.deepEqual(of('ALTER USER deploy RESET lock_timeout'), {
      of: 'role',
      setting: 'lock_timeout',
      value: null,
    });
    assert.equal(of('ALTER DATABASE app OWNER TO x'), undefined);
    assert.equal(only(`ALTER SYSTEM SET lock_timeout = '3s'`, 'other').what, 'ALTER SYSTEM');
  });

  it('reads transactions, constraints and maintenance', () => {
    assert.equal(only('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE', 'set-setting').scope, 'local');
    assert.equal(only('SET CONSTRAINTS ALL DEFERRED', 'other').what, 'SET CONSTRAINTS');
    for (const [text, what] of [
      ['VACUUM FULL t, u', 'VACUUM FULL'],
      ['VACUUM (FULL, ANALYZE) t', 'VACUUM FULL'],
      ['VACUUM (FULL false) t', 'VACUUM'],
      ['VACUUM t', 'VACUUM'],
      ['ANALYZE t', 'ANALYZE'],
      ['CLUSTER t USING i', 'CLUSTER'],
      ['CALL p()', 'CALL'],
      ['ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b', 'ALTER TABLE'],
    ] as const)
      assert.equal(only(text, 'other').what, what);
    assert.deepEqual(
      only('VACUUM FULL a, b.c', 'other').tables.map(({ name }) => name),
      ['a', 'c'],
    );
  });
});

describe('Postgres reader: rights', () => {
  it('says what is given to whom', () => {
    const table = only('GRANT SELECT, INSERT (a) ON s.t, u TO app, PUBLIC', 'other');
    assert.equal(table.what, 'GRANT');
    assert.deepEqual(
      table.tables.map(({ name }) => name),
      ['t', 'u'],
    );
    assert.deepEqual(table.grant, {
      action: 'grant',
      privileges: ['SELECT', 'INSERT'],
      on: 'table',
      names: [],
      to: ['app', 'public'],
    });
    assert.deepEqual(only('REVOKE ALL ON ALL TABLES IN SCHEMA a, b FROM x CASCADE', 'other').grant, {
      action: 'revoke',
      privileges: [],
      on: 'all tables in schema',
      names: ['a', 'b'],
      to: ['x'],
    });
    assert.deepEqual(only('GRANT EXECUTE ON FUNCTION s.f(int) TO CURRENT_USER', 'other').grant, {
      action: 'grant',
      privileges: ['EXECUTE'],
      on: 'function',
      names: ['s.f'],
      to: ['current_user'],
    });
    assert.deepEqual(only('REVOKE reader FROM app', 'other').grant, {
      action: 'revoke',
      privileges: ['reader'],
      on: 'role',
      names: [],
      to: ['app'],
    });
  });

  it('knows the table of a policy whatever is done to it', () => {
    assert.equal(only('CREATE POLICY p ON t USING (true)', 'create-object').table?.name, 't');
    const altered = only('ALTER POLICY p ON s.t TO app USING (a = 1)', 'alter-object');
    assert.equal(altered.object, 'policy');
    assert.equal(altered.table?.name, 't');
    assert.equal(only('ALTER POLICY p ON t RENAME TO q', 'rename-object').table?.name, 't');
    assert.equal(only('DROP POLICY IF EXISTS p ON t', 'drop-object').table?.name, 't');
  });
});

describe('Postgres reader: constraints and domains', () => {
  it('reads what newer servers say about constraints', () => {
    const named = only('ALTER TABLE t ADD CONSTRAINT n NOT NULL "C" NOT VALID', 'add-constraint').constraint;
    assert.equal(named.type, 'not-null');
    assert.equal(named.name?.name, 'n');
    assert.deepEqual(
      named.columns.map(({ name }) => name),
      ['C'],
    );
    assert.equal(named.validated, false);
    const bare = only('ALTER TABLE t ADD NOT NULL c', 'add-constraint').constraint;
    assert.deepEqual([bare.columns[0]?.name, bare.validated, bare.enforced], ['c', true, true]);
    const check = only(
      'ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED',
      'add-constraint',
    ).constraint;
    assert.equal(check.enforced, false);
    assert.equal(only('ALTER TABLE t ALTER CONSTRAINT k NOT ENFORCED', 'alter-constraint').enforced, false);
    const deferrable = only(
      'ALTER TABLE t ALTER CONSTRAINT k DEFERRABLE INITIALLY DEFERRED',
      'alter-constraint',
    );
    assert.equal(deferrable.deferrable, true);
    assert.equal(deferrable.enforced, undefined);
    assert.equal(only('ALTER TABLE t ALTER CONSTRAINT k NO INHERIT', 'alter-constraint').noInherit, true);
  });

  it('says what is done to a domain', () => {
    const domain = (text: string): unknown[] => {
      const change = only(`ALTER DOMAIN s.d ${text}`, 'alter-domain');
      return [change.action, change.constraintName, change.constraint?.type, change.validated];
    };
    assert.deepEqual(domain('ADD CONSTRAINT k CHECK (value > 0) NOT VALID'), [
      'add-constraint',
      undefined,
      'check',
      false,
    ]);
    assert.deepEqual(domain('DROP CONSTRAINT k'), ['drop-constraint', 'k', undefined, true]);
    assert.deepEqual(domain('VALIDATE CONSTRAINT k'), ['validate-constraint', 'k', undefined, true]);
    assert.deepEqual(domain('RENAME CONSTRAINT k TO l'), ['rename-constraint', 'k', undefined, true]);
    assert.deepEqual(domain('SET NOT NULL'), ['set-not-null', undefined, undefined, true]);
    assert.deepEqual(domain('DROP NOT NULL'), ['drop-not-null', undefined, undefined, true]);
    assert.deepEqual(domain('SET DEFAULT 1'), ['set-default', undefined, undefined, true]);
    assert.deepEqual(domain('DROP DEFAULT'), ['drop-default', undefined, undefined, true]);
  });

  it('reads settings of tables with what they set', () => {
    const settings = (text: string): [string, string | null][] =>
      changes(`ALTER TABLE t ${text}`).map((change) => {
        assert.ok(change.kind === 'change-table-setting', text);
        return [change.setting, change.value];
      });
    assert.deepEqual(settings('SET LOGGED, SET TABLESPACE fast, SET ACCESS METHOD heap'), [
      ['set logged', null],
      ['set tablespace', 'fast'],
      ['set access method', 'heap'],
    ]);
    assert.deepEqual(settings('DISABLE TRIGGER a, ENABLE TRIGGER ALL, ENABLE REPLICA TRIGGER b'), [
      ['disable trigger', 'a'],
      ['enable trigger all', null],
      ['enable replica trigger', 'b'],
    ]);
    const child = only('CREATE TABLE c (x int) INHERITS (a, s.b)', 'create-table');
    assert.deepEqual(
      child.inherits.map(({ name }) => name),
      ['a', 'b'],
    );
  });
});
