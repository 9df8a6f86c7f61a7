import { parseArgs } from 'node:util';
import { readOptions } from '../evolution/options';
import type { Answers, Recipe, RecipeOptions } from '../evolution/recipes/recipe';
import { recipes } from '../evolution/recipes/registry';
import { UsageError } from './usage-error';

export interface PlanArguments {
  readonly command: 'plan';
  /** null: the kinds are listed. */
  readonly recipe: Recipe | null;
  readonly path: string;
  readonly answers: Answers;
  readonly options: RecipeOptions;
  readonly folder: string | null;
  readonly owner: string | null;
  readonly dryRun: boolean;
  readonly format: 'text' | 'json';
}

const own = {
  list: { type: 'boolean' },
  set: { type: 'string', multiple: true },
  folder: { type: 'string' },
  owner: { type: 'string' },
  'dry-run': { type: 'boolean' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The words behind `evolens plan`; null: help is asked for. What a recipe asks are options of its own. */
export function readPlanArguments(words: readonly string[]): PlanArguments | null {
  const { values, positionals } = parse(words);
  const [kind, path = '.', ...more] = positionals;
  if (values['help'] === true) return null;
  const recipe = recipes.find((one) => one.kind === kind) ?? null;
  if (kind !== undefined && recipe === null)
    throw new UsageError(`There is no recipe \`${kind}\`. \`evolens plan --list\` lists them.`);
  if (recipe === null && values['list'] !== true)
    throw new UsageError('Usage: evolens plan KIND [PATH]. `evolens plan --list` lists the kinds.');
  if (more.length > 0) throw new UsageError('`evolens plan` takes a kind and one path.');
  const format = text(values['format']) ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--format is one of text, json; \`${format}\` is not.`);
  return {
    command: 'plan',
    recipe: values['list'] === true ? null : recipe,
    path,
    answers: recipe === null ? {} : answersIn(recipe, values),
    options: options(values['set']),
    folder: text(values['folder'])?.replace(/\/+$/, '') ?? null,
    owner: text(values['owner']),
    dryRun: values['dry-run'] === true,
    format,
  };
}

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function parse(words: readonly string[]): { values: Values; positionals: readonly string[] } {
  const asked = recipes.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  const answers = Object.fromEntries(asked.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({
      args: [...words],
      options: { ...answers, ...own },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function answersIn(recipe: Recipe, values: Values): Answers {
  // An option that is given without a value says nothing: `--value "$DEFAULT"` with an empty variable.
  const given = Object.entries(values).filter(([name, value]) => !(name in own) && value !== '');
  for (const [name] of given)
    if (!recipe.parameters.some((parameter) => parameter.name === name))
      throw new UsageError(
        `\`evolens plan ${recipe.kind}\` asks for no --${name}. It asks for ${usageOf(recipe)}.`,
      );
  const missing = recipe.parameters.find(({ name, optional }) => !optional && !text(values[name]));
  if (missing !== undefined) throw new UsageError(`Usage: evolens plan ${recipe.kind} ${usageOf(recipe)}`);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** `--table TABLE --column COLUMN [--value EXPRESSION]`. */
export function usageOf(recipe: Recipe): string {
  return recipe.parameters
    .map(({ name, takes, optional }) => {
      const word = `--${name} ${takes.toUpperCase()}`;
      return optional ? `[${word}]` : word;
    })
    .join(' ');
}

function options(words: Values[string]): RecipeOptions {
  const read = readOptions(Array.isArray(words) ? words.map(String) : []);
  if ('wrong' in read) throw new UsageError(read.wrong);
  return read;
}

function text(value: Values[string]): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
