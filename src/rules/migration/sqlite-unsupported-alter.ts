import { generatedFrom, objectsReadingColumn } from '../../schema/dependents';
import { findTable, sameName } from '../../schema/lookup';
import { nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const sqliteUnsupportedAlter: MigrationRule = {
  meta: {
    id: 'sqlite-unsupported-alter',
    family: 'migration',
    title: 'SQLite refuses this ALTER TABLE.',
    level: 'error',
    dialects: ['sqlite'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.sqlite.org/lang_altertable.html', 'measured: refused by SQLite'],
  },
  kinds: ['add-column', 'drop-column'],

  check(context): readonly Draft[] {
    const reason = reasonOf(context);
    if (reason === null || !('table' in context.change) || context.change.table == null) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: `SQLite refuses this: ${reason}.`,
          why: 'The migration fails here, and what stands before it has run.',
          remedy: `Build a new table beside ${nameOf(context.change.table)}, copy the rows, drop the old one and rename the new (sqlite.org/lang_altertable.html, 12 steps).`,
        },
      },
    ];
  },
};

function reasonOf(context: ChangeContext): string | null {
  const { change } = context;
  if (change.kind === 'add-column') return refusedAddition(context);
  return change.kind === 'drop-column' ? refusedDrop(context) : null;
}

function refusedAddition({ change }: ChangeContext): string | null {
  if (change.kind !== 'add-column') return null;
  const { column } = change;
  const has = (type: string): boolean => column.constraints.some((constraint) => constraint.type === type);
  if (has('primary-key')) return 'an added column cannot be PRIMARY KEY';
  if (has('unique')) return 'an added column cannot be UNIQUE';
  if (column.generated?.stored === true) return 'an added column cannot be STORED';
  const value = column.default?.text.trim() ?? '';
  if (/^current_(?:time|date|timestamp)$/i.test(value) || value.startsWith('('))
    return 'the default of an added column has to be a constant';
  if (has('foreign-key') && value !== '' && !/^null$/i.test(value))
    return 'an added column with REFERENCES has to default to NULL while foreign keys are on';
  return null;
}

function refusedDrop({ change, before }: ChangeContext): string | null {
  if (change.kind !== 'drop-column') return null;
  const table = findTable(before, change.table);
  if (table === null) return null;
  const holds = (names: readonly (string | null)[]): boolean =>
    names.some((name) => name !== null && sameName('sqlite', name, change.column.name));
  const constraint = table.constraints.find((one) => one.type !== 'not-null' && holds(one.columns));
  if (constraint !== undefined) return `the column is part of a ${constraint.type.replaceAll('-', ' ')}`;
  const index = table.indexes.find((one) => holds(one.columns.map((part) => part.column)));
  if (index !== undefined) return `index ${index.name} uses the column`;
  const [computed] = generatedFrom(before, table, change.column.name);
  if (computed !== undefined) return `column ${computed.name} is computed from it`;
  const [reader] = objectsReadingColumn(before, table, change.column.name);
  return reader === undefined ? null : `${reader.object} ${reader.name} reads the column`;
}
