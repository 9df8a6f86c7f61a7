import { fold } from '../../sql/identifiers';
import { writtenName } from '../../schema/lookup';
import { draftStage, released } from './draft-stage';
import { columnsNamed, evolvingTable, type EvolvingTable } from './evolving-table';
import { expressionFault, namesColumn } from './expressions';
import { fillRows } from './fill-rows';
import type { Answers, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';
import { updateText } from './update-text';

/**
 * Fills a column of many rows in batches instead of one statement: by key, with a checkpoint, a pause, and only rows
 * that need it, so that it may be stopped and run again. Heeds `batchRows`, `pauseMilliseconds` and `keyColumns`.
 */
export const backfill: Recipe = {
  kind: 'backfill',
  title: 'Fill a column in batches',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column to fill', takes: 'column', optional: false },
    { name: 'value', title: 'What it gets', takes: 'expression', optional: false },
    { name: 'where', title: 'Rows that need it; those that differ if left out', takes: 'expression', optional: true }, // prettier-ignore
  ],
  answersOf(change) {
    if (change.kind !== 'update' || change.columns.length === 0) return null;
    return {
      table: writtenName(change.table),
      column: change.columns.map((column) => column.name).join(', '),
    };
  },
  draft(answers, ground) {
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const wanted = wantedOf(on, answers, ground);
    if (isRefused(wanted)) return wanted;
    const { columns, set, needed } = wanted;
    const filled = fillRows(on, ground, { about: columns.join('_'), set, needed });
    if (isRefused(filled)) return filled;
    const list = columns.join(', ');
    return {
      kind: 'backfill',
      name: `Fill ${list} of ${on.written}`,
      title: `Fill ${list} of ${on.written} in batches`,
      why: 'One statement over all rows locks each of them until its end, keeps replicas behind, and is lost when it is interrupted.',
      table: on.written,
      from: null,
      to: list,
      old: [],
      new: [],
      triggers: on.triggers,
      stages: [
        draftStage('backfill', filled),
        draftStage('verify', {
          application: 'Nothing to do. Run the verification query: it must count no row.',
          preconditions: [released('backfill')],
          verification: filled.verification,
        }),
      ],
    };
  },
};

interface Wanted {
  readonly columns: readonly string[];
  readonly set: string;
  /** True for a row that is not filled yet, so that filling it makes it false. */
  readonly needed: string;
}

function wantedOf(on: EvolvingTable, answers: Answers, ground: Ground): Wanted | Refusal {
  const { dialect } = on;
  const written = ground.asking === null ? null : updateText(ground.asking.statement.reading.text, dialect);
  if (ground.asking !== null && written === null && answers['value'] === undefined)
    return { refused: 'The statement reads other tables or has more parts than SET and WHERE: batches would need its whole sense. Write it as an UPDATE of one table with SET and WHERE, with subqueries for what others hold.' }; // prettier-ignore
  const given = written?.assignments ?? [
    { column: on.quoted(answers['column'] ?? ''), value: answers['value'] ?? '' },
  ];
  const columns = columnsNamed(on, given.map((one) => fold(one.column, dialect)).join(', '));
  if (columns === null)
    return {
      refused:
        'Not all of the columns that are set are known from the history: add them in a migration before, then plan the backfill.',
    };
  const where = written === null ? (answers['where'] ?? null) : written.where;
  for (const text of [...given.map((one) => one.value), ...(where === null ? [] : [where])]) {
    const fault = expressionFault(text, dialect);
    if (fault !== null)
      return {
        refused: `The expression ${text} cannot be used: ${fault}. Give an expression over the columns of the row.`,
      };
  }
  const set = given.map((one, at) => `${on.quoted(columns[at]?.name ?? '')} = ${one.value}`).join(', ');
  const differs = given.map((one, at) => differing(on, columns[at]?.name ?? '', one.value));
  const again = given.some((one, at) => namesColumn(one.value, columns[at]?.name ?? '', dialect));
  const names = columns.map((column) => column.name);
  if (where !== null && columns.some((column) => namesColumn(where, column.name, dialect)))
    return { columns: names, set, needed: where };
  if (again)
    return { refused: 'The new value is made of the old one, so a row must not be filled twice: name with a condition on the column which rows still need it.' }; // prettier-ignore
  if (given.some((one) => isChanging(one.value)))
    return { refused: 'The value differs each time, so it cannot be told which rows have it: name with a condition on the column which rows still need it.' }; // prettier-ignore
  const differ = differs.length === 1 ? (differs[0] ?? '') : `(${differs.join(' OR ')})`;
  return { columns: names, set, needed: where === null ? differ : `(${where}) AND ${differ}` };
}

function isChanging(value: string): boolean {
  return /\b(random|rand|uuid\w*|gen_random_uuid|clock_timestamp|nextval|now|sysdate|current_timestamp|current_date|randomblob)\b/i.test(
    value,
  );
}

function differing({ dialect, quoted }: EvolvingTable, column: string, value: string): string {
  const name = quoted(column);
  switch (dialect) {
    case 'postgres':
      return `${name} IS DISTINCT FROM (${value})`;
    case 'sqlite':
      return `${name} IS NOT (${value})`;
    case 'mysql':
    case 'mariadb':
      return `NOT (${name} <=> (${value}))`;
  }
}
