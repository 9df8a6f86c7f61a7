import type { Constraint, Table } from '../../model/schema';
import type { ChangeOf, ConstraintDefinition, ObjectName } from '../../model/schema-change';
import { columnOf, findConstraint, findTable, partitionsOf, referencesTo, sameName } from '../lookup';
import { holdsNoNull } from '../not-null-proof';
import type { EffectList } from './effect-list';
import { addForeignKeyTo, exclusively, lockReferenced, onTree } from './postgres-locks';
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
      // Tables that inherit are locked and get no foreign key.
      onTree(list, setting, withHeirs(setting, change), 'SHARE ROW EXCLUSIVE', (_part, place) => {
        const checked = checksRows && place !== 'heir';
        return { scan: checked, validates: checked, canFail: checked };
      });
      if (constraint.references !== null) addForeignKeyTo(list, setting, constraint.references.table);
      return;
    }
    case 'check':
      exclusively(
        list,
        setting,
        constraint.noInherit === true ? withHeirs(setting, change) : change,
        (_part, place) => {
          const checked = validates && (place === 'itself' || constraint.noInherit !== true);
          return { scan: checked, validates: checked, canFail: checked };
        },
      );
      return;
    case 'not-null':
      exclusively(list, setting, change, (part) => {
        const proved = constraint.columns.every((column) => isProved(setting, part, column.name));
        const scan = validates && !proved;
        return { scan, validates: scan, canFail: scan };
      });
      return;
    case 'primary-key':
    case 'unique':
    case 'exclude':
      addKey(list, setting, change);
  }
}

/** Tables that inherit get the NOT NULL of a primary key, and no index. */
function addKey(list: EffectList, setting: Setting, change: ChangeOf<'add-constraint'>): void {
  const { constraint } = change;
  const columns = keyColumns(setting, change.table, constraint);
  const reach = constraint.type === 'primary-key' ? change : withHeirs(setting, change);
  // Before 18 partitions are locked only as their indexes are built.
  const keepsReads = setting.version < 18 && constraint.type !== 'primary-key';
  exclusively(list, setting, keepsReads ? { ...reach, only: true } : reach, (part, place) => {
    const nullable =
      constraint.type === 'primary-key' && !columns.every((column) => isProved(setting, part, column));
    const inPartitions = keepsReads && partitionsOf(setting.before, change.table).length > 0;
    const builds = constraint.usingIndex === null && place !== 'heir' && !inPartitions;
    return { indexBuild: builds, scan: nullable, validates: nullable, canFail: builds || nullable };
  });
  for (const part of keepsReads ? partitionsOf(setting.before, change.table) : [])
    list.on(part, { lock: 'SHARE', indexBuild: part.partitionBy === null, canFail: true });
}

/** Tables that inherit are locked, though they do not get the constraint, since 18. */
function withHeirs(
  setting: Setting,
  change: ChangeOf<'add-constraint'>,
): Pick<ChangeOf<'add-constraint'>, 'table' | 'only'> {
  const isPartitioned = (findTable(setting.before, change.table)?.partitionBy ?? null) !== null;
  return setting.version >= 18 || isPartitioned ? change : { table: change.table, only: true };
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

function isProved({ before, version }: Setting, table: Table | null, column: string): boolean {
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
  exclusively(list, setting, change);
  const constraint =
    change.constraint === null ? null : findConstraint(before, change.table, change.constraint.name);
  if (constraint !== null) lockReferenced(list, setting, constraint, 'ACCESS EXCLUSIVE');
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
  onTree(
    list,
    setting,
    pending ? change : { ...change, only: true },
    'SHARE UPDATE EXCLUSIVE',
    (part, place) => {
      const own = part === null ? null : findConstraint(setting.before, part, change.constraint.name);
      const checked = pending && (own === null ? place !== 'heir' : !own.validated);
      return { scan: checked, validates: checked, canFail: checked };
    },
  );
  if (pending && constraint?.references) {
    list.on(
      { schema: constraint.references.schema, name: constraint.references.table },
      { lock: 'ROW SHARE' },
    );
  }
}

/** ALTER CONSTRAINT: what becomes enforced is checked, and what is no longer enforced lets go of its target. */
export function alterConstraintEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'alter-constraint'>,
): void {
  const constraint = findConstraint(setting.before, change.table, change.constraint.name);
  const checked = change.enforced === true && constraint?.enforced === false;
  exclusively(list, setting, change, { scan: checked, validates: checked, canFail: checked });
  if (constraint !== null && change.enforced !== undefined && change.enforced !== constraint.enforced)
    lockReferenced(list, setting, constraint, checked ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE');
}
