import type { CodeIndex, QuerySite } from '../../model/code';
import type { QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';

/** An insert that leaves a column out, and whose code it stands in. */
export interface LeavingOut {
  readonly query: QuerySite;
  /** null: the work tree; else the name of the released version that alone still has it. */
  readonly onlyIn: string | null;
}

const cold: ReadonlySet<string> = new Set(['test', 'seed', 'migration', 'script', 'example']);

/**
 * Inserts of the work tree, then those of the released version in other files, whose columns are known and do not
 * hold the column. None where a declaration says that the library or the database fills it.
 */
export function insertsWithout(
  context: ChangeContext,
  table: QualifiedName,
  column: string,
): readonly LeavingOut[] {
  const here = context.code === null ? [] : insertsIn(context.code, table, column);
  const files = new Set(here.map(({ file }) => file));
  const { released } = context;
  const there = released === null ? [] : insertsIn(released.code, table, column);
  return [
    ...here.map((query) => ({ query, onlyIn: null })),
    ...there
      .filter(({ file }) => !files.has(file))
      .map((query) => ({ query, onlyIn: released?.name ?? null })),
  ];
}

function insertsIn(code: CodeIndex, table: QualifiedName, column: string): readonly QuerySite[] {
  const isNamed = (name: string): boolean => name.toLowerCase() === column.toLowerCase();
  const filledBy = new Set(
    code.models
      .filter((model) => model.table.toLowerCase() === table.name.toLowerCase())
      .filter((model) => model.columns.some((one) => isNamed(one.column) && one.filled))
      .map(({ library }) => library),
  );
  return code.queries.filter(
    (query) =>
      (query.verb === 'insert' || query.verb === 'upsert') &&
      query.table?.toLowerCase() === table.name.toLowerCase() &&
      !filledBy.has(query.library) &&
      leavesOut(query, isNamed) &&
      !cold.has(code.roleOf(query)),
  );
}

/** What is written is known, and the column is not in it. An entity that is saved is filled elsewhere. */
function leavesOut({ details, call, library }: QuerySite, isNamed: (name: string) => boolean): boolean {
  if (details.written === null || details.written.length === 0) return false;
  if (library === 'typeorm' && /\.save$/.test(call)) return false;
  return !details.written.some((written) => isNamed(written.column));
}
