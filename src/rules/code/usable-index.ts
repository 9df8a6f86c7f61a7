import type { Index, Table } from '../../model/schema';

/** Whether some index of the table begins with one of the columns, so that the database need not read every row. Names in any case. */
export function hasIndexOn(table: Table, columns: readonly string[]): boolean {
  const wanted = new Set(columns.map((column) => column.toLowerCase()));
  return (
    table.indexes.some((index) => {
      const first = index.columns[0];
      return first !== undefined && firstColumns(index).some((column) => wanted.has(column));
    }) ||
    table.constraints.some(
      ({ type, columns: keys }) =>
        (type === 'primary-key' || type === 'unique') && wanted.has(keys[0]?.toLowerCase() ?? ''),
    )
  );
}

/** Whether some index begins with all of the columns, in any order. One that leaves rows out (deleted ones) counts: queries say the same. */
export function hasIndexOnAll(table: Table, columns: readonly string[]): boolean {
  const wanted = new Set(columns.map((column) => column.toLowerCase()));
  const covers = (names: readonly (string | null)[]): boolean =>
    names.slice(0, wanted.size).every((name) => name !== null && wanted.has(name.toLowerCase())) &&
    names.length >= wanted.size;
  return (
    table.indexes.some(
      (index) => index.where === null && covers(index.columns.map(({ column }) => column)),
    ) ||
    table.constraints.some(
      ({ type, columns: keys }) => (type === 'primary-key' || type === 'unique') && covers(keys),
    )
  );
}

/** The column an index begins with; of an expression the columns it is made of. GIN, GiST and BRIN serve all of their columns. */
function firstColumns({ columns, method }: Index): readonly string[] {
  const parts = /^(?:gin|gist|brin|bloom)$/i.test(method) ? columns : columns.slice(0, 1);
  return parts.flatMap((part) =>
    part.column === null ? (part.text.toLowerCase().match(/[a-z_]\w*/g) ?? []) : [part.column.toLowerCase()],
  );
}

/** Names the index that a query or a relation lacks: one for all that ask by the same foreign key, else by the same columns. */
export function indexKey(table: Table, columns: readonly string[]): string {
  const keys = table.constraints.filter(({ type }) => type === 'foreign-key').map((key) => key.columns);
  const lead = keys.find((key) => key.length > 0 && key.every((name) => columns.includes(name)));
  return `index ${table.name} ${[...(lead ?? columns)].sort().join()}`;
}
