import type { StageName } from '../../model/evolution';
import { baked, declared, draftStage, released } from './draft-stage';
import { countHolders, evolvingEnum, type EvolvingEnum } from './enum-columns';
import { addValue, forbidValue } from './enum-sql';
import { enumParameters } from './add-enum-value';
import { fillRows } from './fill-rows';
import { literal } from './names';
import type { Answers, DraftEvolution, DraftStage, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';
import { writtenName } from '../../schema/lookup';

/**
 * Renames a value of an enum: the new one is added, read, written, and takes the place of the old one in all rows; then
 * the old one is forbidden. Heeds the options of the backfill and `bakeHours`.
 */
export const renameEnumValue: Recipe = {
  kind: 'rename-enum-value',
  title: 'Rename a value of an enum',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    ...enumParameters,
    { name: 'value', title: 'Value to rename', takes: 'value', optional: false },
    { name: 'to', title: 'New name of the value', takes: 'value', optional: false },
  ],
  answersOf: (change) =>
    change.kind === 'rename-enum-value'
      ? { enum: writtenName(change.type), value: change.value, to: change.newValue }
      : null,
  draft: (answers, ground) => retired('rename-enum-value', answers, ground),
};

/**
 * Takes a value out of an enum: rows that hold it get another one, then it is forbidden. Heeds the options of the
 * backfill and `bakeHours`.
 */
export const removeEnumValue: Recipe = {
  kind: 'remove-enum-value',
  title: 'Remove a value from an enum',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    ...enumParameters,
    { name: 'value', title: 'Value to remove', takes: 'value', optional: false },
    { name: 'to', title: 'Value that rows with it get', takes: 'value', optional: false },
  ],
  answersOf: () => null,
  draft: (answers, ground) => retired('remove-enum-value', answers, ground),
};

function retired(
  kind: 'rename-enum-value' | 'remove-enum-value',
  answers: Answers,
  ground: Ground,
): DraftEvolution | Refusal {
  const on = evolvingEnum(answers, ground);
  if (isRefused(on)) return on;
  const [value, to] = [answers['value'] ?? '', answers['to'] ?? ''];
  const renames = kind === 'rename-enum-value';
  if (!on.values.includes(value))
    return { refused: `The enum has no value ${value}: name one of ${on.values.join(', ')}.` };
  if (renames && on.values.includes(to))
    return {
      refused: `The enum has the value ${to} already: plan remove-enum-value with ${to} to move the rows over.`,
    };
  if (!renames && (!on.values.includes(to) || to === value))
    return {
      refused: `Rows that hold ${value} need another value of the enum: ${to} is none. Name one of ${on.values.join(', ')}.`,
    };
  const preset = on.columns.find((one) => one.column.default?.text.includes(literal(value, one.dialect)));
  if (preset !== undefined)
    return { refused: `${value} is the default of ${preset.written}.${preset.column.name}: change the default first.` }; // prettier-ignore
  const fillings = backfills(on, ground, value, to);
  if (isRefused(fillings)) return fillings;
  const after = renames ? { ...on, values: [...on.values, to] } : on;
  const held = countHolders(on, value);
  return {
    kind,
    name: renames ? `Rename ${value} of ${on.written} to ${to}` : `Remove ${value} from ${on.written}`,
    title: renames
      ? `Rename ${value} of ${on.written} to ${to} in expand–contract steps`
      : `Remove ${value} from ${on.written} in expand–contract steps`,
    why: `A released version that writes or compares with ${value} would fail from that moment on.`,
    table: on.columns[0]?.written ?? on.written,
    from: value,
    to,
    old: [],
    new: [],
    triggers: on.columns.flatMap((column) => column.triggers),
    stages: [
      ...(renames ? [added(on, ground, value, to)] : []),
      ...readAndWritten(renames, value, to),
      ...fillings,
      draftStage('verify', {
        application: `Nothing to do. Run the verification query: no row may hold ${value}.`,
        preconditions: [released('backfill')],
        verification: held,
      }),
      ...forbidValue(after, ground, value, {
        guard: { count: held, message: `rows still hold ${value}: run the backfill first` },
        preconditions: [
          released('verify'),
          baked('verify', ground.options.bakeHours),
          declared(`no running version writes the value ${value} of ${on.written}`),
        ],
      }),
    ],
  };
}

function added(on: EvolvingEnum, ground: Ground, value: string, to: string): DraftStage {
  return draftStage('expand', {
    ...addValue(on, ground, to, on.type === null ? '' : `AFTER ${literal(value, 'postgres')}`),
    application: `Nothing to do. No version may write ${to} yet.`,
  });
}

function readAndWritten(renames: boolean, value: string, to: string): readonly DraftStage[] {
  const stage = (name: StageName, label: string, application: string, after: StageName | null): DraftStage =>
    draftStage(name, {
      label,
      application,
      preconditions: after === null ? [] : [released(after)],
      rollbackNote: 'Release the previous version again: it can read every row.',
    });
  return [
    ...(renames
      ? [stage('dual-write', 'read-both', `Release the version that reads ${to} like ${value} and still writes ${value}, then set done.`, 'expand')] // prettier-ignore
      : []),
    stage(
      'dual-write',
      'write-other',
      `Release the version that writes ${renames ? to : `another value than ${value}`} and still reads ${value}, then set done.`,
      renames ? 'expand' : null,
    ),
  ];
}

function backfills(
  on: EvolvingEnum,
  ground: Ground,
  value: string,
  to: string,
): readonly DraftStage[] | Refusal {
  const stages: DraftStage[] = [];
  for (const column of on.columns) {
    const text = (one: string): string => literal(one, column.dialect);
    const filled = fillRows(column, ground, {
      about: `${column.column.name}_${value.replace(/\W+/g, '_')}`,
      set: `${column.name} = ${text(to)}`,
      needed: `${column.name} = ${text(value)}`,
    });
    if (isRefused(filled)) return filled;
    const label =
      on.columns.length === 1 ? 'backfill' : `backfill-${column.table.name}-${column.column.name}`;
    stages.push(draftStage('backfill', { ...filled, label, preconditions: [released('dual-write')] }));
  }
  return stages;
}
