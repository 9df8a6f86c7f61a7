import type { Schema } from '../../../src/model/schema';
import type { Random } from './random';
import { full, quoted } from './postgres-ground';
import { PostgresTableChanges } from './postgres-table-changes';

/** A change that Postgres will probably take, made from what the schema holds; '' when there is nothing to change. */
export function postgresChange(random: Random, schema: Schema, at: number): string {
  const generator = new Generator(random, schema, at);
  return generator.change();
}

/** Changes of types, views, partitions and other objects, and the choice among all. */
class Generator extends PostgresTableChanges {
  change(): string {
    if (this.tables.length < 3) return this.createTable();
    return this.random.of(
      () => this.createTable(),
      () => this.createTable(),
      () => this.onTable(),
      () => this.onColumn(),
      () => this.onColumn(),
      () => this.onColumn(),
      () => this.onConstraint(),
      () => this.onConstraint(),
      () => this.onIndex(),
      () => this.onIndex(),
      () => this.onType(),
      () => this.onView(),
      () => this.onView(),
      () => this.onPartition(),
      () => this.onPartition(),
      () => this.onInheritance(),
      () => this.onSequence(),
      () => this.onFunction(),
      () => this.onSchema(),
      () => this.onMore(),
    )();
  }

  protected onType(): string {
    const type = this.random.pick([...this.schema.types.values()]);
    const name = type === undefined ? 'missing' : full(type);
    const value = type?.values.at(0) ?? 'x';
    return this.random.of(
      () => `CREATE TYPE ${this.inSomeSchema(this.newName('enum'))} AS ENUM ('x', 'y', 'z')`,
      () =>
        `CREATE DOMAIN ${this.inSomeSchema(this.newName('dom'))} AS ${this.random.of('text', 'varchar(5)', 'integer CHECK (VALUE > 0)', 'text NOT NULL')}`,
      () => `CREATE TYPE ${this.newName('pair')} AS (one integer, two text)`,
      () =>
        `ALTER TYPE ${name} ADD VALUE 'v${String(this.at)}'${this.random.of('', ` BEFORE '${value}'`, ` AFTER '${value}'`)}`,
      () => `ALTER TYPE ${name} ADD VALUE IF NOT EXISTS '${value}'`,
      () => `ALTER TYPE ${name} RENAME VALUE '${value}' TO 'w${String(this.at)}'`,
      () => `ALTER TYPE ${name} RENAME TO ${this.newName('kind')}`,
      () => `ALTER TYPE ${name} SET SCHEMA ${this.schemaName()}`,
      () => `DROP TYPE ${name}${this.random.of('', ' CASCADE')}`,
      () => `ALTER TABLE ${this.table()} ADD COLUMN ${this.newName('n')} ${name}`,
    )();
  }

  protected onView(): string {
    const table = this.someTable();
    const other = this.someTable();
    const view = this.random.pick(this.objects('view'));
    const stored = this.random.pick(this.objects('materialized-view'));
    const column = this.columnOf(table);
    const source = view === undefined ? full(table) : full(view);
    return this.random.of(
      () => `CREATE VIEW ${this.inSomeSchema(this.newName('v'))} AS SELECT * FROM ${full(table)}`,
      () =>
        `CREATE VIEW ${this.newName('v')} AS SELECT x.${column} AS one, y.* FROM ${full(table)} x, ${full(other)} y`,
      () =>
        `CREATE VIEW ${this.newName('v')} AS SELECT ${column} AS one FROM ${full(table)} WHERE ${this.columnOf(table)} IS NULL`,
      () => `CREATE VIEW ${this.newName('v')} AS SELECT 1 AS one FROM ${source}`,
      () =>
        `CREATE MATERIALIZED VIEW ${this.newName('mv')} AS SELECT ${column}::text AS one FROM ${full(table)}`,
      () => `CREATE MATERIALIZED VIEW ${this.newName('mv')} AS SELECT 1 AS one FROM ${source}`,
      () =>
        view === undefined
          ? ''
          : `CREATE OR REPLACE VIEW ${full(view)} AS SELECT ${column} AS one FROM ${full(table)}`,
      () => (view === undefined ? '' : `ALTER VIEW ${full(view)} RENAME TO ${this.newName('v')}`),
      () => (view === undefined ? '' : `ALTER TABLE ${full(view)} RENAME TO ${this.newName('v')}`),
      () => (view === undefined ? '' : `ALTER VIEW ${full(view)} SET SCHEMA ${this.schemaName()}`),
      () => (view === undefined ? '' : `DROP VIEW ${full(view)}${this.random.of('', ' CASCADE')}`),
      () =>
        stored === undefined ? '' : `ALTER MATERIALIZED VIEW ${full(stored)} RENAME TO ${this.newName('mv')}`,
      () => (stored === undefined ? '' : `DROP MATERIALIZED VIEW ${full(stored)}`),
      () => (stored === undefined ? '' : `REFRESH MATERIALIZED VIEW ${full(stored)}`),
    )();
  }

  protected onPartition(): string {
    const parents = this.tables.filter((table) => table.partitionBy !== null);
    const parent = this.random.pick(parents);
    const part = this.random.pick(this.tables.filter((table) => table.partitionOf !== null));
    const bound = `FOR VALUES FROM (${String(this.at * 10)}) TO (${String(this.at * 10 + 10)})`;
    const index = this.random.pick(parent?.indexes ?? []);
    if (parent === undefined || this.random.chance(0.2))
      return `CREATE TABLE ${this.newName('p')} (id integer NOT NULL, ${this.columnDefinition('a', true).replace(/ (?:UNIQUE|PRIMARY KEY)$/, '')}${this.random.of('', ', PRIMARY KEY (id)', ', CHECK (id > -1)', ', UNIQUE (id, a)')}) PARTITION BY RANGE (id)`;
    const name = full(parent);
    const loose = this.tables.find(
      (table) =>
        table.partitionOf === null &&
        table.partitionBy === null &&
        table.inherits === undefined &&
        table.columns
          .map(({ name: column }) => column)
          .sort()
          .join() ===
          parent.columns
            .map(({ name: column }) => column)
            .sort()
            .join(),
    );
    return this.random.of(
      () => `CREATE TABLE ${this.newName('part')} PARTITION OF ${name} ${bound}`,
      () => `CREATE TABLE ${this.newName('part')} PARTITION OF ${name} ${bound}`,
      () =>
        `CREATE TABLE ${this.newName('part')} PARTITION OF ${name} (id DEFAULT 1, CONSTRAINT own${String(this.at)} CHECK (id IS NOT NULL)) ${bound}`,
      () => `CREATE TABLE ${this.newName('sub')} PARTITION OF ${name} ${bound} PARTITION BY RANGE (id)`,
      () =>
        `CREATE TABLE ${this.newName('loose')} (LIKE ${name}${this.random.of('', ' INCLUDING ALL', ' INCLUDING CONSTRAINTS', ' INCLUDING INDEXES')})`,
      () => (loose === undefined ? '' : `ALTER TABLE ${name} ATTACH PARTITION ${full(loose)} ${bound}`),
      () => (loose === undefined ? '' : `ALTER TABLE ${name} ATTACH PARTITION ${full(loose)} ${bound}`),
      () => {
        const above = part === undefined ? undefined : this.schema.tables.get(part.partitionOf ?? '');
        return part === undefined || above === undefined
          ? ''
          : `ALTER TABLE ${full(above)} DETACH PARTITION ${full(part)}`;
      },
      () => (part === undefined ? '' : `DROP TABLE ${full(part)}`),
      () => `CREATE INDEX ${this.random.of('', this.newName('i'))} ON ${name} (${this.columnsOf(parent, 2)})`,
      () => `CREATE INDEX ${this.newName('i')} ON ONLY ${name} (${this.columnsOf(parent, 1)})`,
      () => {
        const below = [...this.tables].filter(
          (table) => this.schema.tables.get(table.partitionOf ?? '') === parent,
        );
        const child = this.random.pick(below.flatMap((table) => table.indexes));
        return index === undefined || child === undefined
          ? ''
          : `ALTER INDEX ${quoted(index.name)} ATTACH PARTITION ${quoted(child.name)}`;
      },
      () => `ALTER TABLE ${name} ADD UNIQUE (id${this.random.of('', ', a')})`,
      () =>
        `ALTER TABLE ${name} ADD ${this.random.of('', `CONSTRAINT ${this.newName('k')} `)}CHECK (id IS NOT NULL)`,
      () => `ALTER TABLE ${name} ADD COLUMN ${this.columnDefinition(this.newName('n'), true)}`,
      () => {
        const target = this.someTable();
        const key = target.constraints.find(
          ({ type, columns }) => type === 'primary-key' && columns.length === 1,
        );
        const matching = this.matching(parent, target, key?.columns ?? []);
        return matching === null
          ? ''
          : `ALTER TABLE ${name} ADD FOREIGN KEY (${matching}) REFERENCES ${full(target)}`;
      },
    )();
  }

  protected onInheritance(): string {
    const plain = this.tables.filter((table) => table.partitionBy === null && table.partitionOf === null);
    const parent = this.random.pick(plain);
    const child = this.random.pick(this.tables.filter((table) => (table.inherits ?? []).length > 0));
    if (parent === undefined) return '';
    const above = child === undefined ? undefined : this.schema.tables.get(child.inherits?.[0] ?? '');
    const other = this.random.pick(plain);
    return this.random.of(
      () =>
        `CREATE TABLE ${this.newName('child')} (own${String(this.at)} integer) INHERITS (${full(parent)})`,
      () =>
        `CREATE TABLE ${this.newName('child')} () INHERITS (${full(parent)}${other === undefined || other === parent ? '' : `, ${full(other)}`})`,
      () => `CREATE TABLE ${this.newName('child')} (LIKE ${full(parent)}) INHERITS (${full(parent)})`,
      () =>
        child === undefined || above === undefined
          ? ''
          : `ALTER TABLE ${full(child)} NO INHERIT ${full(above)}`,
      () => (child === undefined ? '' : `ALTER TABLE ${full(child)} INHERIT ${full(parent)}`),
    )();
  }

  protected onSequence(): string {
    const sequence = this.random.pick(this.objects('sequence'));
    const name = sequence === undefined ? 'missing' : full(sequence);
    const table = this.someTable();
    return this.random.of(
      () => `CREATE SEQUENCE ${this.inSomeSchema(this.newName('s'))}`,
      () =>
        `CREATE SEQUENCE IF NOT EXISTS ${this.newName('s')} OWNED BY ${full(table)}.${this.columnOf(table)}`,
      () => `ALTER SEQUENCE ${name} OWNED BY ${full(table)}.${this.columnOf(table)}`,
      () => `ALTER SEQUENCE ${name} OWNED BY NONE`,
      () => `ALTER SEQUENCE ${name} RENAME TO ${this.newName('s')}`,
      () => `ALTER SEQUENCE ${name} RESTART WITH 7`,
      () => `DROP SEQUENCE ${name}`,
    )();
  }

  protected onFunction(): string {
    const routine = this.random.pick(this.objects('function'));
    const trigger = this.random.pick(this.objects('trigger'));
    const argument = this.random.of('', 'x integer', 'x text, y integer');
    const name = routine === undefined ? 'missing' : full(routine);
    const triggers = this.objects('function').filter((object) => object.name.startsWith('touch'));
    const touch = this.random.pick(triggers);
    return this.random.of(
      () =>
        `CREATE FUNCTION ${this.inSomeSchema(this.newName('f'))}(${argument}) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      () =>
        routine === undefined || routine.name.startsWith('touch')
          ? ''
          : `CREATE FUNCTION ${name}(x uuid) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      () => `CREATE PROCEDURE ${this.newName('proc')}() LANGUAGE sql AS 'SELECT 1'`,
      () =>
        `CREATE FUNCTION ${this.newName('touch')}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      () =>
        touch === undefined
          ? ''
          : `CREATE TRIGGER ${this.newName('tr')} BEFORE UPDATE ON ${this.table()} FOR EACH ${this.random.of('ROW', 'ROW', 'STATEMENT')} EXECUTE FUNCTION ${full(touch)}()`,
      () =>
        trigger === undefined
          ? ''
          : `ALTER TRIGGER ${quoted(trigger.name)} ON ${trigger.table ?? ''} RENAME TO ${this.newName('tr')}`,
      () => (trigger === undefined ? '' : `DROP TRIGGER ${quoted(trigger.name)} ON ${trigger.table ?? ''}`),
      () => (touch === undefined ? '' : `DROP FUNCTION ${full(touch)}${this.random.of('', '() CASCADE')}`),
      () =>
        routine === undefined
          ? ''
          : `DROP FUNCTION ${name}(${(routine.signature ?? '').split(',').join(', ')})`,
      () =>
        routine === undefined
          ? ''
          : `ALTER FUNCTION ${name}(${routine.signature ?? ''}) RENAME TO ${this.newName('f')}`,
    )();
  }

  protected schemaName(): string {
    return quoted(this.random.pick(this.objects('schema'))?.name ?? 'public');
  }

  protected ownSchema(): string {
    const own = this.objects('schema').filter(({ name }) => name !== 'public');
    return quoted(this.random.pick(own)?.name ?? 'missing');
  }

  protected onSchema(): string {
    const held = this.objects('schema');
    return this.random.of(
      () => (held.length > 3 ? '' : `CREATE SCHEMA ${this.newName('space')}`),
      () => `ALTER TABLE ${this.table()} SET SCHEMA ${this.random.of(this.schemaName(), 'public')}`,
      () => `ALTER TABLE ${this.table()} SET SCHEMA ${this.random.of(this.schemaName(), 'public')}`,
      () => (held.length < 2 ? '' : `ALTER SCHEMA ${this.ownSchema()} RENAME TO ${this.newName('space')}`),
      () => (held.length < 3 ? '' : `DROP SCHEMA ${this.ownSchema()} CASCADE`),
      () => `CREATE SCHEMA IF NOT EXISTS ${this.schemaName()}`,
    )();
  }

  protected onMore(): string {
    const table = this.someTable();
    const policy = this.random.pick(this.objects('policy'));
    const statistics = this.random.pick(this.objects('statistics'));
    return this.random.of(
      () =>
        `CREATE POLICY ${this.newName('pol')} ON ${full(table)} USING (${this.columnOf(table)} IS NOT NULL)`,
      () => (policy === undefined ? '' : `DROP POLICY ${quoted(policy.name)} ON ${policy.table ?? ''}`),
      () => `CREATE STATISTICS ${this.newName('st')} ON ${this.columnsOf(table, 3)} FROM ${full(table)}`,
      () => (statistics === undefined ? '' : `DROP STATISTICS ${full(statistics)}`),
      () => `CREATE RULE ${this.newName('rule')} AS ON DELETE TO ${full(table)} DO ALSO NOTIFY x`,
      () => `COMMENT ON TABLE ${full(table)} IS 'x'`,
      () => `CREATE EXTENSION IF NOT EXISTS pg_trgm`,
      () => `DO $$ BEGIN ALTER TABLE ${full(table)} ADD COLUMN ${this.newName('n')} integer; END $$`,
    )();
  }
}
