import type { Dialect } from '../../../src/model/dialect';
import type { SqlReader } from '../../../src/sql/reader';
import { createNodeSqlReader } from '../../../src/workspace/node-postgres';
import type { Answers, Recipe, RecipeOptions } from '../../../src/evolution/recipes/recipe';
import { assertBriefLocks } from './brief-locks';
import { draftOf, groundOf } from './ground';
import { mariadbPlace, postgresPlace, sqlitePlace, type Place } from './places';
import { prove, type Proof } from './proof';

type Proven = 'postgres' | 'mariadb' | 'sqlite';

/** One proof as a test says it: the recipe drafts it from the setup and the change. */
export type Case = Omit<Proof, 'draft' | 'dialect' | 'plain'> & {
  readonly dialect: Proven;
  readonly recipe: Recipe;
  /** What a person answers; null: what the change says. */
  readonly answers: Answers | null;
  /** The statement of the migration that asks; null: a person does, and `plain` says what is compared with. */
  readonly change: string | null;
  /** The change in one step with what it needs of the rows; the change itself unless said. */
  readonly plain?: string;
  readonly options?: Partial<RecipeOptions>;
  readonly version?: number;
};

/** Databases of all dialects for the tests of one file, each started when it is first asked for. */
export class Places {
  private readonly started = new Map<Dialect, Place>();
  private sqlReader: SqlReader | null = null;

  async reader(): Promise<SqlReader> {
    return (this.sqlReader ??= await createNodeSqlReader());
  }

  async of(dialect: Proven): Promise<Place> {
    const known = this.started.get(dialect);
    if (known !== undefined) return known;
    const place =
      dialect === 'postgres'
        ? await postgresPlace()
        : dialect === 'mariadb'
          ? await mariadbPlace()
          : sqlitePlace();
    this.started.set(dialect, place);
    return place;
  }

  async prove(one: Case): Promise<void> {
    const ground = groundOf(await this.reader(), one);
    const draft = draftOf(one.recipe, ground, one.answers);
    if (one.dialect !== 'sqlite') assertBriefLocks(await this.reader(), draft, ground);
    await prove(await this.of(one.dialect), { ...one, draft, plain: one.plain ?? one.change ?? '' });
  }

  /** What the recipe says instead of stages. */
  async refusal(
    one: Pick<Case, 'dialect' | 'recipe' | 'answers' | 'change' | 'setup' | 'version'>,
  ): Promise<string> {
    const ground = groundOf(await this.reader(), one);
    try {
      draftOf(one.recipe, ground, one.answers);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return 'not refused';
  }

  async stop(): Promise<void> {
    for (const place of this.started.values()) await place.stop();
  }
}
