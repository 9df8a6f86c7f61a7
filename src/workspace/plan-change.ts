import type { Dialect } from '../model/dialect';
import type { EvolutionKind } from '../model/evolution';
import type { History } from '../model/migration';
import type { Schema } from '../model/schema';
import { planEvolution, type Evolution } from '../evolution/plan-evolution';
import type { Answers, RecipeOptions, Refusal } from '../evolution/recipes/recipe';
import { recipeOf } from '../evolution/recipes/registry';
import { emptySchema, writtenName } from '../schema/lookup';
import { HistoryReplay } from '../schema/replay-history';
import type { Analyser } from './analyse';
import type { Ports } from './ports';
import type { Project } from './project';

/** What a person asks for. */
export interface PlanQuestion {
  readonly kind: EvolutionKind;
  /** By name of parameter. */
  readonly answers: Answers;
  readonly options: RecipeOptions;
  /** The folder of the migrations; null: the only one there is. */
  readonly folder: string | null;
  readonly owner: string | null;
}

/** The evolution that the answers describe, at the end of a history; or why there is none. Nothing is written. */
export function planChange(
  question: PlanQuestion,
  project: Project,
  analyser: Analyser,
  ports: Ports,
): Evolution | Refusal {
  const recipe = recipeOf(question.kind);
  if (recipe === null) return { refused: `There is no recipe for ${question.kind} yet.` };
  const history = chosenHistory(analyser.histories(null), question.folder);
  if ('refused' in history) return history;
  const { dialect } = history.target;
  if (!recipe.dialects.includes(dialect))
    return { refused: `${recipe.title}: there is no recipe for ${dialect}.` };
  const missing = recipe.parameters.find(
    ({ name, optional }) => !optional && (question.answers[name] ?? '') === '',
  );
  if (missing !== undefined) return { refused: `It is not said: ${missing.title} (--${missing.name}).` };
  const ground = { history, before: schemaAfter(history), asking: null, options: question.options };
  return planEvolution(recipe, question.answers, ground, {
    now: ports.now(),
    textOf: (file) => project.text(file),
    files: project.files,
    exists: (file) => project.text(file) !== null,
    readSql: (sql) => project.reader.readScript(sql, dialect),
    owner: question.owner,
    decommission: project.configuration.decommission,
  });
}

/** What the migrations of a history end in. */
export function schemaAfter(history: History): Schema {
  return new HistoryReplay().replay(history).at(-1)?.after ?? emptySchema(history.target.dialect);
}

function chosenHistory(histories: readonly History[], folder: string | null): History | Refusal {
  const named = folder === null ? histories : histories.filter((history) => history.folder === folder);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  const folders = [...new Set(histories.map((history) => history.folder))].join(', ');
  if (only === undefined)
    return {
      refused:
        folder === null
          ? 'No migrations were found, so the tables are not known.'
          : `There are no migrations in ${folder}. Migrations are in ${folders || 'no folder'}.`,
    };
  return { refused: `There are several folders of migrations: name one with --folder (${folders}).` };
}

/** A history as somebody chooses from it. */
export interface PlannableHistory {
  readonly folder: string;
  readonly dialect: Dialect;
  readonly tables: readonly {
    /** As the history writes it: qualified where it qualifies it. */
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly indexes: readonly string[];
  }[];
  readonly enums: readonly string[];
}

/** What the histories of a root end in, by names. */
export function plannableHistories(analyser: Analyser): readonly PlannableHistory[] {
  return analyser.histories(null).map((history) => {
    const schema = schemaAfter(history);
    const byName = (one: string, other: string): number => (one < other ? -1 : 1);
    return {
      folder: history.folder,
      dialect: history.target.dialect,
      tables: [...schema.tables.values()]
        .filter((table) => !table.temporary)
        .map((table) => ({
          name: writtenName(table),
          columns: table.columns.map(({ name, type }) => ({ name, type: type?.text ?? '' })),
          indexes: table.indexes.map((index) => index.name),
        }))
        .sort((one, other) => byName(one.name, other.name)),
      enums: [...schema.types.values()]
        .filter((type) => type.kind === 'enum')
        .map(writtenName)
        .sort(byName),
    };
  });
}
