import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dialect } from '../../../src/model/dialect';
import type { DraftEvolution } from '../../../src/evolution/recipes/recipe';
import { catalogueOf } from './catalogue';
import { counted, quotedBy, rollBack, runStage, type ProofDatabase } from './proof';

// Versions of an application of which one writes columns `Bio` and `lang` of the table "User", the other those of
// "Profile", with one row for one row; and the model in memory of what both must read.

export interface AcrossCase {
  readonly dialect: Dialect;
  /** "User" (id, "Bio", lang, n); where "Profile" (user_id unique, "Bio", lang) exists, its rows come and go. */
  readonly setup: string;
  readonly draft: DraftEvolution;
  /** The other table has rows of its own: not every user has one. */
  readonly ownRows: boolean;
}

interface Step {
  readonly do: 'insert' | 'insert-nothing' | 'update' | 'part' | 'touch' | 'move' | 'delete' | 'profile' | 'leave';
  readonly as: 'old' | 'new';
  readonly pick: number;
  readonly value: number;
} // prettier-ignore

type Values = readonly [string | null, string | null];

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom('insert', 'insert', 'insert-nothing', 'update', 'update', 'part', 'touch', 'move', 'delete', 'profile', 'leave'),
    as: fc.constantFrom('old', 'new'),
    pick: fc.nat(1000),
    value: fc.nat(1000),
  }),
  { maxLength: 8 },
); // prettier-ignore

const values: readonly Values[] = [
  ['ünï', 'de'],
  [null, 'fr'],
  ['', 'EN'],
  ['x'.repeat(40), null],
];
const preset: Values = [null, 'en'];

class Writers {
  readonly users = new Map<number, Values>();
  readonly profiles = new Set<number>();
  private last = 0;
  due: readonly ('old' | 'new')[] = ['old'];
  filled = false;

  constructor(
    private readonly on: ProofDatabase,
    private readonly one: AcrossCase,
  ) {}

  private sql(text: string): Promise<void> {
    return this.on.database.script(text).catch((error: unknown) => {
      throw new Error(`A version that is deployed fails with: ${text}\n${String(error)}`);
    });
  }

  private q(name: string): string {
    return quotedBy(this.one.dialect)(name);
  }

  /** The statement with which the new version makes the second row of a pair that is to hold these values. */
  private profile(id: number, [bio, lang]: Values): string {
    const insert = `INSERT INTO ${this.q('Profile')} (user_id, ${this.q('Bio')}, lang) VALUES (${id}, ${literal(bio)}, ${literal(lang)})`;
    if (this.one.ownRows || this.one.dialect === 'postgres') return insert;
    // The database has made the row with that of the user.
    const sets = `${this.q('Bio')} = ${literal(bio)}, lang = ${literal(lang)}`;
    return `${insert} ${this.one.dialect === 'mariadb' ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (user_id) DO UPDATE SET'} ${sets}`;
  }

  async run(step: Step): Promise<void> {
    const { one } = this;
    const as = this.due.includes(step.as) ? step.as : (this.due[0] ?? 'old');
    const [user, profile] = [this.q('User'), this.q('Profile')];
    const chosen = values[step.value % values.length] ?? preset;
    const keys = [...this.users.keys()].filter(
      (id) => as === 'old' || this.profiles.has(id) || step.do !== 'update',
    );
    const id = keys.length === 0 ? undefined : keys[step.pick % keys.length];
    const was = id === undefined ? undefined : this.users.get(id);
    const table = as === 'old' ? user : profile;
    const where = as === 'old' ? `id = ${id ?? 0}` : `user_id = ${id ?? 0}`;
    const writable = id !== undefined && (as === 'old' || this.profiles.has(id));
    switch (step.do) {
      case 'insert': {
        const added = ++this.last;
        if (as === 'old')
          await this.sql(`INSERT INTO ${user} (id, ${this.q('Bio')}, lang) VALUES (${added}, ${literal(chosen[0])}, ${literal(chosen[1])})`); // prettier-ignore
        else {
          const both = `INSERT INTO ${user} (id) VALUES (${added}); ${this.profile(added, chosen)}`;
          await this.sql(one.dialect === 'postgres' ? `BEGIN; ${both}; COMMIT` : both);
        }
        this.users.set(added, chosen);
        if (as === 'new' || !one.ownRows) this.profiles.add(added);
        return;
      }
      case 'insert-nothing': {
        // Without triggers nobody makes the other row.
        if (!this.due.includes('old') && !one.ownRows) return;
        const added = ++this.last;
        await this.sql(`INSERT INTO ${user} (id) VALUES (${added})`);
        this.users.set(added, preset);
        if (!one.ownRows) this.profiles.add(added);
        return;
      }
      case 'update':
        if (!writable) return;
        await this.sql(`UPDATE ${table} SET ${this.q('Bio')} = ${literal(chosen[0])}, lang = ${literal(chosen[1])} WHERE ${where}`); // prettier-ignore
        this.users.set(id, chosen);
        return;
      case 'part':
        if (!writable || was === undefined) return;
        await this.sql(`UPDATE ${table} SET ${this.q('Bio')} = ${literal(chosen[0])} WHERE ${where}`);
        this.users.set(id, [chosen[0], was[1]]);
        return;
      case 'touch':
        if (id !== undefined) await this.sql(`UPDATE ${user} SET n = coalesce(n, 0) + 1 WHERE id = ${id}`);
        return;
      case 'move': {
        // Where the other table has rows of its own, its key is not told of another one.
        if (one.ownRows || id === undefined || was === undefined) return;
        const to = ++this.last;
        await this.sql(`UPDATE ${user} SET id = ${to} WHERE id = ${id}`);
        this.users.delete(id);
        this.users.set(to, was);
        if (this.profiles.delete(id)) this.profiles.add(to);
        return;
      }
      case 'delete':
        if (id === undefined) return;
        if (one.ownRows) await this.sql(`DELETE FROM ${profile} WHERE user_id = ${id}`);
        await this.sql(`DELETE FROM ${user} WHERE id = ${id}`);
        this.users.delete(id);
        this.profiles.delete(id);
        return;
      case 'profile': {
        // Either version makes the other row and knows nothing of the values, or the new one says them.
        if (!one.ownRows || id === undefined || this.profiles.has(id)) return;
        await this.sql(as === 'old' ? `INSERT INTO ${profile} (user_id) VALUES (${id})` : this.profile(id, chosen)); // prettier-ignore
        this.profiles.add(id);
        if (as === 'new') this.users.set(id, chosen);
        return;
      }
      case 'leave':
        if (!one.ownRows || as === 'new' || id === undefined || !this.profiles.has(id)) return;
        await this.sql(`DELETE FROM ${profile} WHERE user_id = ${id}`);
        this.profiles.delete(id);
    }
  }

  /** Before contract, every user with values has a row in the other table. */
  async housed(): Promise<void> {
    for (const id of this.users.keys()) {
      if (this.profiles.has(id)) continue;
      await this.sql(`INSERT INTO ${this.q('Profile')} (user_id) VALUES (${id})`);
      this.profiles.add(id);
    }
  }

  async agrees(): Promise<void> {
    const read = async (table: string, key: string): Promise<unknown> =>
      (await this.on.database.query(`SELECT ${key} AS id, ${this.q('Bio')} AS bio, lang FROM ${this.q(table)} WHERE ${key} IS NOT NULL ORDER BY ${key}`))
        .map((row) => [Number(row.id), row.bio, row.lang]); // prettier-ignore
    const wanted = [...this.users]
      .sort(([one], [other]) => one - other)
      .map(([id, found]) => [id, ...found] as const);
    if (this.due.includes('old'))
      assert.deepEqual(await read('User', 'id'), wanted, 'what the old version reads');
    if (this.filled) {
      const housed = wanted.filter(([id]) => this.profiles.has(id));
      assert.deepEqual(await read('Profile', 'user_id'), housed, 'what the new version reads');
    }
  }
}

function literal(value: string | null): string {
  return value === null ? 'NULL' : `'${value}'`;
}

/** Both versions before, between and after the stages, each stage taken back once; in many random orders. */
export async function proveAcross(on: ProofDatabase, one: AcrossCase, runs = 4): Promise<void> {
  const { database } = on;
  const property = fc.asyncProperty(
    fc.array(steps, { minLength: 20, maxLength: 20 }),
    fc.boolean(),
    async (rounds, goBack) => {
      await on.reset();
      await database.script(one.setup);
      const writers = new Writers(on, one);
      let round = 0;
      const write = async (): Promise<void> => {
        for (const step of rounds[round++ % rounds.length] ?? []) await writers.run(step);
        await writers.agrees();
      };
      await write();
      await write();
      for (const stage of one.draft.stages) {
        if (stage.name === 'contract' && one.ownRows) await writers.housed();
        const before = { due: writers.due, filled: writers.filled };
        const turn = async (): Promise<void> => {
          await runStage(database, one.dialect, stage);
          // The new version is due once every row is filled.
          if (stage.name === 'backfill') Object.assign(writers, { due: ['old', 'new'], filled: true });
          if (stage.name === 'contract') writers.due = ['new'];
          await write();
        };
        if (goBack && stage.rollback.length > 0) {
          const schema = await catalogueOf(database, one.dialect);
          await turn();
          await rollBack(database, stage);
          assert.deepEqual(await catalogueOf(database, one.dialect), schema, `rolled back ${stage.label}`);
          Object.assign(writers, before);
          await write();
        }
        await turn();
        const isFilled = stage.name !== 'expand' && stage.name !== 'dual-write';
        if (isFilled && stage.verification !== null)
          assert.equal(await counted(database, stage.verification), 0, `verification of ${stage.label}`);
      }
    },
  );
  await fc.assert(property, { numRuns: runs });
}
