import type { CodeIndex } from '../../model/code';
import type { Range } from '../../model/text';
import { isBatchFile } from '../change/batch-files';
import { droppedColumns, existsInTheEnd, renamedColumn } from '../change/vanishing-column';
import { listed, nameOf } from '../change/words';
import { findTable } from '../../schema/lookup';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

const mostEvidence = 10;

/** A place of a job or script that names what goes. */
interface Consumer {
  readonly file: string;
  readonly range: Range;
}

export const hiddenBatchConsumer: MigrationRule = {
  meta: {
    id: 'hidden-batch-consumer',
    family: 'migration',
    title: 'What is dropped or renamed is used by a scheduled job, a queue or a script.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },
  kinds: ['drop-column', 'drop-table', 'rename-column', 'redefine-column', 'rename-table'],

  check(context): readonly Draft[] {
    const renamed = renamedColumn(context);
    const columns = (renamed === null ? droppedColumns(context) : [renamed]).filter(
      (column) => !existsInTheEnd(context, column),
    );
    if (columns.length > 0)
      return columns.flatMap(({ table, column, range, newName }) =>
        draftOf(
          consumersOf(context, (code) =>
            code.columnUses(table.name, column).filter(({ use }) => use !== 'declaration'),
          ),
          `${nameOf(table)}.${column} is ${newName === null ? 'dropped' : 'renamed'}`,
          range,
        ),
      );
    return draftOf(...tableGone(context));
  },
};

/** The consumers of a table that goes under its name, in the words of `draftOf`. */
function tableGone(context: ChangeContext): [readonly Consumer[], string, Range] {
  const { change, final } = context;
  if ((change.kind !== 'drop-table' && change.kind !== 'rename-table') || context.isNew(change.table))
    return [[], '', context.change.range];
  const { table } = change;
  if (findTable(final, table) !== null) return [[], '', change.range];
  const consumers = consumersOf(context, (code) =>
    code.tableUses(table.name).filter(({ use }) => use !== 'declaration'),
  );
  return [
    consumers,
    `${nameOf(table)} is ${change.kind === 'drop-table' ? 'dropped' : 'renamed'}`,
    change.range,
  ];
}

/** Places in jobs and scripts of the work tree, and of the released version in files where the work tree has none. */
function consumersOf(
  { code, released }: ChangeContext,
  uses: (code: CodeIndex) => readonly Consumer[],
): readonly Consumer[] {
  const inBatches = (index: CodeIndex | null): readonly Consumer[] =>
    index === null ? [] : uses(index).filter(({ file }) => isBatchFile(index, file));
  const here = inBatches(code);
  const files = new Set(here.map(({ file }) => file));
  return [...here, ...inBatches(released?.code ?? null).filter(({ file }) => !files.has(file))];
}

function draftOf(consumers: readonly Consumer[], what: string, range: Range): readonly Draft[] {
  if (consumers.length === 0) return [];
  const files = [...new Set(consumers.map(({ file }) => file))];
  return [
    {
      range,
      evidence: consumers
        .slice(0, mostEvidence)
        .map(({ file, range: place }) => ({ file, range: place, message: 'It is used here.' })),
      message: {
        what: `${what}, and ${listed(files, 3)} ${files.length === 1 ? 'uses' : 'use'} it.`,
        why: 'A job or script fails at its next run, which may be tonight or at the end of the quarter, long after the release looked fine.',
        remedy:
          'Change it first, and wait until the longest interval between two of its runs has passed before the migration runs.',
      },
    },
  ];
}
