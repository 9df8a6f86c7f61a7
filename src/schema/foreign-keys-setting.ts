import type { Migration } from '../model/migration';

/**
 * Whether foreign keys are checked at a statement, as far as the migration says so with PRAGMA foreign_keys (SQLite)
 * or SET foreign_key_checks (MySQL, MariaDB); null when it does not: the connection decides then. Inside a
 * transaction that the file begins the pragma does nothing (sqlite.org/pragma.html#pragma_foreign_keys).
 */
export function foreignKeysBefore({ script }: Pick<Migration, 'script'>, statement: number): boolean | null {
  let known: boolean | null = null;
  let inTransaction = false;
  for (const { reading } of script.statements.slice(0, statement))
    for (const change of reading.changes) {
      if (change.kind === 'transaction') inTransaction = isOpenAfter(change.action, inTransaction);
      if (change.kind !== 'set-setting' || !setting.test(change.setting)) continue;
      if (script.dialect !== 'sqlite' || !inTransaction) known = meaning(change.value) ?? known;
    }
  return known;
}

const setting = /^(?:(?:\w+\.)?foreign_keys|(?:session\.|@@)?foreign_key_checks)$/i;

function isOpenAfter(action: string, open: boolean): boolean {
  if (action === 'begin') return true;
  return action === 'commit' || action === 'rollback' ? false : open;
}

/** null: the pragma without a value only asks. */
function meaning(value: string | null): boolean | null {
  const word = value?.trim() ?? '';
  if (word === '') return null;
  return /^['"]?(?:on|true|yes|[1-9]\d*)['"]?$/i.test(word);
}
