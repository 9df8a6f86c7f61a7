import { storedChange } from '../../schema/effects/online-ddl';
import { findColumn, writtenName } from '../../schema/lookup';
import { baked, declared, draftStage, released } from './draft-stage';
import { evolvingEnum } from './enum-columns';
import { addValue } from './enum-sql';
import { literal } from './names';
import type { Parameter, Recipe } from './recipe';
import { isRefused } from './recipe';

/** What names an enum: its type in Postgres, its column in MySQL and MariaDB. */
export const enumParameters: readonly Parameter[] = [
  { name: 'enum', title: 'Enum type (Postgres)', takes: 'enum', optional: true },
  { name: 'table', title: 'Table of the ENUM column (MySQL, MariaDB)', takes: 'table', optional: true },
  { name: 'column', title: 'ENUM column (MySQL, MariaDB)', takes: 'column', optional: true },
];

/**
 * Adds a value to an enum: the database takes it first, then every version can read it, then one writes it. Heeds
 * `bakeHours`.
 */
export const addEnumValue: Recipe = {
  kind: 'add-enum-value',
  title: 'Add a value to an enum',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    ...enumParameters,
    { name: 'value', title: 'New value', takes: 'value', optional: false },
    { name: 'before', title: 'Value that it stands before (Postgres)', takes: 'value', optional: true },
    { name: 'after', title: 'Value that it stands behind (Postgres)', takes: 'value', optional: true },
  ],
  answersOf(change, before) {
    if (change.kind === 'add-enum-value')
      return {
        enum: writtenName(change.type),
        value: change.value,
        ...(change.before === null ? {} : { before: change.before }),
        ...(change.after === null ? {} : { after: change.after }),
      };
    if (change.kind !== 'redefine-column' || change.column.name !== change.definition.name.name) return null;
    const column = findColumn(before, change.table, change.column.name);
    const values = change.definition.type?.values ?? [];
    const was = column?.type?.values ?? [];
    const added = values.at(-1);
    if (column === null || added === undefined || values.length !== was.length + 1) return null;
    if (storedChange(column.type, change.definition.type) !== 'more-values') return null;
    return { table: writtenName(change.table), column: column.name, value: added };
  },
  draft(answers, ground) {
    const on = evolvingEnum(answers, ground);
    if (isRefused(on)) return on;
    const value = answers['value'] ?? '';
    if (value === '' || on.values.includes(value))
      return { refused: `The enum has the value ${value} already: nothing is to be done.` };
    const beside = answers['before'] ?? answers['after'];
    if (beside !== undefined && !on.values.includes(beside))
      return {
        refused: `The enum has no value ${beside}: name one of its values, or leave it out to add ${value} at the end.`,
      };
    const place =
      beside === undefined
        ? ''
        : `${answers['before'] === undefined ? 'AFTER' : 'BEFORE'} ${literal(beside, 'postgres')}`;
    return {
      kind: 'add-enum-value',
      name: `Add ${value} to ${on.written}`,
      title: `Add ${value} to ${on.written} so that every version can read it before one writes it`,
      why: `A released version that does not know ${value} may fail when it reads a row that holds it.`,
      table: on.columns[0]?.written ?? on.written,
      from: null,
      to: value,
      old: [],
      new: [],
      triggers: [],
      stages: [
        draftStage('expand', {
          ...addValue(on, ground, value, place),
          application: `Nothing to do. No version may write ${value} yet.`,
        }),
        draftStage('switch-reads', {
          application: `Release the version that can read ${value} everywhere and does not write it yet, then set done.`,
          preconditions: [released('expand')],
          rollbackNote: 'Release the previous version again: no row holds the value.',
        }),
        draftStage('contract', {
          application: `Release the version that writes ${value}, then set done.`,
          preconditions: [
            released('switch-reads'),
            baked('switch-reads', ground.options.bakeHours),
            declared(`no running version, job or client fails on the value ${value} of ${on.written}`),
          ],
          rollbackNote: 'Release the version that reads it and does not write it; rows that hold it stay.',
        }),
      ],
    };
  },
};
