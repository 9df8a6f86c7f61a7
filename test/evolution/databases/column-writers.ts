import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dialect } from '../../../src/model/dialect';
import type { DraftEvolution } from '../../../src/evolution/recipes/recipe';
import { catalogueOf } from './catalogue';
import { counted, quotedBy, rollBack, runStage, type ProofDatabase } from './proof';

// Versions of an application that write old columns, new columns or both, and the model in memory that says what
// every row must hold. Values are text as the database shows it.

export type Value = string | null;
export type Values = readonly Value[];

/** Columns that are replaced, as a test knows them. */
export interface ColumnsCase {
  readonly dialect: Dialect;
  readonly setup: string;
  /** Has an integer key `id` and a column `n` that no version cares about. */
  readonly table: string;
  readonly draft: DraftEvolution;
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** What the old version writes, and what the new one does; each a value for every column. */
  readonly oldValues: readonly Values[];
  readonly newValues: readonly Values[];
  readonly forward: (old: Values) => Values;
  /** The old values after the new version wrote; `before` is what they were (the defaults, on an insert). */
  readonly backward: (added: Values, before: Values) => Values;
  /** What a row has when every column is left out; null: it cannot be. */
  readonly preset: Values | null;
  /** SQL that shows a column as the model writes it. */
  readonly shown?: (column: string) => string;
  /** One spelling for values that mean the same. */
  readonly spelled?: (value: Value) => Value;
  /** The change in one step, after which the new version works; its catalogue is what the stages must lead to. */
  readonly plain: string | null;
  readonly mayDiffer?: RegExp;
  /** Before the backfill the new version is not due yet; `null`: only what sets new columns to NULL waits. */
  readonly newWaits?: boolean | 'null';
  /** `id` is not known to be unique: nothing is upserted. */
  readonly keyless?: boolean;
  /** The column keeps its name: the old version goes on after contract. */
  readonly keepsName?: boolean;
}

export interface Step {
  readonly do: 'insert' | 'insert-nothing' | 'upsert' | 'update' | 'part' | 'touch' | 'move' | 'delete';
  readonly as: 'old' | 'new' | 'both';
  readonly pick: number;
  readonly value: number;
}

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom('insert', 'insert', 'insert-nothing', 'upsert', 'update', 'update', 'part', 'touch', 'move', 'delete'),
    as: fc.constantFrom('old', 'new', 'both'),
    pick: fc.nat(1000),
    value: fc.nat(1000),
  }),
  { maxLength: 10 },
); // prettier-ignore

export class Writers {
  readonly rows = new Map<number, { old: Values; new: Values }>();
  private last = 0;
  /** Both shapes are there; before, only the old one. */
  both = false;
  /** The old shape is gone. */
  contracted = false;
  filled = false;
  /** The old columns are computed from the new ones, for those who still read them. */
  computed = false;
  /** Without triggers: the versions that run, each of which writes what it says and nothing else. */
  versions: readonly Step['as'][] | null = null;

  constructor(
    private readonly on: ProofDatabase,
    private readonly one: ColumnsCase,
  ) {}

  private quoted(names: readonly string[]): readonly string[] {
    return names.map(quotedBy(this.one.dialect));
  }

  private literal(value: Value): string {
    if (value === null) return 'NULL';
    const doubled = value.replaceAll("'", "''");
    const backslashes = this.one.dialect === 'mysql' || this.one.dialect === 'mariadb';
    return `'${backslashes ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
  }

  async run(step: Step): Promise<void> {
    const { one } = this;
    const setsNull =
      step.do !== 'insert' && (one.newValues[step.value % one.newValues.length] ?? []).includes(null);
    const waits = one.newWaits === true || (one.newWaits === 'null' && setsNull);
    const dueNew = this.both && (this.filled || !waits);
    const triggered = this.contracted ? (one.keepsName === true ? 'old' : 'new') : !dueNew || one.keepsName === true ? 'old' : step.as; // prettier-ignore
    const as =
      this.versions === null ? triggered : (this.versions[step.pick % this.versions.length] ?? 'old');
    const list = as === 'old' ? one.oldValues : as === 'new' ? one.newValues : one.oldValues;
    const chosen = list[step.value % list.length] ?? [];
    const keys = [...this.rows.keys()];
    const key = keys.length === 0 ? undefined : keys[step.pick % keys.length];
    const table = quotedBy(one.dialect)(one.table);
    const columns = this.quoted(as === 'old' ? one.old : as === 'new' ? one.new : [...one.old, ...one.new]);
    const values = (as === 'both' ? [...chosen, ...one.forward(chosen)] : chosen).map((value) => this.literal(value)); // prettier-ignore
    const before = key === undefined ? null : (this.rows.get(key)?.old ?? null);
    const blank = one.preset ?? one.old.map(() => null);
    // What the new columns say already, in their own way, stays.
    const followed = (old: Values): Values => {
      const row = key === undefined ? undefined : this.rows.get(key);
      const says = row !== undefined && this.both && row.new.some((value) => value !== null);
      return says && JSON.stringify(one.backward(row.new, old)) === JSON.stringify(old)
        ? row.new
        : one.forward(old);
    };
    const after = (was: Values | null): { old: Values; new: Values } => {
      if (this.versions !== null) {
        const row = was === null || key === undefined ? undefined : this.rows.get(key);
        const untouched = row ?? { old: blank, new: one.forward(blank) };
        return {
          old: as === 'new' ? untouched.old : chosen,
          new: as === 'old' ? untouched.new : as === 'new' ? chosen : one.forward(chosen),
        };
      }
      if (as === 'new') return { old: this.readBack(chosen, was ?? blank), new: chosen };
      return { old: chosen, new: as === 'both' || was === null ? one.forward(chosen) : followed(chosen) };
    };
    const set = columns.map((column, at) => `${column} = ${values[at] ?? 'NULL'}`).join(', ');
    switch (step.do) {
      case 'insert': {
        const id = ++this.last;
        const written = step.value % 2 === 0 ? `VALUES (${id}, ${values.join(', ')})` : `SELECT ${id}, ${this.cast(values, as)}`; // prettier-ignore
        await this.sql(`INSERT INTO ${table} (id, ${columns.join(', ')}) ${written}`);
        this.rows.set(id, after(null));
        return;
      }
      case 'insert-nothing': {
        if (one.preset === null || this.versions !== null) return;
        const id = ++this.last;
        await this.sql(`INSERT INTO ${table} (id) VALUES (${id})`);
        const added = one.forward(one.preset);
        this.rows.set(id, { old: this.computed ? this.readBack(added, one.preset) : one.preset, new: added });
        return;
      }
      case 'upsert': {
        if (one.keyless === true) return;
        const id = key ?? ++this.last;
        const mysql = one.dialect === 'mysql' || one.dialect === 'mariadb';
        const conflict = mysql ? `ON DUPLICATE KEY UPDATE ${set}` : `ON CONFLICT (id) DO UPDATE SET ${set}`;
        await this.sql(`INSERT INTO ${table} (id, ${columns.join(', ')}) VALUES (${id}, ${values.join(', ')}) ${conflict}`); // prettier-ignore
        this.rows.set(id, after(before));
        return;
      }
      case 'update':
        if (key === undefined) return;
        await this.sql(`UPDATE ${table} SET ${set} WHERE id = ${key}`);
        this.rows.set(key, after(before));
        return;
      case 'part': {
        // One column alone, by a version that leaves the others as they are.
        const row = key === undefined ? undefined : this.rows.get(key);
        if (key === undefined || row === undefined || as === 'both' || this.versions !== null) return;
        const at = step.value % columns.length;
        const value = chosen[at] ?? null;
        if (value === null) return;
        const mixed = (was: Values): Values => was.map((each, place) => (place === at ? value : each));
        const next =
          as === 'old'
            ? { old: mixed(row.old), new: followed(mixed(row.old)) }
            : { old: this.readBack(mixed(row.new), row.old), new: mixed(row.new) };
        await this.sql(`UPDATE ${table} SET ${columns[at] ?? ''} = ${this.literal(value)} WHERE id = ${key}`);
        this.rows.set(key, next);
        return;
      }
      case 'touch':
        if (key !== undefined) await this.sql(`UPDATE ${table} SET n = coalesce(n, 0) + 1 WHERE id = ${key}`);
        return;
      case 'move': {
        const row = key === undefined ? undefined : this.rows.get(key);
        if (key === undefined || row === undefined) return;
        const id = ++this.last;
        await this.sql(`UPDATE ${table} SET id = ${id} WHERE id = ${key}`);
        this.rows.delete(key);
        this.rows.set(id, row);
        return;
      }
      case 'delete':
        if (key === undefined) return;
        await this.sql(`DELETE FROM ${table} WHERE id = ${key}`);
        this.rows.delete(key);
    }
  }

  /** What readers of the old columns see; a column that is computed knows nothing of what it was. */
  private readBack(added: Values, before: Values): Values {
    return this.one.backward(added, this.computed ? this.one.old.map(() => null) : before);
  }

  /** The backfill: rows in which neither side says what the other does get new values. */
  fill(): void {
    const same = (one: Values, other: Values): boolean => JSON.stringify(one) === JSON.stringify(other);
    const { forward, backward } = this.one;
    for (const [id, row] of this.rows) {
      const leads = row.new.some((value) => value !== null) && same(backward(row.new, row.old), row.old);
      if (!leads) this.rows.set(id, { old: row.old, new: forward(row.old) });
    }
  }

  /** The old columns are exchanged for computed ones. */
  computeOld(): void {
    this.computed = true;
    for (const [id, row] of this.rows)
      this.rows.set(id, { old: this.readBack(row.new, row.old), new: row.new });
  }

  private cast(values: readonly string[], as: Step['as']): string {
    if (this.one.dialect !== 'postgres') return values.join(', ');
    const names =
      as === 'old' ? this.one.old : as === 'new' ? this.one.new : [...this.one.old, ...this.one.new];
    const types = this.types;
    return values.map((value, at) => `${value}::${types.get(names[at] ?? '') ?? 'text'}`).join(', ');
  }

  readonly types = new Map<string, string>();

  async learnTypes(): Promise<void> {
    if (this.one.dialect !== 'postgres') return;
    const rows = await this.on.database.query(`SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = '${quotedBy('postgres')(this.one.table)}'::regclass AND attnum > 0 AND NOT attisdropped`); // prettier-ignore
    for (const row of rows) this.types.set(String(row.attname), String(row.type));
  }

  private async sql(text: string): Promise<void> {
    await this.on.database.script(text).catch((error: unknown) => {
      throw new Error(`A version that is deployed fails with: ${text}\n${String(error)}`);
    });
  }

  /** Every row as a version reads it equals the model. */
  async agrees(as: 'old' | 'new'): Promise<void> {
    const { one } = this;
    const names = as === 'old' ? one.old : one.new;
    const spelled = one.spelled ?? ((value: Value): Value => value);
    const text = (column: string): string => {
      const shown = one.shown?.(quotedBy(one.dialect)(column)) ?? quotedBy(one.dialect)(column);
      return one.dialect === 'mysql' || one.dialect === 'mariadb' ? `CAST(${shown} AS CHAR)` : `CAST(${shown} AS text)`;
    }; // prettier-ignore
    const list = names.map((name, at) => `${text(name)} AS v${at}`).join(', ');
    const found = await this.on.database.query(`SELECT id, ${list} FROM ${quotedBy(one.dialect)(one.table)} ORDER BY id`); // prettier-ignore
    assert.deepEqual(
      found.map((row) => [
        Number(row.id),
        ...names.map((_, at) => spelled((row[`v${at}`] as Value | undefined) ?? null)),
      ]),
      [...this.rows]
        .sort(([left], [right]) => left - right)
        .map(([id, row]) => [id, ...(as === 'old' ? row.old : row.new).map(spelled)]),
      `what the ${as} version reads`,
    );
  }
}

/** Writers of all versions before, between and after the stages, each stage taken back once; in many random orders. */
export async function proveColumns(on: ProofDatabase, one: ColumnsCase, runs = 6): Promise<void> {
  let wanted: readonly string[] | null = null;
  if (one.plain !== null) {
    await on.reset();
    await on.database.script(one.setup);
    await on.database.script(one.plain);
    wanted = await catalogueOf(on.database, one.dialect);
  }
  const property = fc.asyncProperty(
    fc.array(steps, { minLength: 24, maxLength: 24 }),
    fc.boolean(),
    async (rounds, goBack) => {
      await on.reset();
      await on.database.script(one.setup);
      const writers = new Writers(on, one);
      await writers.learnTypes();
      let round = 0;
      const write = async (): Promise<void> => {
        for (const step of rounds[round++ % rounds.length] ?? []) await writers.run(step);
        if (!writers.contracted || writers.computed || one.keepsName === true) await writers.agrees('old');
        if (writers.both && writers.filled && one.keepsName !== true) await writers.agrees('new');
      };
      await write();
      await write();
      for (const stage of one.draft.stages) {
        const before = { both: writers.both, filled: writers.filled, computed: writers.computed };
        const turn = async (): Promise<void> => {
          await runStage(on.database, one.dialect, stage);
          if (stage.name === 'expand') {
            writers.both = true;
            await writers.learnTypes();
          }
          if (stage.name === 'backfill') writers.filled = true;
          if (stage.name === 'contract') writers.contracted = true;
          if (stage.label === 'exchange') writers.computeOld();
          if (stage.label === 'contract') writers.computed = false;
          await write();
        };
        if (goBack && stage.rollback.length > 0) {
          const schema = await catalogueOf(on.database, one.dialect);
          await turn();
          await rollBack(on.database, stage);
          assert.deepEqual(await catalogueOf(on.database, one.dialect), schema, `rolled back ${stage.label}`);
          Object.assign(writers, before);
          if (before.computed) writers.computeOld();
          // With the new columns goes how the new version had put it: it comes back as the old values say.
          if (stage.name === 'expand')
            for (const [id, row] of writers.rows)
              writers.rows.set(id, { old: row.old, new: one.forward(row.old) });
          await write();
        }
        await turn();
        if (stage.verification !== null)
          assert.equal(await counted(on.database, stage.verification), 0, `verification of ${stage.label}`);
      }
      if (wanted !== null) {
        const kept = (lines: readonly string[]): readonly string[] =>
          lines.filter((line) => one.mayDiffer?.test(line) !== true);
        assert.deepEqual(kept(await catalogueOf(on.database, one.dialect)), kept(wanted), 'the end');
      }
    },
  );
  await fc.assert(property, { numRuns: runs });
}
