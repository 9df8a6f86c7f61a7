import * as vscode from 'vscode';
import type { Parameter } from '../evolution/recipes/recipe';
import {
  planChoicesRequest,
  planRequest,
  type PlanAnswer,
  type PlanChoices,
  type PlanRequestQuestion,
} from '../server/protocol';
import type { EvolensClient } from './client';
import { confirmFiles, writeFiles } from './planned-files';

type History = PlanChoices['roots'][number]['histories'][number] & { readonly root: string };
type Recipe = PlanChoices['recipes'][number];

/**
 * Asks for a kind of change and what it needs, and has the editor show all files before any is written. What is given
 * is not asked for. The URIs of the files, or null when nothing was written.
 */
export async function planEvolution(
  client: EvolensClient,
  given: Partial<PlanRequestQuestion>,
): Promise<readonly string[] | null> {
  const choices = await client.ask<PlanChoices>(planChoicesRequest);
  const histories = choices.roots.flatMap(({ root, histories: own }) => own.map((one) => ({ ...one, root })));
  const history = await chooseHistory(histories, given);
  if (history === undefined) return null;
  const recipe = await chooseRecipe(choices, history, given);
  if (recipe === undefined) return null;
  const answers = await askFor(recipe, history, given.answers ?? {});
  if (answers === null) return null;
  const { root, folder } = history;
  const question: PlanRequestQuestion = {
    root,
    folder,
    kind: recipe.kind,
    answers,
    options: given.options ?? [],
  };
  const { refused, name, files } = await client.ask<PlanAnswer>(planRequest, question);
  if (refused === null && !(await confirmFiles(name, files))) return null;
  const reason = refused ?? (await writeFiles(files));
  if (reason === null) return files.map(({ uri }) => uri);
  void vscode.window.showWarningMessage(reason);
  return null;
}

async function chooseHistory(
  histories: readonly History[],
  given: Partial<PlanRequestQuestion>,
): Promise<History | undefined> {
  const fitting = histories.filter(({ folder }) => given.folder === undefined || folder === given.folder);
  if (fitting.length === 0)
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No migrations were found, so the tables are not known.'),
    );
  if (fitting.length < 2) return fitting[0];
  const items = fitting.map((history) => ({ label: history.folder, description: history.dialect, history }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which migrations?') }))
    ?.history;
}

async function chooseRecipe(
  choices: PlanChoices,
  history: History,
  given: Partial<PlanRequestQuestion>,
): Promise<Recipe | undefined> {
  const fitting = choices.recipes.filter(({ dialects }) => dialects.includes(history.dialect));
  if (given.kind !== undefined) return fitting.find(({ kind }) => kind === given.kind);
  const items = fitting.map((recipe) => ({ label: recipe.title, description: recipe.kind, recipe }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('What is to change?') }))
    ?.recipe;
}

async function askFor(
  recipe: Recipe,
  history: History,
  given: Readonly<Record<string, string>>,
): Promise<Record<string, string> | null> {
  const answers: Record<string, string> = { ...given };
  for (const parameter of recipe.parameters) {
    if (parameter.name in answers) continue;
    const answer = await askOne(parameter, recipe, history, answers);
    if (answer === undefined) return null;
    if (answer !== '') answers[parameter.name] = answer;
  }
  return answers;
}

/** An empty answer leaves an optional parameter out; undefined: the person gave up. */
async function askOne(
  parameter: Parameter,
  recipe: Recipe,
  history: History,
  answers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const offered = offers(parameter, history, answers);
  const optional = parameter.optional ? vscode.l10n.t(' (optional)') : '';
  const placeHolder = `${parameter.title}${optional}`;
  if (offered.length === 0)
    return vscode.window.showInputBox({
      title: recipe.title,
      prompt: placeHolder,
      ignoreFocusOut: true,
      validateInput: (value) =>
        parameter.optional || value.trim() !== '' ? null : vscode.l10n.t('This must be said.'),
    });
  if (parameter.takes === 'columns') {
    const chosen = await vscode.window.showQuickPick([...offered], { placeHolder, canPickMany: true });
    return chosen?.map(({ label }) => label).join(',');
  }
  const none = { label: '', description: vscode.l10n.t('Leave it out') };
  const items = parameter.optional ? [none, ...offered] : [...offered];
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.label;
}

function offers(
  { takes }: Parameter,
  history: History,
  answers: Readonly<Record<string, string>>,
): readonly vscode.QuickPickItem[] {
  const table = history.tables.find(({ name }) => name === answers['table']);
  switch (takes) {
    case 'table':
      return history.tables.map(({ name }) => ({ label: name }));
    case 'column':
    case 'columns':
      return (table?.columns ?? []).map(({ name, type }) => ({ label: name, description: type }));
    case 'index':
      return (table?.indexes ?? []).map((label) => ({ label }));
    case 'enum':
      return history.enums.map((label) => ({ label }));
    default:
      return [];
  }
}
