import type { Column, Constraint, Table } from '../../../model/schema';
import { referencesTo, sameName } from '../../../schema/lookup';
import { lastDefinition } from '../defined-columns';
import { draftStage } from '../draft-stage';
import { asItWas, rebuild, refuseRebuild } from '../sqlite/rebuild';
import type { Guard, Refusal } from '../recipe';
import { readingOf } from '../written';
import { listed, type KeyStages, type NewKey } from './new-key';

/** SQLite gives a table another key only by building it anew. */
export function sqliteKey(key: NewKey, guard: Guard): KeyStages | Refusal {
  const { ground } = key;
  const refused = refuseRebuild(key, ground) ?? refuse(key);
  if (refused !== null) return { refused };
  return {
    verify: [],
    contract: [
      draftStage('contract', {
        label: 'rebuild',
        statements: rebuild(key, ground, { ...asItWas, as: withKey(key) }),
        // Foreign keys are switched off outside a transaction only; the statements open their own.
        frame: 'no-transaction',
        guard,
        application: 'Writers wait while the rows are copied: they need a busy timeout that is longer.',
        verification: guard.count,
        rollback: rebuild(key, ground, asItWas),
        rollbackNote: 'The table is rebuilt as it was.',
        rollbackFrame: 'no-transaction',
      }),
    ],
  };
}

/** The table with its key in front; the old key stays as a unique constraint. */
function withKey(of: NewKey): Table {
  const { table, columns, old } = of;
  const key: Constraint = {
    name: '',
    type: 'primary-key',
    columns: columns.map((one) => one.name),
    validated: true,
    enforced: true,
    index: null,
    references: null,
    expression: null,
    createdBy: table.createdBy,
    validatedBy: null,
  };
  const others = table.constraints.filter((one) => one !== old);
  const asUnique: readonly Constraint[] = old === null ? [] : [{ ...old, type: 'unique' }];
  // A key of SQLite takes NULL unless its column says otherwise, and goes on doing so.
  const saysNotNull = (column: Column): boolean =>
    lastDefinition({ ...of, column, name: of.quoted(column.name) }, of.ground)?.notNull != null;
  const wasKey = (column: Column): boolean =>
    old?.columns.some((one) => sameName('sqlite', one, column.name)) ?? false;
  return {
    ...table,
    columns: table.columns.map((one) => (wasKey(one) ? { ...one, nullable: !saysNotNull(one) } : one)),
    constraints: [key, ...asUnique, ...others],
  };
}

function refuse(key: NewKey): string | null {
  const { old, table, ground, written } = key;
  if (old === null) return null;
  const only = old.columns.length === 1 ? table.columns.find((one) => sameName('sqlite', one.name, old.columns[0] ?? '')) : undefined; // prettier-ignore
  if (only?.autoIncrement === true || /^integer$/i.test(only?.type?.name ?? ''))
    return `${only?.name ?? ''} numbers the rows of ${written}, and SQLite numbers only an INTEGER PRIMARY KEY: keep it, and make ${listed(key)} unique and required instead (evolens plan make-unique).`;
  const unnamed = referencesTo(ground.before, table).find(({ constraint }) => {
    const text = readingOf(ground.history, constraint.createdBy)?.text ?? '';
    return [...text.matchAll(/\bREFERENCES\s+(?:"([^"]+)"|`([^`]+)`|\[([^\]]+)\]|(\w+))(\s*\()?/gi)].some(
      ([, a, b, c, d, listing]) => listing === undefined && sameName('sqlite', a ?? b ?? c ?? d ?? '', table.name),
    );
  });
  return unnamed === undefined
    ? null
    : `A foreign key of ${unnamed.table.name} refers to ${written} without naming columns, so it would follow to the new key: rebuild ${unnamed.table.name} with the columns named first.`;
} // prettier-ignore
