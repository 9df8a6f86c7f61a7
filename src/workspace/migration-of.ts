import type { Migration } from '../model/migration';
import type { SqlScript } from '../model/statement';
import type { FileTransaction, MigrationFile, MigrationFolder } from '../migrations/frameworks/framework';
import { frameworkNamed } from '../migrations/frameworks/registry';
import { sections } from '../sql/sections';
import type { ReadCode } from './code-migrations';

/** A migration's text with what was read of it. */
export interface ReadText {
  /** As it stands in its file. */
  readonly text: string;
  readonly script: SqlScript;
  /** null: the file is SQL itself. */
  readonly code: ReadCode | null;
}

/**
 * A migration from its file, what was read of it, and where it stands. `before` is given back when nothing
 * changed, so that what hangs on its identity stays valid.
 */
export function migrationOf(
  folder: MigrationFolder,
  entry: MigrationFile,
  order: number,
  released: boolean,
  { text, script, code }: ReadText,
  before: Migration | null,
): Migration {
  const embedding = code?.embedding ?? null;
  const isSame = before?.script === script && before.embedding === embedding;
  const around = transactionOf(folder, entry, script, text);
  const made: Migration = {
    id: entry.id,
    version: entry.version,
    file: entry.file,
    order,
    transaction: around.mode,
    transactionSpan: around.span,
    transactionParts: isSame ? before.transactionParts : around.parts,
    script,
    embedding,
    released,
    hasDown: entry.hasDown || (code?.hasDown ?? false) || (code === null && hasDownSection(script)),
  };
  return before !== null && isEqual(before, made) ? before : made;
}

const transactions = new WeakMap<SqlScript, Map<string, FileTransaction>>();

/**
 * What the runner does around the file: what lies beside it says, else its own text, else the settings of the
 * folder, else the framework's default. Code among the files of a framework of SQL is run by something else.
 */
function transactionOf(
  folder: MigrationFolder,
  entry: MigrationFile,
  script: SqlScript,
  text: string,
): FileTransaction {
  const framework = frameworkNamed(folder.framework);
  if (entry.reads === 'code' && framework.reads === 'sql')
    return { mode: folder.transaction ?? 'unknown', span: 'file', parts: [] };
  let known = transactions.get(script);
  if (known === undefined) transactions.set(script, (known = new Map<string, FileTransaction>()));
  let own = known.get(folder.framework);
  if (own === undefined) known.set(folder.framework, (own = framework.transaction(script.dialect, text)));
  const byDefault = framework.transaction(script.dialect, '').mode;
  const mode = entry.transaction ?? (own.mode === byDefault ? folder.transaction : null) ?? own.mode;
  return { mode, span: folder.transactionSpan ?? own.span, parts: own.parts };
}

const downSections = new WeakMap<SqlScript, boolean>();

function hasDownSection(script: SqlScript): boolean {
  let known = downSections.get(script);
  if (known === undefined)
    downSections.set(script, (known = sections(script.text).some((section) => section.direction === 'down')));
  return known;
}

function isEqual(one: Migration, other: Migration): boolean {
  return (Object.keys(other) as (keyof Migration)[]).every((key) => one[key] === other[key]);
}
