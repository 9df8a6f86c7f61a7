import * as vscode from 'vscode';
import type { EvolutionView, StageView } from '../report/evolution-view';
import { standingWord } from '../report/wording';
import {
  evolutionsChanged,
  evolutionsRequest,
  openPlaceCommand,
  type EvolutionsAnswer,
} from '../server/protocol';
import type { EvolensClient } from './client';
import { childrenOf, rootNodes, type EvolutionNode } from './evolution-nodes';

const viewId = 'evolens.evolutions';

const plans = '**/*.evolution.yml';

/** The view of evolutions: each with its stages, what blocks them, and the places. */
export function showEvolutions(context: vscode.ExtensionContext, client: EvolensClient): void {
  const tree = new EvolutionTree(client);
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: tree, showCollapseAll: true });
  const refresh = (): void => tree.refresh();
  context.subscriptions.push(
    view,
    tree,
    client.onRunning(() => (view.visible ? refresh() : tree.forget())),
    vscode.commands.registerCommand('evolens.refreshEvolutions', refresh),
    // A commit, a pull or a fetch moves the base branch, and is made elsewhere.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && view.visible) refresh();
    }),
  );
  showWhereThereArePlans(context);
  client.onNotification(evolutionsChanged, () => {
    if (view.visible) refresh();
    else tree.forget();
  });
}

/** Without a plan there is nothing to see, and no icon asks to be looked at. */
function showWhereThereArePlans(context: vscode.ExtensionContext): void {
  const look = async (): Promise<void> => {
    const found = await vscode.workspace.findFiles(plans, '**/node_modules/**', 1);
    await vscode.commands.executeCommand('setContext', 'evolens.hasEvolutions', found.length > 0);
  };
  const watcher = vscode.workspace.createFileSystemWatcher(plans, false, true, false);
  watcher.onDidCreate(() => void look());
  watcher.onDidDelete(() => void look());
  context.subscriptions.push(watcher);
  void look();
}

class EvolutionTree implements vscode.TreeDataProvider<EvolutionNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private answer: Promise<EvolutionsAnswer> | null = null;

  constructor(private readonly client: EvolensClient) {}

  refresh(): void {
    this.forget();
    this.changed.fire();
  }

  /** The next time the tree is looked at the server is asked again. */
  forget(): void {
    this.answer = null;
  }

  dispose(): void {
    this.changed.dispose();
  }

  async getChildren(node?: EvolutionNode): Promise<EvolutionNode[]> {
    if (node !== undefined) return [...childrenOf(node)];
    if (this.client.hasGivenUp) return [];
    this.answer ??= this.client.ask<EvolutionsAnswer>(evolutionsRequest);
    try {
      return [...rootNodes(await this.answer)];
    } catch (error) {
      // A server that ends meanwhile is told by the client, and the tree asks again when it is back.
      this.client.log.warn(String(error));
      this.forget();
      return [];
    }
  }

  getTreeItem(node: EvolutionNode): vscode.TreeItem {
    switch (node.kind) {
      case 'evolution':
        return evolutionItem(node.root, node.evolution);
      case 'unreadable':
        return unreadableItem(node);
      case 'stage':
        return stageItem(node);
      case 'note':
        return noteItem(node);
      case 'place':
        return placeItem(node);
    }
  }
}

function evolutionItem(root: string, evolution: EvolutionView): vscode.TreeItem {
  const item = new vscode.TreeItem(
    evolution.name,
    evolution.finished ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded,
  );
  const next = evolution.next === null ? undefined : evolution.stages[evolution.next];
  const ready = evolution.stages.some((stage) => stage.canAdvance);
  const state =
    next === undefined
      ? evolution.finished
        ? vscode.l10n.t('finished')
        : vscode.l10n.t('held')
      : `${next.name}: ${standingWord(next.standing)}`;
  item.id = `${root}/${evolution.plan}`;
  item.description = state;
  item.iconPath = new vscode.ThemeIcon(
    evolution.finished ? 'pass-filled' : ready ? 'debug-step-over' : 'git-compare',
  );
  item.tooltip = new vscode.MarkdownString().appendText(
    `${evolution.name}\n${evolution.why}\n${evolution.plan}`,
  );
  item.contextValue = ready ? 'evolution.ready' : 'evolution';
  item.accessibilityInformation = { label: `${evolution.name}, ${state}` };
  return item;
}

function unreadableItem(node: Extract<EvolutionNode, { kind: 'unreadable' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(node.message);
  item.description = node.plan;
  item.tooltip = new vscode.MarkdownString().appendText(`${node.plan}\n${node.message}`);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.command = openCommand(node.root, node.plan, node.line);
  return item;
}

const icons: Readonly<Record<StageView['standing'], readonly [string, string | null]>> = {
  complete: ['pass', 'testing.iconPassed'],
  'on-base': ['watch', 'charts.blue'],
  'in-work-tree': ['git-commit', 'charts.blue'],
  due: ['circle-large-filled', 'charts.yellow'],
  'not-due': ['circle-large-outline', null],
};

function stageItem({
  root,
  evolution,
  stage,
  index,
}: Extract<EvolutionNode, { kind: 'stage' }>): vscode.TreeItem {
  const [icon, color] = icons[stage.standing];
  const hasMore = stage.blockers.length > 0 || stage.uses.length > 0 || stage.standing === 'due';
  const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    stage.name,
    !hasMore ? None : evolution.next === index ? Expanded : Collapsed,
  );
  const since = stage.since === null ? '' : ` · ${stage.since.slice(0, 10)}`;
  const door = stage.oneWay ? ` · ${vscode.l10n.t('one-way door')}` : '';
  item.id = `${root}/${evolution.plan}#${index}`;
  item.description = `${standingWord(stage.standing)}${since}${door}`;
  item.iconPath = new vscode.ThemeIcon(icon, color === null ? undefined : new vscode.ThemeColor(color));
  item.tooltip = new vscode.MarkdownString().appendText(`${stage.because}\n${stage.application}`);
  item.contextValue = stage.canAdvance ? 'stage.ready' : stage.file === null ? 'stage' : 'stage.file';
  item.command = openCommand(root, evolution.plan, stage.range.start.line);
  item.accessibilityInformation = { label: `${stage.name}, ${item.description}` };
  return item;
}

function noteItem({ note, role }: Extract<EvolutionNode, { kind: 'note' }>): vscode.TreeItem {
  const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    note.what,
    note.places.length === 0 ? None : role === 'blocker' ? Expanded : Collapsed,
  );
  item.iconPath = new vscode.ThemeIcon({ blocker: 'circle-slash', use: 'check', task: 'arrow-right' }[role]);
  item.tooltip = new vscode.MarkdownString().appendText(note.what);
  return item;
}

function placeItem({ root, place }: Extract<EvolutionNode, { kind: 'place' }>): vscode.TreeItem {
  const line = place.range.start.line;
  const item = new vscode.TreeItem(`${place.file.split('/').at(-1) ?? place.file}:${line + 1}`);
  item.description = place.message;
  item.tooltip = new vscode.MarkdownString().appendText(`${place.file}:${line + 1}\n${place.message}`);
  item.iconPath = new vscode.ThemeIcon('go-to-file');
  item.command = openCommand(root, place.file, line);
  return item;
}

function openCommand(root: string, file: string, line: number): vscode.Command {
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(root), file).toString();
  return { title: vscode.l10n.t('Open'), command: openPlaceCommand, arguments: [uri, line] };
}
