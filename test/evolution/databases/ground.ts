import type { Dialect } from '../../../src/model/dialect';
import type { History } from '../../../src/model/migration';
import {
  defaultOptions,
  isRefused,
  type Answers,
  type DraftEvolution,
  type Ground,
  type Recipe,
  type RecipeOptions,
} from '../../../src/evolution/recipes/recipe';
import { HistoryReplay } from '../../../src/schema/replay-history';
import type { SqlReader } from '../../../src/sql/reader';

const versions: Readonly<Record<Dialect, number>> = { postgres: 16, mysql: 8, mariadb: 10.11, sqlite: 3.45 };

/** A history of the setup, and of the change when there is one, read and replayed for real. */
export function groundOf(
  reader: SqlReader,
  from: {
    readonly dialect: Dialect;
    readonly setup: string;
    /** The migration that asks; null: a person does. */
    readonly change: string | null;
    readonly released?: boolean;
    readonly options?: Partial<RecipeOptions>;
    readonly version?: number;
  },
): Ground {
  const { dialect, setup, change } = from;
  const texts = [setup, ...(change === null ? [] : [change])];
  const history: History = {
    folder: 'migrations',
    faults: [],
    framework: 'plain',
    target: { dialect, dialectConfidence: 'high', version: from.version ?? versions[dialect] },
    migrations: texts.map((text, order) => ({
      id: `${order + 1}`,
      file: `migrations/${order + 1}.sql`,
      order,
      transaction: 'autocommit',
      script: reader.readScript(text, dialect),
      released: order === 0 || from.released === true,
      version: null,
      transactionSpan: 'file',
      transactionParts: [],
      hasDown: false,
      embedding: null,
    })),
  };
  const replayed = new HistoryReplay().replay(history);
  const options = { ...defaultOptions, pauseMilliseconds: 0, ...from.options };
  const asked = replayed[1]?.changes[0];
  if (asked === undefined) return { history, before: replayed[0]!.after, asking: null, options };
  const migration = history.migrations[1]!;
  return {
    history,
    before: asked.before,
    options,
    asking: {
      migration,
      statement: migration.script.statements[asked.statement]!,
      index: asked.statement,
      changeIndex: asked.changeIndex,
      change: asked.change,
    },
  };
}

/** The stages; a refusal fails the test. Answers left out are those the change itself gives. */
export function draftOf(recipe: Recipe, ground: Ground, given: Answers | null): DraftEvolution {
  const answers =
    given ?? (ground.asking === null ? null : recipe.answersOf(ground.asking.change, ground.before));
  if (answers === null) throw new Error(`${recipe.kind} does not take the place of the change.`);
  const draft = recipe.draft(answers, ground);
  if (isRefused(draft)) throw new Error(draft.refused);
  return draft;
}
