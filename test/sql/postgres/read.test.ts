import assert from 'node:assert/strict';
import { readPostgres } from '../../../src/sql/postgres/read';
import type { ChangeOf, SchemaChange, SchemaChangeKind } from '../../../src/model/schema-change';
import type { Range } from '../../../src/model/text';
import type { StatementReading } from '../../../src/model/statement';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { loadParser } from './load';

let parser: PostgresParser;
before(async () => {
  parser = await loadParser();
});

function read(text: string): StatementReading {
  const reading = readPostgres(parser, text);
  assert.ok(reading, `rejected: ${text}`);
  return reading;
}

/** All changes of a statement, which must be read wholly. */
function changes(text: string): readonly SchemaChange[] {
  const reading = read(text);
  assert.deepEqual(reading.unread, []);
  return reading.changes;
}

function change<K extends SchemaChangeKind>(text: string, kind: K): ChangeOf<K> {
  const found = changes(text).find((candidate) => candidate.kind === kind);
  assert.ok(
    found,
    `no ${kind} in ${changes(text)
      .map((c) => c.kind)
      .join(', ')}`,
  );
  return found as ChangeOf<K>;
}

function slice(text: string, range: Range | undefined): string {
  assert.ok(range);
  return text.slice(range.start, range.end);
}

describe('Postgres reader: ALTER TABLE', () => {
  it('gives every action its own range, comments and commas inside them included', () => {
    const text = `ALTER TABLE ONLY "Sales"."Order" -- why
      ADD COLUMN IF NOT EXISTS "Total" numeric(10,2) DEFAULT round(1,2) NOT NULL /* , */ ,
      DROP COLUMN IF EXISTS note CASCADE, ALTER "State" TYPE varchar(20) USING "State"::text`;
    const [add, drop, type] = changes(text);
    assert.equal(
      slice(text, add?.range),
      'ADD COLUMN IF NOT EXISTS "Total" numeric(10,2) DEFAULT round(1,2) NOT NULL',
    );
    assert.equal(slice(text, drop?.range), 'DROP COLUMN IF EXISTS note CASCADE');
    assert.equal(slice(text, type?.range), 'ALTER "State" TYPE varchar(20) USING "State"::text');
    assert.equal(add?.kind === 'add-column' && add.table.schema, 'Sales');
    assert.equal(add?.kind === 'add-column' && slice(text, add.table.range), '"Sales"."Order"');
  });

  it('reads a new column with all its clauses', () => {
    const text = `alter table t add "Owner" int constraint own not null default -1 constraint fk references s.users (id) on delete set null deferrable check ("Owner" > 0) unique`;
    const { column, ifNotExists } = change(text, 'add-column');
    assert.equal(ifNotExists, false);
    assert.equal(column.name.name, 'Owner');
    assert.equal(slice(text, column.name.range), '"Owner"');
    assert.equal(column.type?.name, 'integer');
    assert.equal(slice(text, column.type.range), 'int');
    assert.equal(slice(text, column.notNull ?? undefined), 'constraint own not null');
    assert.equal(column.default?.text, '-1');
    assert.equal(column.default.isLiteral, true);
    assert.deepEqual(
      column.constraints.map((c) => [c.type, c.name?.name ?? null, slice(text, c.range)]),
      [
        ['foreign-key', 'fk', 'constraint fk references s.users (id) on delete set null deferrable'],
        ['check', null, 'check ("Owner" > 0)'],
        ['unique', null, 'unique'],
      ],
    );
    const [foreignKey, check] = column.constraints;
    assert.equal(foreignKey?.references?.onDelete, 'set null');
    assert.equal(foreignKey.references.onUpdate, null);
    assert.equal(foreignKey.deferrable, true);
    assert.equal(foreignKey.references.table.schema, 's');
    assert.deepEqual(
      foreignKey.references.columns.map((c) => c.name),
      ['id'],
    );
    assert.equal(check?.expression?.text, '"Owner" > 0');
  });

  it('tells NOT VALID and NOT ENFORCED from the rest', () => {
    const valid = change(
      'alter table a add constraint c foreign key (x, "Y") references b',
      'add-constraint',
    );
    assert.equal(valid.constraint.validated, true);
    assert.equal(valid.constraint.enforced, true);
    assert.deepEqual(
      valid.constraint.columns.map((c) => c.name),
      ['x', 'Y'],
    );
    const later = change('alter table a add foreign key (x) references b not valid', 'add-constraint');
    assert.equal(later.constraint.validated, false);
    assert.equal(later.constraint.enforced, true);
    assert.equal(later.constraint.name, null);
    const never = change('alter table a add check (x > 0) not enforced', 'add-constraint');
    assert.equal(never.constraint.enforced, false);
    const notNull = change('alter table a add constraint n not null x not valid', 'add-constraint');
    assert.equal(notNull.constraint.type, 'not-null');
    assert.equal(notNull.constraint.validated, false);
    assert.deepEqual(
      notNull.constraint.columns.map((c) => c.name),
      ['x'],
    );
  });

  it('says which columns a check proves not null', () => {
    const text =
      'alter table a add constraint c check ((a is not null and "B" IS NOT NULL) and c > 0) not valid';
    const { expression, columns } = change(text, 'add-constraint').constraint;
    assert.equal(expression?.text, '(a is not null and "B" IS NOT NULL) and c > 0');
    assert.deepEqual(expression.provesNotNull, ['a', 'B']);
    assert.deepEqual(
      columns.map((c) => slice(text, c.range)),
      ['a', '"B"', 'c'],
    );
    const either = change('alter table a add check (a is not null or b is not null)', 'add-constraint');
    assert.deepEqual(either.constraint.expression?.provesNotNull, []);
  });

  it('reads USING INDEX', () => {
    const text = 'alter table t add constraint pk primary key using index "Pk_Idx"';
    const { constraint } = change(text, 'add-constraint');
    assert.equal(constraint.type, 'primary-key');
    assert.equal(constraint.usingIndex?.name, 'Pk_Idx');
    assert.equal(slice(text, constraint.usingIndex.range), '"Pk_Idx"');
    assert.deepEqual(constraint.columns, []);
  });

  it('reads the actions on one column', () => {
    const text = `alter table t alter a set default now() + interval '1 day', alter column b drop default, alter c set not null, alter d drop not null,
      alter e add generated by default as identity, alter f drop identity if exists, alter g set expression as (h * 2), alter i drop expression,
      alter "J" set data type text collate "C"`;
    const all = changes(text);
    assert.deepEqual(
      all.map((c) => c.kind),
      [
        'set-default',
        'drop-default',
        'set-not-null',
        'drop-not-null',
        'set-identity',
        'drop-identity',
        'set-generated',
        'drop-generated',
        'alter-column-type',
      ],
    );
    assert.deepEqual(
      all.map((c) =>
        'column' in c
          ? slice(text, 'name' in c.column && 'range' in c.column ? c.column.range : undefined)
          : '',
      ),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'i', '"J"'],
    );
    const first = all[0] as ChangeOf<'set-default'>;
    assert.equal(first.default.text, "now() + interval '1 day'");
    assert.deepEqual(first.default.functions, ['now']);
    assert.equal(first.default.isLiteral, false);
    const identity = all[4] as ChangeOf<'set-identity'>;
    assert.equal(identity.identity, 'by-default');
    const generated = all[6] as ChangeOf<'set-generated'>;
    assert.equal(generated.expression.text, 'h * 2');
    const type = all[8] as ChangeOf<'alter-column-type'>;
    assert.equal(slice(text, type.type.range), 'text');
    assert.equal(type.collation, 'C');
  });

  it('reads settings, constraints and partitions', () => {
    assert.deepEqual(
      changes(
        'alter table t enable row level security, set (fillfactor = 70), owner to joe, alter a set storage plain',
      ).map((c) => (c.kind === 'change-table-setting' ? [c.setting, c.value] : c.kind)),
      [
        ['enable row level security', null],
        ['set', '(fillfactor = 70)'],
        ['owner to', 'joe'],
        ['set storage', 'a'],
      ],
    );
    assert.equal(
      change('alter table t drop constraint if exists "C" cascade', 'drop-constraint').constraint?.name,
      'C',
    );
    assert.equal(change('alter table t validate constraint c', 'validate-constraint').constraint.name, 'c');
    assert.equal(
      change('alter table t alter constraint c deferrable', 'alter-constraint').constraint.name,
      'c',
    );
    const attach = change('alter table t attach partition s.p for values in (1, 2)', 'attach-partition');
    assert.equal(attach.bound, 'for values in (1, 2)');
    assert.equal(attach.partition.schema, 's');
    assert.equal(
      change('alter table t detach partition p concurrently', 'detach-partition').concurrently,
      true,
    );
    assert.equal(change('alter index i attach partition p', 'attach-index').partition.name, 'p');
  });

  it('counts offsets in UTF-16 whatever the text holds', () => {
    const text = `ALTER TABLE "Größe😀" DROP COLUMN "ä", ADD "ö" text DEFAULT 'é😀' NOT NULL`;
    const [drop, add] = changes(text);
    assert.equal(slice(text, (drop as ChangeOf<'drop-column'>).table.range), '"Größe😀"');
    assert.equal(slice(text, drop?.range), 'DROP COLUMN "ä"');
    assert.equal((add as ChangeOf<'add-column'>).column.default?.text, "'é😀'");
  });

  it('keeps column names apart from the words of the syntax', () => {
    assert.equal(change('alter table t drop "column"', 'drop-column').column.name, 'column');
    assert.equal(change('alter table t drop if', 'drop-column').column.name, 'if');
    assert.equal(change('alter table t alter type type text', 'alter-column-type').column.name, 'type');
  });
});

describe('Postgres reader: CREATE TABLE', () => {
  const text = `create table if not exists app."User" (
    id bigserial primary key,
    "Email" character varying(255) not null,
    at timestamptz(3) default current_timestamp,
    tags text[] not null default '{}',
    full_name text generated always as (first || ' ' || last) stored,
    n int generated by default as identity,
    like template including all,
    constraint "U" unique ("Email", at) ,
    check (n > 0),
    exclude using gist (at with =)
  ) inherits (base, s.other)`;

  it('reads columns', () => {
    const table = change(text, 'create-table');
    assert.equal(table.ifNotExists, true);
    assert.equal(table.table.schema, 'app');
    assert.deepEqual(
      table.columns.map((c) => [
        c.name.name,
        c.type?.name,
        c.type?.arguments,
        c.type?.isArray,
        c.notNull !== null,
      ]),
      [
        ['id', 'bigint', [], false, false],
        ['Email', 'character varying', [255], false, true],
        ['at', 'timestamp with time zone', [3], false, false],
        ['tags', 'text', [], true, true],
        ['full_name', 'text', [], false, false],
        ['n', 'integer', [], false, false],
      ],
    );
    assert.equal(table.columns[0]?.autoIncrement, true);
    assert.deepEqual(
      table.columns[0].constraints.map((c) => c.type),
      ['primary-key'],
    );
    assert.deepEqual(table.columns[2]?.default?.functions, ['current_timestamp']);
    assert.equal(table.columns[3]?.default?.isLiteral, true);
    assert.equal(table.columns[4]?.generated?.expression.text, "first || ' ' || last");
    assert.equal(table.columns[4].generated.stored, true);
    assert.equal(table.columns[5]?.identity, 'by-default');
    assert.equal(slice(text, table.columns[1]?.range), '"Email" character varying(255) not null');
    assert.equal(slice(text, table.columns[3].range), "tags text[] not null default '{}'");
    assert.equal(table.columns[1]?.type?.text, 'character varying(255)');
  });

  it('reads constraints, LIKE and INHERITS', () => {
    const table = change(text, 'create-table');
    assert.deepEqual(
      table.constraints.map((c) => [c.type, c.name?.name ?? null, c.columns.map((column) => column.name)]),
      [
        ['unique', 'U', ['Email', 'at']],
        ['check', null, ['n']],
        ['exclude', null, ['at']],
      ],
    );
    assert.equal(slice(text, table.constraints[0]?.range), 'constraint "U" unique ("Email", at)');
    assert.equal(table.like?.name, 'template');
    assert.deepEqual(
      table.inherits.map((t) => t.name),
      ['base', 'other'],
    );
  });

  it('reads partitions, temporary tables and AS', () => {
    assert.deepEqual(
      change('create table m (a int, b int) partition by range (a, lower(b))', 'create-table').partitionBy,
      ['a'],
    );
    const part = change('create table p partition of s.m for values from (1) to (2)', 'create-table');
    assert.equal(part.partitionOf?.schema, 's');
    assert.deepEqual(part.inherits, []);
    assert.equal(change('create temp table x (a int)', 'create-table').temporary, true);
    assert.equal(change('create unlogged table x ()', 'create-table').unlogged, true);
    assert.equal(change('create table x as select 1', 'create-table').asQuery, true);
    assert.equal(change('select * into x from y', 'create-table').asQuery, true);
    assert.equal(change('create table x (a int)', 'create-table').partitionBy, null);
  });

  it('prints types as Postgres does', () => {
    const types = change(
      `create table t (a int2, b float, c float(10), d char, e char(3), f "char", g decimal(10), h bool, i json, j mood, k s."Mood",
        l interval day to second (3), m bit varying(5), n time, o varchar, p timestamp with time zone, q pg_catalog.int8, r bpchar)`,
      'create-table',
    ).columns.map((c) => c.type);
    assert.deepEqual(
      types.map((t) => t?.name),
      [
        'smallint',
        'double precision',
        'real',
        'character',
        'character',
        '"char"',
        'numeric',
        'boolean',
        'json',
        'mood',
        'Mood',
        'interval',
        'bit varying',
        'time without time zone',
        'character varying',
        'timestamp with time zone',
        'bigint',
        'bpchar',
      ],
    );
    assert.equal(types[10]?.schema, 's');
    assert.deepEqual(types[11]?.arguments, [3]);
    assert.equal(types[16]?.schema, null);
  });
});

describe('Postgres reader: indexes', () => {
  it('reads every clause', () => {
    const text =
      'create unique index concurrently if not exists "Ix" on only app.t using gin (a desc, lower(b), c text_pattern_ops) include (d) nulls not distinct where a is not null';
    const found = change(text, 'create-index');
    assert.equal(found.concurrently, true);
    assert.equal(found.ifNotExists, true);
    assert.equal(found.only, true);
    assert.equal(slice(text, found.index.name?.range), '"Ix"');
    assert.equal(found.index.name?.schema, 'app');
    assert.deepEqual(found.index.columns, [
      { column: 'a', text: 'a desc', descending: true, length: null },
      { column: null, text: 'lower(b)', descending: false, length: null },
      { column: 'c', text: 'c text_pattern_ops', descending: false, length: null },
    ]);
    assert.deepEqual(found.index.includes, ['d']);
    assert.equal(found.index.method, 'gin');
    assert.equal(found.index.nullsNotDistinct, true);
    assert.equal(found.index.where?.text, 'a is not null');
    const plain = change('create index on t (a)', 'create-index');
    assert.equal(plain.index.name, null);
    assert.equal(plain.only, false);
    assert.equal(plain.index.method, 'btree');
  });

  it('reads DROP, RENAME and REINDEX', () => {
    const text = 'drop index concurrently if exists app."A", b';
    const [first, second] = changes(text);
    assert.equal(slice(text, first?.range), 'app."A"');
    assert.equal(
      first?.kind === 'drop-index' && first.concurrently && first.ifExists && first.index.schema,
      'app',
    );
    assert.equal(slice(text, second?.range), 'b');
    const single = 'drop index a';
    assert.equal(slice(single, changes(single)[0]?.range), single);
    assert.equal(change('alter index if exists a rename to "B"', 'rename-index').newName.name, 'B');
    assert.equal(change('reindex table concurrently s.t', 'reindex').concurrently, true);
    assert.equal(change('reindex database d', 'reindex').target, 'database');
  });
});

describe('Postgres reader: names and types', () => {
  it('reads renames', () => {
    const text = 'alter table if exists app."T" rename column "a" to "B"';
    const column = change(text, 'rename-column');
    assert.equal(slice(text, column.column.range), '"a"');
    assert.equal(slice(text, column.newName.range), '"B"');
    assert.equal(change('alter table t rename a to b', 'rename-column').column.name, 'a');
    const table = change('alter table app.t rename to u', 'rename-table');
    assert.equal(table.newName.schema, 'app');
    assert.equal(table.newName.name, 'u');
    assert.equal(change('alter table t rename constraint a to b', 'rename-constraint').constraint.name, 'a');
    assert.equal(change('alter table t set schema "S"', 'move-table').newSchema.name, 'S');
    assert.equal(change('alter type mood rename to m', 'rename-type').type.name, 'mood');
    const trigger = change('alter trigger a on s.t rename to b', 'rename-object');
    assert.equal(trigger.table?.schema, 's');
    assert.equal(trigger.name.name, 'a');
  });

  it('reads drops of one and of several', () => {
    const text = 'DROP TABLE IF EXISTS a."B", c CASCADE';
    const all = changes(text) as ChangeOf<'drop-table'>[];
    assert.deepEqual(
      all.map((c) => [slice(text, c.range), c.table.name, c.ifExists, c.cascade]),
      [
        ['a."B"', 'B', true, true],
        ['c', 'c', true, true],
      ],
    );
    const trigger = change('drop trigger if exists "T" on s.x', 'drop-object');
    assert.equal(trigger.name.name, 'T');
    assert.equal(trigger.table?.name, 'x');
    assert.equal(trigger.table.schema, 's');
    assert.deepEqual(
      changes('drop function f(int, text), s.g').map(
        (c) => c.kind === 'drop-object' && [c.object, c.name.schema, c.name.name],
      ),
      [
        ['function', null, 'f'],
        ['function', 's', 'g'],
      ],
    );
    assert.equal(change('drop materialized view m', 'drop-object').object, 'materialized-view');
    assert.equal(change('drop type s.mood', 'drop-type').type.schema, 's');
    assert.equal(change('drop schema x cascade', 'drop-object').cascade, true);
    assert.equal(change('drop database if exists x', 'drop-object').name.name, 'x');
    assert.equal(change('drop extension "uuid-ossp"', 'drop-object').name.name, 'uuid-ossp');
  });

  it('reads enums and domains', () => {
    assert.deepEqual(change(`create type "Mood" as enum ('a', 'b''c')`, 'create-enum').values, ['a', "b'c"]);
    const value = change(`alter type s.mood add value if not exists 'x' before 'y'`, 'add-enum-value');
    assert.deepEqual([value.value, value.before, value.after, value.ifNotExists], ['x', 'y', null, true]);
    assert.equal(change(`alter type mood add value 'x' after 'y'`, 'add-enum-value').after, 'y');
    assert.equal(change(`alter type mood rename value 'x' to 'z'`, 'rename-enum-value').newValue, 'z');
    const domain = change(
      'create domain s.email as varchar(100) default lower($$A$$) not null check (value ~ $$@$$)',
      'create-domain',
    );
    assert.equal(domain.base.text, 'varchar(100)');
    assert.equal(domain.notNull, true);
    assert.equal(domain.default?.text, 'lower($$A$$)');
    assert.equal(domain.constraints[0]?.expression?.text, 'value ~ $$@$$');
    const alter = change('alter domain email add constraint c check (value > 1) not valid', 'alter-domain');
    assert.deepEqual([alter.addsConstraint, alter.validated], [true, false]);
  });
});

describe('Postgres reader: objects, rows and sessions', () => {
  it('says what a view reads', () => {
    const view = change(
      'create or replace view app.v as with w as (select x from q) select u.id, o.*, total from "User" u join app.orders o on o.user_id = u.id, w',
      'create-object',
    );
    assert.equal(view.replace, true);
    assert.deepEqual(view.uses.map((t) => t.name).sort(), ['User', 'orders', 'q']);
    assert.ok(view.usesColumns.includes('User.id'));
    assert.ok(view.usesColumns.includes('orders.*'));
    assert.ok(view.usesColumns.includes('orders.user_id'));
    assert.ok(view.usesColumns.includes('total'));
    const single = change('create materialized view m as select a, b as c from t', 'create-object');
    assert.equal(single.object, 'materialized-view');
    assert.deepEqual(single.usesColumns, ['t.a', 't.b']);
  });

  it('reads objects by name', () => {
    const names = [
      'create or replace function s.f(a int) returns int as $$ select 1; $$ language sql',
      'create constraint trigger f after insert on s.t for each row execute function g()',
      'create policy f on s.t using (true)',
      'create sequence if not exists f',
      'create extension if not exists f',
      'create schema f',
      'create rule f as on insert to s.t do nothing',
      'create type f as (a int)',
    ].map((text) => change(text, 'create-object'));
    assert.deepEqual(
      names.map((c) => [c.object, c.name.name, c.table?.name ?? null]),
      [
        ['function', 'f', null],
        ['trigger', 'f', 't'],
        ['policy', 'f', 't'],
        ['sequence', 'f', null],
        ['extension', 'f', null],
        ['schema', 'f', null],
        ['rule', 'f', 't'],
        ['type', 'f', null],
      ],
    );
  });

  it('tells conditions that hold for every row', () => {
    const where = (text: string) => {
      const [first] = changes(text);
      return first?.kind === 'update' || first?.kind === 'delete' ? first.where : null;
    };
    assert.equal(where('update t set a = 1'), 'none');
    assert.equal(where('update t set a = 1 where true'), 'always-true');
    assert.equal(where('delete from t where 1 = 1'), 'always-true');
    assert.equal(where(`delete from t where 'a' = 'a' and true`), 'always-true');
    assert.equal(where('delete from t where 1 = 2'), 'some');
    assert.equal(where('delete from t where null = null'), 'some');
    assert.equal(where('delete from t where a = a'), 'some');
    assert.equal(where('delete from t where id = 1'), 'some');
  });

  it('reads rows', () => {
    assert.deepEqual(
      change('update "T" set a = 1, "B" = 2 where x', 'update').columns.map((c) => c.name),
      ['a', 'B'],
    );
    assert.equal(change('insert into t (a) values (1)', 'insert').source, 'values');
    assert.equal(change('insert into t select * from u', 'insert').source, 'query');
    assert.equal(change('insert into t default values', 'insert').source, 'default');
    assert.deepEqual(
      changes('truncate a, s.b cascade').map((c) => c.kind === 'truncate-table' && [c.table.name, c.cascade]),
      [
        ['a', true],
        ['b', true],
      ],
    );
    assert.deepEqual(
      changes('with d as (delete from a returning *) insert into b select * from d').map((c) => c.kind),
      ['insert', 'delete'],
    );
  });

  it('reads the session', () => {
    const set = (text: string) => {
      const c = change(text, 'set-setting');
      return [c.setting, c.value, c.scope];
    };
    assert.deepEqual(set(`SET LOCAL lock_timeout = '5s'`), ['lock_timeout', `'5s'`, 'local']);
    assert.deepEqual(set('set statement_timeout to 0'), ['statement_timeout', '0', 'session']);
    assert.deepEqual(set('reset lock_timeout'), ['lock_timeout', null, 'session']);
    assert.deepEqual(set('reset all'), ['all', null, 'session']);
    assert.equal(change('start transaction', 'transaction').action, 'begin');
    assert.equal(change('end', 'transaction').action, 'commit');
    assert.deepEqual(
      [
        change('rollback to savepoint s', 'transaction').action,
        change('savepoint s', 'transaction').savepoint,
      ],
      ['rollback-to', 's'],
    );
    assert.equal(
      change('lock table a in share row exclusive mode', 'lock-table').mode,
      'SHARE ROW EXCLUSIVE',
    );
    assert.equal(
      change('refresh materialized view concurrently m', 'refresh-materialized-view').concurrently,
      true,
    );
    assert.equal(change('vacuum full t', 'other').what, 'VACUUM FULL');
    assert.deepEqual(change('comment on table t is $$x$$', 'other').what, 'COMMENT');
    assert.deepEqual(
      change('select * from a, (select 1 from s.b) x', 'other').tables.map((t) => t.name),
      ['a', 'b'],
    );
  });
});

describe('Postgres reader: what it does not read', () => {
  it('leaves what Postgres rejects to the tolerant reader', () => {
    assert.equal(readPostgres(parser, 'alter table t add column'), null);
    assert.equal(readPostgres(parser, ''), null);
    assert.equal(readPostgres(parser, 'select 1; select 2'), null);
  });

  it('says so instead of calling it safe', () => {
    const reading = read('drop owned by joe');
    assert.deepEqual(reading.changes, []);
    assert.equal(reading.unread.length, 1);
  });

  it('takes EXPLAIN ANALYZE for what it executes', () => {
    assert.equal(change('explain (analyze) delete from t', 'delete').where, 'none');
    assert.equal(change('explain delete from t', 'other').what, 'EXPLAIN');
  });

  it('puts tables of CREATE SCHEMA into it', () => {
    const text = 'create schema s create table t (a int) create index i on t (a)';
    assert.equal(change(text, 'create-table').table.schema, 's');
    assert.equal(change(text, 'create-index').table.schema, 's');
  });

  it('names the statement by its leading keywords', () => {
    assert.equal(read('create unique index i on t (a)').keyword, 'CREATE INDEX');
    assert.equal(read('alter /* x */ table t add a int').keyword, 'ALTER TABLE');
    assert.equal(read('create or replace view v as select 1').keyword, 'CREATE VIEW');
    assert.equal(read('update t set a = 1').keyword, 'UPDATE');
    assert.equal(read('drop materialized view m').keyword, 'DROP MATERIALIZED VIEW');
  });
});
