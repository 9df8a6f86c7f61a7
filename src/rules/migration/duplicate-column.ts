import type { History } from '../../model/migration';
import type { Origin } from '../../model/schema';
import type { Identifier, SchemaChange } from '../../model/schema-change';
import { isConditional } from '../../migrations/embedded';
import { columnOf, findTable } from '../../schema/lookup';
import { nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const duplicateColumn: MigrationRule = {
  meta: {
    id: 'duplicate-column',
    family: 'migration',
    title: 'A column is named twice, or is there already.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/errcodes-appendix.html (42701 duplicate_column)',
      'measured: refused',
    ],
  },
  kinds: ['create-table', 'add-column', 'update', 'insert', 'rename-column'],

  check(context): readonly Draft[] {
    // What is still being typed is not judged.
    if (context.statement.reading.confidence !== 'high') return [];
    const twice = namedTwice(context.change);
    const isAsked = isConditional(context.migration, context.statement.start);
    const exists = twice === null && !isAsked ? alreadyThere(context) : null;
    const found = twice ?? exists;
    if (found === null || !('table' in context.change) || context.change.table == null) return [];
    return [
      {
        range: found.range,
        message: {
          what: `Column ${found.name} ${twice === null ? `is in ${nameOf(context.change.table)} already` : 'is named twice'}.`,
          why: 'Postgres refuses the statement, and the migration fails.',
          remedy: twice === null ? 'Remove it, or say IF NOT EXISTS.' : 'Remove one of the two.',
        },
      },
    ];
  },
};

function namedTwice(change: SchemaChange): Identifier | null {
  const names = namesIn(change);
  return names.find((one, at) => names.findIndex((other) => other.name === one.name) < at) ?? null;
}

function namesIn(change: SchemaChange): readonly Identifier[] {
  if (change.kind === 'create-table') return change.columns.map((column) => column.name);
  return change.kind === 'insert' || change.kind === 'update' ? change.columns : [];
}

/** The history knows the table whole, and that it has the column. */
function alreadyThere({ change, before, history }: ChangeContext): Identifier | null {
  if (change.kind !== 'add-column' && change.kind !== 'rename-column') return null;
  if (change.kind === 'add-column' && change.ifNotExists) return null;
  const name = change.kind === 'add-column' ? change.column.name : change.newName;
  if (change.kind === 'rename-column' && change.column.name === name.name) return null;
  const table = findTable(before, change.table);
  const column = table?.columnsKnown === true ? columnOf(before.dialect, table, name.name) : null;
  return column === null || !isReadWhole(history, column.createdBy) ? null : name;
}

function isReadWhole(history: History, origin: Origin): boolean {
  const migration = history.migrations.find((one) => one.id === origin.migration);
  return migration?.script.statements[origin.statement]?.reading.confidence === 'high';
}
