import * as vscode from 'vscode';

const mostRestarts = 3;

/** What a person can do about a server that is left alone. */
export interface WaysOut {
  restart(): Promise<void>;
  showOutput(): void;
}

/** Counts how often the server ended by itself: three times it is started again, then a person is told, once. */
export class CrashPolicy {
  private crashes = 0;

  constructor(private readonly ways: WaysOut) {}

  /** The server is left alone until a person asks for it. */
  get hasGivenUp(): boolean {
    return this.crashes > mostRestarts;
  }

  /** Notes one more crash; false: the server is not to be started again, and the person has been told. */
  mayStartAgain(): boolean {
    this.crashes++;
    if (this.crashes === mostRestarts + 1) void this.tell();
    return !this.hasGivenUp;
  }

  /** A person wants it started: it has all its restarts again. */
  forget(): void {
    this.crashes = 0;
  }

  private async tell(): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const output = vscode.l10n.t('Show Output');
    const choice = await vscode.window.showErrorMessage(
      vscode.l10n.t('Evolens stopped {0} times and was not started again.', this.crashes),
      restart,
      output,
    );
    if (choice === restart) await this.ways.restart();
    if (choice === output) this.ways.showOutput();
  }
}
