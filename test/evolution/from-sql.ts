import assert from 'node:assert/strict';
import type { RenameColumnInput, RenameTableInput } from '../../src/evolution/recipes/recipe';
import type { Dialect } from '../../src/model/dialect';
import type { FrameworkName, History, TransactionMode } from '../../src/model/migration';
import { HistoryReplay } from '../../src/schema/replay-history';
import type { SqlReader } from '../../src/sql/reader';

export interface FromSql {
  readonly dialect: Dialect;
  readonly setup: string;
  readonly change: string;
  readonly version?: number;
  readonly transaction?: TransactionMode;
  readonly framework?: FrameworkName;
  readonly files?: Readonly<Record<string, string>>;
  /** A migration behind the one that renames. */
  readonly later?: string;
  readonly released?: boolean;
}

const versions: Readonly<Record<Dialect, number>> = { postgres: 16, mysql: 8, mariadb: 10.6, sqlite: 3.35 };

/** What a rule would hand to a recipe for the first rename of the second migration, read and replayed for real. */
export function inputFromSql(reader: SqlReader, from: FromSql): RenameColumnInput & RenameTableInput {
  const texts = [from.setup, from.change, ...(from.later === undefined ? [] : [from.later])];
  const history: History = {
    folder: 'prisma/migrations',
    faults: [],
    framework: from.framework ?? 'plain',
    target: {
      dialect: from.dialect,
      dialectConfidence: 'high',
      version: from.version ?? versions[from.dialect],
    },
    migrations: texts.map((text, order) => ({
      id: `${order + 1}`,
      file: `prisma/migrations/${order + 1}/migration.sql`,
      order,
      transaction: from.transaction ?? 'single-query',
      script: reader.readScript(text, from.dialect),
      released: from.released ?? order === 0,
      version: null,
      transactionSpan: 'file',
      transactionParts: [],
      hasDown: false,
      embedding: null,
    })),
  };
  const replayed = new HistoryReplay().replay(history)[1]!;
  const found = replayed.changes.find(({ change }) =>
    ['rename-column', 'rename-table', 'redefine-column'].includes(change.kind),
  );
  assert.ok(found, 'the change holds a rename');
  const migration = history.migrations[1]!;
  return {
    history,
    migration,
    statement: migration.script.statements[found.statement]!,
    index: found.statement,
    changeIndex: found.changeIndex,
    change: found.change as never,
    before: found.before,
    now: new Date(2026, 10, 21, 12),
    textOf: (file) => from.files?.[file] ?? null,
    exists: () => false,
  };
}

/** The text of a file after the edits of an evolution; new files start empty. */
export function edited(
  text: string,
  file: string,
  edits: readonly { file: string; range: { start: number; end: number }; newText: string }[],
): string {
  return edits
    .filter((edit) => edit.file === file)
    .sort((one, other) => other.range.start - one.range.start)
    .reduce(
      (result, { range, newText }) => result.slice(0, range.start) + newText + result.slice(range.end),
      text,
    );
}
