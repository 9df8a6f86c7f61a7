import { findTable, sameName, writtenName } from '../../schema/lookup';
import { baked, batchIntervalPassed, draftStage, released, unused } from './draft-stage';
import { evolvingTable, parsedName } from './evolving-table';
import type { Ground, Recipe } from './recipe';
import { isRefused } from './recipe';
import { tableSql } from './rename-table-sql';

/**
 * Renames a table. The table moves to its new name at once, and an updatable view keeps the old name alive until no
 * version uses it: one table under two names, so nothing is filled and nothing can differ. Heeds `bakeHours`.
 */
export const renameTable: Recipe = {
  kind: 'rename-table',
  title: 'Rename a table',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'to', title: 'New name of the table', takes: 'name', optional: false },
  ],
  answersOf(change) {
    if (change.kind !== 'rename-table' || change.ifExists) return null;
    const { table, newName } = change;
    const moves = newName.schema !== null && newName.schema !== table.schema;
    return moves ? null : { table: writtenName(table), to: newName.name };
  },
  draft(answers, ground) {
    const { dialect } = ground.before;
    if (dialect === 'sqlite')
      return {
        refused:
          'SQLite writes through a view only by triggers, which take no upsert, so a view cannot stand in for the table. Rename it in a release during which nothing else writes, or keep its name.',
      };
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const to = answers['to'] ?? '';
    const { table } = on;
    const refused = refuse(ground, table.name, { schema: table.schema, name: to }, table.rowLevelSecurity);
    if (refused !== null) return { refused };
    if (!table.columnsKnown || table.columns.length === 0)
      return {
        refused:
          'The columns of the table are not known from the history, so the view cannot list them: let the history start at a dump that has the table (start: in evolens.yml).',
      };
    const from = table.name;
    const sql = tableSql({
      dialect,
      schema: parsedName(answers['table'] ?? '').schema,
      from,
      to,
      columns: table.columns.map((column) => column.name),
      rowLevelSecurity: table.rowLevelSecurity,
    });
    const grants =
      dialect === 'postgres'
        ? 'Privileges on the table are repeated on the view.'
        : 'Privileges given on the table by name stay with the old name: give the new one the same before the next release.';
    const back = 'Release the previous version again: the view is still there.';
    return {
      kind: 'rename-table',
      name: `Rename ${from} to ${to}`,
      title: `Split the rename of ${from} into expand–contract steps`,
      why: `A released version that uses ${from} would fail the moment the table is renamed.`,
      table: on.written,
      from,
      to,
      old: [{ table: on.written, column: null }],
      new: [{ table: on.written.slice(0, on.written.length - from.length) + to, column: null }],
      triggers: on.triggers,
      stages: [
        draftStage('expand', {
          statements: sql.expand,
          application:
            `Nothing to do: versions that use ${from} and versions that use ${to} both work once this has run. ` +
            `The view takes SELECT, INSERT, UPDATE, DELETE and upserts, but no TRUNCATE and no COPY FROM; statements that name the table in catalogue functions must use ${to}. ${grants}`,
          verification: sql.verification,
          rollback: sql.expandRollback,
          rollbackNote: 'The table gets its old name back.',
        }),
        draftStage('dual-write', {
          application: 'Nothing to do: there is one table under two names.',
          preconditions: [released('expand')],
          done: true,
        }),
        draftStage('switch-reads', {
          application: `Release the version that uses ${to} only, then set done.`,
          preconditions: [released('expand')],
          rollbackNote: back,
        }),
        draftStage('stop-old-writes', {
          application: `Make sure that no running version, job or report uses ${from}, then set done.`,
          preconditions: [released('switch-reads'), unused(on.written, null)],
          rollbackNote: back,
        }),
        draftStage('contract', {
          statements: sql.contract,
          application: `Nothing to do: ${from} is not used any more.`,
          preconditions: [
            released('stop-old-writes'),
            unused(on.written, null),
            baked('expand', ground.options.bakeHours),
            batchIntervalPassed(from),
          ],
          rollback: sql.contractRollback,
          rollbackNote: 'No data is lost: the view is made again.',
          oneWay: true,
        }),
      ],
    };
  },
};

function refuse(
  ground: Ground,
  from: string,
  to: { readonly schema: string | null; readonly name: string },
  rowLevelSecurity: boolean,
): string | null {
  const { before, asking, history } = ground;
  const { dialect } = before;
  if (to.name === '') return 'The new name of the table is missing.';
  if (asking !== null && asking.statement.reading.changes.length > 1)
    return 'The statement does more than rename the table: move the rename into a statement of its own.';
  if (findTable(before, to) !== null) return `There is a table ${to.name} already: name another one with to.`;
  if (dialect === 'postgres' && rowLevelSecurity && history.target.version < 15)
    return 'Row level security is on, and before Postgres 15 a view would pass it by: upgrade first (databaseVersion: in evolens.yml says which there is), or keep the name.';
  return asking === null ? null : refuseByWhatFollows(ground, from, to.name);
}

const reshaping: ReadonlySet<string> = new Set([
  'drop-column', 'alter-column-type', 'rename-column', 'rename-table', 'drop-table',
]); // prettier-ignore

function refuseByWhatFollows({ history, asking, before }: Ground, from: string, to: string): string | null {
  const { dialect } = before;
  const here = history.migrations.findIndex((one) => one.id === asking?.migration.id);
  for (const migration of history.migrations.slice(here)) {
    for (const [index, { reading }] of migration.script.statements.entries()) {
      if (migration.id === asking?.migration.id && index <= asking.index) continue;
      for (const later of reading.changes) {
        const names = [
          'table' in later ? later.table?.name : undefined,
          later.kind === 'rename-table' ? later.newName.name : undefined,
          later.kind === 'create-object' ? later.name.name : undefined,
        ];
        const uses = (name: string): boolean =>
          names.some((one) => one !== undefined && sameName(dialect, one, name));
        if (uses(from))
          return `A later statement (${reading.keyword} in ${migration.id}) uses the old name ${from} again: write the new one there.`;
        if (reshaping.has(later.kind) && uses(to))
          return `A later statement (${reading.keyword} in ${migration.id}) changes what the view shows; move it behind the contract step first.`;
      }
    }
  }
  return null;
}
