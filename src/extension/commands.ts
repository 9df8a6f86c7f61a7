import * as vscode from 'vscode';
import {
  advanceCommand,
  advanceRequest,
  checkWorkspaceRequest,
  openPlaceCommand,
  plansRequest,
  showCreatedCommand,
  showReferencesCommand,
  type AdvanceAnswer,
  type CheckWorkspaceAnswer,
  type PlanRequestQuestion,
} from '../server/protocol';
import type { Location, Position } from 'vscode-languageclient/node';
import type { EvolensClient } from './client';
import type { EvolutionNode } from './evolution-nodes';
import { planEvolution } from './plan-evolution';
import { showReport } from './report-panel';

/** The commands of the palette, and the one that code actions end with. */
export function registerCommands(context: vscode.ExtensionContext, client: EvolensClient): void {
  const register = (name: string, run: (...words: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  };
  register('evolens.showRiskReport', () => showReport(context, client, null));
  register('evolens.showFileRiskReport', () =>
    showReport(context, client, vscode.window.activeTextEditor?.document.uri ?? null),
  );
  register('evolens.checkWorkspace', () => checkWorkspace(client));
  register(advanceCommand, (plan?: vscode.Uri | string | EvolutionNode) =>
    advanceEvolution(client, planOf(plan)),
  );
  register('evolens.planEvolution', (given?: Partial<PlanRequestQuestion>) =>
    planAndShow(client, given ?? {}),
  );
  register('evolens.openPlan', (node: EvolutionNode) => openPlan(node));
  register('evolens.openStage', (node: EvolutionNode) => openStage(node));
  register(openPlaceCommand, (uri: string, line: number) => openPlace(uri, line));
  register('evolens.showOutput', () => client.log.show());
  register('evolens.restart', () => client.restart());
  register(showReferencesCommand, (uri: string, at: Position, places: readonly Location[]) =>
    showReferences(uri, at, places),
  );
  register(showCreatedCommand, (uris: readonly string[]) => showCreatedFiles(uris));
}

async function checkWorkspace(client: EvolensClient): Promise<void> {
  const title = vscode.l10n.t('Evolens checks the workspace');
  const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    client.ask<CheckWorkspaceAnswer>(checkWorkspaceRequest),
  );
  void vscode.window.setStatusBarMessage(
    vscode.l10n.t('Evolens: {0} findings, {1} places not analysed', answer.findings, answer.notAnalysed),
    10_000,
  );
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function advanceEvolution(client: EvolensClient, uri: vscode.Uri | null): Promise<void> {
  const plan = uri ?? (await choosePlan(client));
  if (plan === null) return;
  const answer = await client.ask<AdvanceAnswer>(advanceRequest, { uri: plan.toString() });
  await saveWritten(answer.files);
  void tellOutcome(answer);
}

/** With a way on: without one the editor shows the first words only. */
async function tellOutcome({ applied, messages }: AdvanceAnswer): Promise<void> {
  const tell = applied ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const choice = await tell(messages.join(' '), vscode.l10n.t('Show Evolutions'));
  if (choice !== undefined) await vscode.commands.executeCommand('evolens.evolutions.focus');
}

/** A plan as the palette, a lens or the tree names it; null: none is named. */
function planOf(given: vscode.Uri | string | EvolutionNode | undefined): vscode.Uri | null {
  if (given === undefined) return null;
  if (typeof given === 'string') return vscode.Uri.parse(given);
  if (given instanceof vscode.Uri) return given;
  return given.kind === 'evolution' || given.kind === 'stage'
    ? vscode.Uri.joinPath(vscode.Uri.parse(given.root), given.evolution.plan)
    : null;
}

async function openPlan(node: EvolutionNode): Promise<void> {
  const plan = planOf(node);
  if (plan !== null) await openPlace(plan.toString(), 0);
}

/** The SQL of a stage. */
async function openStage(node: EvolutionNode): Promise<void> {
  if (node.kind !== 'stage' || node.stage.file === null) return;
  await openPlace(vscode.Uri.joinPath(vscode.Uri.parse(node.root), node.stage.file).toString(), 0);
}

async function openPlace(uri: string, line: number): Promise<void> {
  const at = new vscode.Position(Math.max(0, line), 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) });
}

async function choosePlan(client: EvolensClient): Promise<vscode.Uri | null> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.path.endsWith('.evolution.yml') === true) return active;
  const plans = (await client.ask<readonly string[]>(plansRequest)).map((plan) => vscode.Uri.parse(plan));
  if (plans.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no evolution here. The light bulb on a rename offers to split it into one.'),
    );
    return null;
  }
  if (plans.length === 1) return plans[0] ?? null;
  const items = plans.map((plan) => ({ label: vscode.workspace.asRelativePath(plan), plan }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which evolution?') });
  return choice?.plan ?? null;
}

async function planAndShow(client: EvolensClient, given: Partial<PlanRequestQuestion>): Promise<void> {
  const files = await planEvolution(client, given);
  if (files !== null) await showCreatedFiles(files);
}

/** Saves what a fix wrote, and shows the plan, or the first file when there is no plan. */
async function showCreatedFiles(uris: readonly string[]): Promise<void> {
  const files = uris.map((uri) => vscode.Uri.parse(uri));
  const shown = files.find((file) => file.path.endsWith('.evolution.yml')) ?? files.at(-1);
  await Promise.all([shown === undefined ? undefined : showBeside(shown), saveWritten(uris)]);
}

async function showBeside(file: vscode.Uri): Promise<void> {
  const { Beside: viewColumn } = vscode.ViewColumn;
  await vscode.window.showTextDocument(file, { preview: false, viewColumn, preserveFocus: true });
}

/** Saves those of the files that an edit left unsaved in the editor. */
async function saveWritten(uris: readonly string[]): Promise<void> {
  const written = new Set(uris.map((uri) => vscode.Uri.parse(uri).toString()));
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && written.has(uri.toString()),
  );
  await Promise.all(unsaved.map((document) => document.save()));
}

/** The references view on the uses of a column. */
async function showReferences(uri: string, at: Position, places: readonly Location[]): Promise<void> {
  const positionOf = ({ line, character }: Position): vscode.Position => new vscode.Position(line, character);
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    positionOf(at),
    places.map(
      ({ uri: file, range }) =>
        new vscode.Location(
          vscode.Uri.parse(file),
          new vscode.Range(positionOf(range.start), positionOf(range.end)),
        ),
    ),
  );
}
