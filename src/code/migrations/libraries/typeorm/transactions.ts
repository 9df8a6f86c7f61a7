import type { Run } from '../../evaluate/host';

/** Transactions inside one another: TypeORM makes savepoints of the inner ones (BroadcasterResult aside, in every query runner). */
export class TransactionDepth {
  private depth = 1;

  constructor(private readonly run: Run) {}

  /** `transaction = false` on the migration: the runner began none. */
  beginWithNone(): void {
    this.depth = 0;
  }

  /** What a call sends; null when it is about no transaction. */
  statement(method: string): string | null {
    switch (method) {
      case 'startTransaction':
        return this.start();
      case 'commitTransaction':
        return this.end('COMMIT', 'RELEASE SAVEPOINT');
      case 'rollbackTransaction':
        return this.end('ROLLBACK', 'ROLLBACK TO SAVEPOINT');
      default:
        return null;
    }
  }

  private start(): string {
    const savepoint = `typeorm_${this.depth}`;
    this.move(1);
    return this.depth === 1 ? 'START TRANSACTION' : `SAVEPOINT ${savepoint}`;
  }

  private end(outermost: string, inner: string): string {
    this.move(-1);
    return this.depth <= 0 ? outermost : `${inner} typeorm_${this.depth}`;
  }

  private move(by: number): void {
    const before = this.depth;
    this.run.change(
      () => (this.depth = Math.max(0, before + by)),
      () => (this.depth = before),
    );
  }
}
