import * as vscode from 'vscode';

/** The language status of SQL and TypeScript files: whether Evolens runs. */
export class LanguageStatus implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('evolens', [
    { language: 'sql' },
    { language: 'typescript' },
    { language: 'prisma' },
  ]);

  constructor() {
    this.item.name = 'Evolens';
    this.item.text = 'Evolens';
    this.item.command = { command: 'evolens.showOutput', title: vscode.l10n.t('Show Output') };
  }

  busy(): void {
    this.item.busy = true;
    this.item.detail = vscode.l10n.t('starting');
    this.item.severity = vscode.LanguageStatusSeverity.Information;
  }

  ready(): void {
    this.item.busy = false;
    this.item.detail = vscode.l10n.t('reviews migrations and code');
    this.item.severity = vscode.LanguageStatusSeverity.Information;
  }

  failed(): void {
    this.item.busy = false;
    this.item.detail = vscode.l10n.t('stopped');
    this.item.severity = vscode.LanguageStatusSeverity.Error;
  }

  dispose(): void {
    this.item.dispose();
  }
}
