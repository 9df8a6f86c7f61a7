import { writtenName } from '../../schema/lookup';
import { baked, declared, draftStage, released } from './draft-stage';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { expressionFault } from './expressions';
import type { Recipe } from './recipe';
import { isRefused } from './recipe';

/**
 * Changes or drops the default of a column. Rows that exist stay as they are; what changes is what a version that
 * leaves the column out writes, so that comes first. Heeds `bakeHours`.
 */
export const changeDefault: Recipe = {
  kind: 'change-default',
  title: 'Change a default',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column', takes: 'column', optional: false },
    { name: 'value', title: 'New default; none if left out', takes: 'expression', optional: true },
  ],
  answersOf(change, before) {
    if (before.dialect === 'sqlite') return null;
    if (change.kind !== 'set-default' && change.kind !== 'drop-default') return null;
    const value = change.kind === 'set-default' ? { value: change.default.text } : {};
    return { table: writtenName(change.table), column: change.column.name, ...value };
  },
  draft(answers, ground) {
    if (ground.before.dialect === 'sqlite')
      return {
        refused:
          'SQLite changes a default only by rebuilding the table: plan a rebuild of the table instead.',
      };
    const on = evolvingColumn(answers, ground);
    if (isRefused(on)) return on;
    const { column, written } = on;
    const value = answers['value'] ?? null;
    const fault = value === null ? null : expressionFault(value, on.dialect);
    if (fault !== null)
      return { refused: `The default cannot be used: ${fault}. Give one value or expression.` };
    const old = column.default?.text ?? null;
    if (old === value) return { refused: 'The column has that default already: nothing is to be done.' };
    if (column.generated !== null || column.identity !== null || column.autoIncrement)
      return {
        refused:
          'The database computes or numbers the column itself: it has no default to change. Change its expression or its numbering instead.',
      };
    const label = `${written}.${column.name}`;
    const explicit = declared(`no running version relies on the old default of ${label}`);
    return {
      kind: 'change-default',
      name: value === null ? `Drop the default of ${label}` : `Change the default of ${label} to ${value}`,
      title: `Change the default of ${label} in expand–contract steps`,
      why: `A released version that leaves ${column.name} out would write another value from that moment on${value === null && !column.nullable ? ', and fail, because the column is required' : ''}.`,
      table: written,
      from: old,
      to: value,
      old: [],
      new: [],
      triggers: on.triggers,
      stages: [
        draftStage('dual-write', {
          application: `Release a version that writes ${column.name} itself wherever ${old ?? 'no value'} was meant, then set done.`,
          rollbackNote: 'Release the previous version again: the old default still holds.',
        }),
        draftStage('contract', {
          label: 'default',
          statements: [setDefault(on, value)],
          application: `Rows that exist stay as they are; rows that leave ${column.name} out get ${value ?? (column.nullable ? 'NULL' : 'an error')} from now on.`,
          preconditions: [released('dual-write'), baked('dual-write', ground.options.bakeHours), explicit],
          rollback: [setDefault(on, old)],
          rollbackNote: 'The old default holds again; rows written meanwhile keep what they got.',
        }),
      ],
    };
  },
};

function setDefault({ sql, name }: EvolvingColumn, value: string | null): string {
  return `ALTER TABLE ${sql} ALTER COLUMN ${name} ${value === null ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`;
}
