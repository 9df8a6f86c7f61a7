import type { Constraint, Table } from '../../model/schema';
import type { ChangeOf, ConstraintDefinition, ObjectName } from '../../model/schema-change';
import { columnOf, findConstraint, findTable, partitionsOf, referencesTo, sameName } from '../lookup';
import { holdsNoNull } from '../not-null-proof';
import type { EffectList } from './effect-list';
import { addForeignKeyTo, exclusively } from './postgres-locks';
import type { Setting } from './setting';

/** ADD CONSTRAINT by type; NOT VALID and NOT ENFORCED leave the rows alone. */
export function addConstraintEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'add-constraint'>,
): void {
  const { constraint, table } = change;
  const validates = constraint.validated && constraint.enforced;
  switch (constraint.type) {
    case 'foreign-key': {
      const checksRows = validates && !setting.isNew(table);
      const doing = {
        lock: 'SHARE ROW EXCLUSIVE',
        scan: checksRows,
        validates: checksRows,
        canFail: checksRows,
      } as const;
      list.on(table, doing);
      for (const partition of partitionsOf(setting.before, table)) list.on(partition, doing);
      if (constraint.references !== null) addForeignKeyTo(list, setting, constraint.references.table);
      return;
    }
    case 'check':
      exclusively(list, setting, table, { scan: validates, validates, canFail: validates });
      return;
    case 'not-null': {
      const proved = constraint.columns.every((column) => isProved(setting, table, column.name));
      const scan = validates && !proved;
      exclusively(list, setting, table, { scan, validates: scan, canFail: scan });
      return;
    }
    case 'primary-key':
    case 'unique':
    case 'exclude':
      addKey(list, setting, table, constraint);
  }
}

function addKey(
  list: EffectList,
  setting: Setting,
  table: ObjectName,
  constraint: ConstraintDefinition,
): void {
  const columns = keyColumns(setting, table, constraint);
  const nullable =
    constraint.type === 'primary-key' && !columns.every((column) => isProved(setting, table, column));
  const builds = constraint.usingIndex === null;
  exclusively(list, setting, table, {
    indexBuild: builds,
    scan: nullable,
    validates: nullable,
    canFail: builds || nullable,
  });
}

function keyColumns(
  { before }: Setting,
  table: ObjectName,
  constraint: ConstraintDefinition,
): readonly string[] {
  const using = constraint.usingIndex;
  if (using === null) return constraint.columns.map((column) => column.name);
  const index = findTable(before, table)?.indexes.find((candidate) =>
    sameName(before.dialect, candidate.name, using.name),
  );
  return index?.columns.flatMap((part) => part.column ?? []) ?? [''];
}

function isProved({ before, version }: Setting, name: ObjectName, column: string): boolean {
  const table = findTable(before, name);
  if (table === null) return false;
  return version >= 12
    ? holdsNoNull(before, table, column)
    : columnOf(before.dialect, table, column)?.nullable === false;
}

/** DROP CONSTRAINT: a foreign key locks both its tables; a key dropped with CASCADE those that point at it. */
export function dropConstraintEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'drop-constraint'>,
): void {
  const { before } = setting;
  exclusively(list, setting, change.table);
  const constraint =
    change.constraint === null ? null : findConstraint(before, change.table, change.constraint.name);
  if (constraint?.references !== null && constraint !== null) {
    list.on(
      { schema: constraint.references.schema, name: constraint.references.table },
      { lock: 'ACCESS EXCLUSIVE' },
    );
  }
  const table = findTable(before, change.table);
  if (change.cascade && table !== null && constraint !== null)
    lockDependants(list, setting, table, constraint);
}

function lockDependants(list: EffectList, { before }: Setting, table: Table, key: Constraint): void {
  for (const { table: other, constraint } of referencesTo(before, table)) {
    if (constraint.references?.columns.join() === key.columns.join())
      list.on(other, { lock: 'ACCESS EXCLUSIVE' });
  }
}

/** VALIDATE CONSTRAINT reads the rows under a lock that lets reads and writes through. */
export function validateConstraintEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'validate-constraint'>,
): void {
  const constraint = findConstraint(setting.before, change.table, change.constraint.name);
  const pending = !(constraint?.validated ?? false);
  const doing = {
    lock: 'SHARE UPDATE EXCLUSIVE',
    scan: pending,
    validates: pending,
    canFail: pending,
  } as const;
  list.on(change.table, doing);
  for (const partition of partitionsOf(setting.before, change.table)) list.on(partition, doing);
  if (pending && constraint?.references) {
    list.on(
      { schema: constraint.references.schema, name: constraint.references.table },
      { lock: 'ROW SHARE' },
    );
  }
}
