import { quote } from '../../../sql/identifiers';
import { generatedValue, leavesGenerated } from '../columns/old-readers';
import { newNames, oldNames, type Replacement } from '../columns/replacement';
import { limited } from '../names';
import { addingColumn, copying, online, rebuilding } from './online';
import { borrowedNew } from './replacement-expressions';
import { checksOf, mirrorNames, typeOf } from './replacement-shape';
import { dropReplacementTriggers } from './replacement-triggers';

/** The last statements: the old columns go, or leave their names to the new column or to generated ones. */
export function contractOf(facts: Replacement): readonly string[] {
  const added = checksOf(facts).map((one) => copying(`ALTER TABLE ${facts.sql} ADD ${one.added}`));
  if (facts.keepsName) return [...keepsName(facts), ...added];
  return [...added, ...(leavesGenerated(facts) ? leavesNames(facts) : dropsColumns(facts))];
}

/** Why writers wait during contract; null: they go on. */
export function contractWaits(facts: Replacement): string | null {
  return checksOf(facts).length === 0
    ? null
    : 'The server copies the table to check a new CHECK, and writers wait meanwhile: run it when they may.';
}

/** Generated columns under the old names; the server computes them when they are read. */
export function addGenerated(facts: Replacement): string {
  const columns = facts.old.map((one) => {
    const { name, type, collation } = one.column;
    const text = typeOf({ type: type?.text ?? '', read: type, collation });
    return `ADD COLUMN ${quote(name, facts.dialect)} ${text} GENERATED ALWAYS AS (${generatedValue(facts, one)}) VIRTUAL`;
  });
  return addingColumn(facts, `ALTER TABLE ${facts.sql} ${columns.join(', ')}`);
}

/** Virtual columns go in a statement of their own. */
export function dropGenerated(facts: Replacement): string {
  return rebuilding(facts, `ALTER TABLE ${facts.sql} ${drops(facts, oldNames(facts))}`);
}

function drops({ dialect }: Replacement, columns: readonly string[]): string {
  return columns.map((column) => `DROP COLUMN ${quote(column, dialect)}`).join(', ');
}

/** Foreign keys and checks of the old columns, which no column takes with it. */
function dropConstraints({ dialect, sql, carried, goes }: Replacement): readonly string[] {
  const checks = carried.checks.length > 0 ? carried.checks : goes.checks;
  return [
    ...carried.foreignKeys.map((one) => `DROP FOREIGN KEY ${quote(one.name, dialect)}`),
    ...checks.map((one) => `DROP CONSTRAINT ${quote(one.name, dialect)}`),
  ].map((action) => online(`ALTER TABLE ${sql} ${action}`));
}

function dropIndexes({ dialect, sql, carried, goes }: Replacement): readonly string[] {
  const gone = carried.indexes.length > 0 ? carried.indexes : goes.indexes;
  if (gone.length === 0) return [];
  return [
    online(`ALTER TABLE ${sql} ${gone.map((one) => `DROP INDEX ${quote(one.name, dialect)}`).join(', ')}`),
  ];
}

/** Defaults that stood in while a version left the new columns out. */
function dropDefaults(facts: Replacement): readonly string[] {
  return borrowedNew(facts).map(
    (at) => `ALTER COLUMN ${quote(newNames(facts)[at] ?? '', facts.dialect)} DROP DEFAULT`,
  );
}

function dropTriggers(facts: Replacement): readonly string[] {
  return facts.options.dualWrite === 'triggers' ? dropReplacementTriggers(facts) : [];
}

/**
 * Indexes go while the triggers still fill the old columns: in between a new version leaves them out, and their
 * default, the same in every row, would break a unique index (seen on a MariaDB under load).
 */
function dropsColumns(facts: Replacement): readonly string[] {
  const actions = [drops(facts, oldNames(facts)), ...dropDefaults(facts)].join(', ');
  return [
    ...dropConstraints(facts),
    ...dropIndexes(facts),
    ...dropTriggers(facts),
    rebuilding(facts, `ALTER TABLE ${facts.sql} ${actions}`),
  ];
}

/**
 * The old columns step aside while the table is locked for the moment that takes, because versions go on using their
 * names; what is left of them goes afterwards.
 */
function aside(facts: Replacement, renames: readonly string[], then: readonly string[]): readonly string[] {
  const { dialect, sql } = facts;
  const moved = oldNames(facts).map(
    (name) => `RENAME COLUMN ${quote(name, dialect)} TO ${quote(asideName(facts, name), dialect)}`,
  );
  const gone = oldNames(facts).map((name) => asideName(facts, name));
  return [
    ...dropConstraints(facts),
    `LOCK TABLES ${sql} WRITE`,
    ...dropIndexes(facts),
    ...dropTriggers(facts),
    online(`ALTER TABLE ${sql} ${[...moved, ...renames].join(', ')}`),
    ...then,
    'UNLOCK TABLES',
    rebuilding(facts, `ALTER TABLE ${sql} ${drops(facts, gone)}`),
  ];
}

function asideName({ table, dialect }: Replacement, column: string): string {
  return limited(`evolens_${table.name}_${column}`, '_old', dialect);
}

function leavesNames(facts: Replacement): readonly string[] {
  return aside(facts, [], [
    ...dropDefaults(facts).map((action) => online(`ALTER TABLE ${facts.sql} ${action}`)),
    addGenerated(facts),
  ]); // prettier-ignore
}

/** The new column takes the name of the old one, and its indexes theirs. */
function keepsName(facts: Replacement): readonly string[] {
  const { dialect, sql, carried } = facts;
  const mirrored = mirrorNames(facts);
  const name = (text: string): string => quote(text, dialect);
  const [from, to] = [oldNames(facts)[0] ?? '', newNames(facts)[0] ?? ''];
  const defaults =
    borrowedNew(facts).length > 0 ? [online(`ALTER TABLE ${sql} ALTER COLUMN ${name(from)} DROP DEFAULT`)] : [];
  return [
    ...aside(facts, [`RENAME COLUMN ${name(to)} TO ${name(from)}`], defaults),
    ...carried.indexes.map((one) =>
      online(`ALTER TABLE ${sql} RENAME INDEX ${name(mirrored(one.name))} TO ${name(one.name)}`),
    ),
  ];
} // prettier-ignore
