import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Database } from '../support/database';

// Writers of an old and of a new version, and the model in memory that says what every row must hold.

export type Value = string | null;

export type Step =
  | { readonly do: 'insert'; readonly value: Value }
  | { readonly do: 'insert-default' }
  | { readonly do: 'insert-select'; readonly value: Value }
  | { readonly do: 'upsert'; readonly pick: number; readonly value: Value }
  | { readonly do: 'update'; readonly pick: number; readonly value: Value }
  | { readonly do: 'touch'; readonly pick: number }
  | { readonly do: 'move'; readonly pick: number }
  | { readonly do: 'delete'; readonly pick: number };

export function stepsOf(
  values: readonly Value[],
  optional: boolean,
): fc.Arbitrary<readonly (Step & { readonly asNew: boolean })[]> {
  const value = fc.constantFrom(...values);
  const pick = fc.nat(1000);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('insert' as const), value }),
    ...(optional ? [fc.record({ do: fc.constant('insert-default' as const) })] : []),
    fc.record({ do: fc.constant('insert-select' as const), value }),
    fc.record({ do: fc.constant('upsert' as const), pick, value }),
    fc.record({ do: fc.constant('update' as const), pick, value }),
    fc.record({ do: fc.constant('touch' as const), pick }),
    fc.record({ do: fc.constant('move' as const), pick }),
    fc.record({ do: fc.constant('delete' as const), pick }),
  );
  return fc.array(
    fc.tuple(step, fc.boolean()).map(([one, asNew]) => ({ ...one, asNew })),
    { maxLength: 12 },
  );
}

export interface Shape {
  readonly postgres: boolean;
  readonly table: string;
  /** Quoted column names. */
  readonly old: string;
  readonly new: string;
  /** What a row gets when the column is left out. */
  readonly preset: Value;
  readonly type: string;
}

/** Runs steps against the database and the model alike; every statement must succeed. */
export class Application {
  readonly rows = new Map<number, Value>();
  private last = 0;

  constructor(
    private readonly database: Database,
    private readonly shape: Shape,
  ) {}

  async run(step: Step, asNew: boolean, tableName: string = this.shape.table): Promise<void> {
    const column = asNew ? this.shape.new : this.shape.old;
    const table = tableName;
    const mark = (position: number): string => (this.shape.postgres ? `$${position}` : '?');
    const cast = this.shape.postgres ? `::${this.shape.type}` : '';
    const keys = [...this.rows.keys()];
    const key = 'pick' in step && keys.length > 0 ? keys[step.pick % keys.length] : undefined;
    switch (step.do) {
      case 'insert': {
        const id = ++this.last;
        await this.database.query(
          `INSERT INTO ${table} (id, ${column}) VALUES (${mark(1)}, ${mark(2)}${cast})`,
          [id, step.value],
        );
        this.rows.set(id, step.value);
        return;
      }
      case 'insert-default': {
        const id = ++this.last;
        await this.database.query(`INSERT INTO ${table} (id) VALUES (${mark(1)})`, [id]);
        this.rows.set(id, this.shape.preset);
        return;
      }
      case 'insert-select': {
        const id = ++this.last;
        const as = this.shape.postgres ? '::int' : '';
        await this.database.query(
          `INSERT INTO ${table} (id, ${column}) SELECT ${mark(1)}${as}, ${mark(2)}${cast}`,
          [id, step.value],
        );
        this.rows.set(id, step.value);
        return;
      }
      case 'upsert': {
        const id = key ?? ++this.last;
        const conflict = this.shape.postgres
          ? `ON CONFLICT (id) DO UPDATE SET ${column} = EXCLUDED.${column}`
          : `ON DUPLICATE KEY UPDATE ${column} = VALUES(${column})`;
        await this.database.query(
          `INSERT INTO ${table} (id, ${column}) VALUES (${mark(1)}, ${mark(2)}${cast}) ${conflict}`,
          [id, step.value],
        );
        this.rows.set(id, step.value);
        return;
      }
      default:
        if (key !== undefined) await this.change(step, key, column, table, mark, cast);
    }
  }

  private async change(
    step: Step,
    key: number,
    column: string,
    table: string,
    mark: (position: number) => string,
    cast: string,
  ): Promise<void> {
    if (step.do === 'update') {
      await this.database.query(`UPDATE ${table} SET ${column} = ${mark(1)}${cast} WHERE id = ${mark(2)}`, [
        step.value,
        key,
      ]);
      this.rows.set(key, step.value);
    } else if (step.do === 'touch') {
      await this.database.query(`UPDATE ${table} SET n = coalesce(n, 0) + 1 WHERE id = ${mark(1)}`, [key]);
    } else if (step.do === 'move') {
      const id = ++this.last;
      await this.database.query(`UPDATE ${table} SET id = ${mark(1)} WHERE id = ${mark(2)}`, [id, key]);
      this.rows.set(id, this.rows.get(key) ?? null);
      this.rows.delete(key);
    } else if (step.do === 'delete') {
      await this.database.query(`DELETE FROM ${table} WHERE id = ${mark(1)}`, [key]);
      this.rows.delete(key);
    }
  }

  /** Every row as a version reads it equals the model. */
  async agrees(asNew: boolean, table: string = this.shape.table): Promise<void> {
    const column = asNew ? this.shape.new : this.shape.old;
    const text = this.shape.postgres ? `${column}::text` : `CAST(${column} AS CHAR)`;
    const found = await this.database.query(`SELECT id, ${text} AS value FROM ${table} ORDER BY id`);
    assert.deepEqual(
      found.map((row) => [Number(row.id), row.value]),
      [...this.rows].sort(([one], [other]) => one - other),
    );
  }
}
