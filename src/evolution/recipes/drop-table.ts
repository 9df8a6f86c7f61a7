import { findTable, referencesTo, tableKey, writtenName } from '../../schema/lookup';
import { baked, batchIntervalPassed, draftStage, released, unused } from './draft-stage';
import { evolvingTable, type EvolvingTable } from './evolving-table';
import { limited, qualified } from './names';
import type { Ground, Recipe } from './recipe';
import { isRefused } from './recipe';

/**
 * Drops a table. Nothing may use it first; then it is renamed, which shows who still does and can be taken back; then
 * it goes with its rows. Heeds `bakeHours`.
 */
export const dropTable: Recipe = {
  kind: 'drop-table',
  title: 'Drop a table',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [{ name: 'table', title: 'Table to drop', takes: 'table', optional: false }],
  answersOf(change) {
    if (change.kind !== 'drop-table' || change.ifExists || change.cascade || change.temporary) return null;
    return { table: writtenName(change.table) };
  },
  draft(answers, ground) {
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const refused = refuse(on, ground);
    if (refused !== null) return { refused };
    const { written, dialect, table } = on;
    const renamed = limited('evolens_dropped_', table.name, dialect);
    const kept = qualified(table.schema, renamed, dialect);
    const back = 'Release the previous version again: the table is still there.';
    return {
      kind: 'drop-table',
      name: `Drop ${written}`,
      title: `Drop ${written} in expand–contract steps`,
      why: `A released version that uses ${written} would fail the moment the table is dropped, and its rows cannot be brought back.`,
      table: written,
      from: written,
      to: null,
      old: [{ table: written, column: null }],
      new: [],
      triggers: on.triggers,
      stages: [
        draftStage('switch-reads', {
          application: `Release a version that does not read ${written}, then set done.`,
          rollbackNote: back,
        }),
        draftStage('stop-old-writes', {
          label: 'stop-writes',
          application: `Release a version that does not write ${written} either, then set done.`,
          preconditions: [released('switch-reads')],
          rollbackNote: back,
        }),
        draftStage('stop-old-writes', {
          label: 'quarantine',
          statements: [rename(on, table.name, renamed)],
          application: 'Watch for statements that fail: the old name is gone, the rows are still there.',
          preconditions: [
            released('switch-reads'),
            unused(written, null),
            baked('switch-reads', ground.options.bakeHours),
          ],
          rollback: [rename(on, renamed, table.name)],
          rollbackNote: 'The table gets its name back with all rows.',
        }),
        draftStage('contract', {
          statements: [`DROP TABLE ${kept}`],
          application: `Nothing to do: ${written} is not used any more.`,
          preconditions: [
            released('stop-old-writes'),
            unused(written, null),
            baked('stop-old-writes', ground.options.bakeHours),
            batchIntervalPassed(written),
          ],
          rollbackNote: 'None: the rows are gone but for a backup.',
          oneWay: true,
        }),
      ],
    };
  },
};

function refuse({ table, dialect }: EvolvingTable, { before, asking }: Ground): string | null {
  const inbound = referencesTo(before, table).find(({ table: holder }) => holder !== table);
  if (inbound !== undefined)
    return `The foreign key ${inbound.constraint.name} of ${inbound.table.name} points at the table: drop it first.`;
  if (table.partitionOf !== null) return 'The table is a partition: detach it first.';
  if (table.partitionBy !== null) return 'The table is partitioned: detach its partitions first.';
  const key = tableKey(dialect, table);
  const reader = [...before.objects.values()].find(
    (one) => /view/.test(one.object) && one.uses.includes(key),
  );
  if (reader !== undefined) return `The ${reader.object} ${reader.name} reads the table: drop it first.`;
  const again = asking?.statement.reading.changes.some(
    (change) => change.kind === 'create-table' && findTable(before, change.table) === table,
  );
  return again === true ? 'The table is made anew at once.' : null;
}

function rename({ dialect, table, quoted }: EvolvingTable, from: string, to: string): string {
  const name = (one: string): string => qualified(table.schema, one, dialect);
  return dialect === 'mysql' || dialect === 'mariadb'
    ? `RENAME TABLE ${name(from)} TO ${name(to)}`
    : `ALTER TABLE ${name(from)} RENAME TO ${quoted(to)}`;
}
