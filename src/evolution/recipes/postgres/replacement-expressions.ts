import { quote } from '../../../sql/identifiers';
import type { Replacement } from '../columns/replacement';
import { withColumns } from '../expressions';

/** How the SQL of one replacement names and compares its columns. `row` is `''`, `NEW.`, `OLD.` or a table with a dot. */
export interface Expressions {
  /** The value of the new column of that place, from the old ones. */
  readonly forward: (at: number, row: string) => string;
  /** The value of the old column of that place, from the new ones; it raises where there is none. */
  readonly backward: (at: number, row: string) => string;
  /** `ROW(NEW.a, NEW.b)`. */
  readonly oldRow: (row: string) => string;
  readonly newRow: (row: string) => string;
  /** The new columns say what the old ones say, or the other way round. */
  readonly inStep: (row: string) => string;
  /** Old values cannot be converted; null: they always can. */
  readonly failed: (row: string) => string | null;
  /** Old values do not come back from the new ones; null: they always do. */
  readonly altered: (row: string) => string | null;
  /** Functions of ours that convert, and how they are dropped. */
  readonly functions: readonly string[];
  readonly dropFunctions: readonly string[];
}

const name = (text: string): string => quote(text, 'postgres');

/**
 * `record_image_eq` compares the stored bytes: it exists for every type, takes two NULLs as equal, and sees a change
 * of case in citext and of a zero in numeric.
 */
export function expressionsOf(facts: Replacement): Expressions {
  const oldColumns = facts.old.map((one) => one.column.name);
  const newColumns = facts.new.map((one) => one.name);
  const rowOf = (columns: readonly string[], row: string): string =>
    `ROW(${columns.map((one) => row + name(one)).join(', ')})`;
  const equal = (one: string, other: string): string => `record_image_eq(${one}, ${other})`;
  const prefixed = (text: string, row: string): string =>
    row === ''
      ? text
      : withColumns(
          text,
          new Map([...oldColumns, ...newColumns].map((one) => [one, row + name(one)])),
          'postgres',
        );
  const oldRow = (row: string): string => rowOf(oldColumns, row);
  const newRow = (row: string): string => rowOf(newColumns, row);
  const backward = (at: number, row: string): string => prefixed(facts.old[at]?.backward ?? 'NULL', row);
  if (facts.conversion !== 'expressions') {
    const forward = (at: number, row: string): string => {
      const column = facts.new[at];
      const text = prefixed(column?.forward ?? 'NULL', row);
      return facts.conversion === 'same' ? text : `(${text})::${column?.type ?? ''}`;
    };
    return {
      forward,
      backward,
      oldRow,
      newRow,
      inStep: (row) => equal(newRow(row), `ROW(${facts.new.map((_, at) => forward(at, row)).join(', ')})`),
      failed: () => null,
      altered: () => null,
      functions: [],
      dropFunctions: [],
    };
  }
  const functions = convertersOf(facts, oldColumns, newColumns);
  const call = (converter: Converter | undefined, row: string): string =>
    converter === undefined
      ? 'NULL'
      : `${converter.name}(${converter.columns.map((one) => row + name(one)).join(', ')})`;
  const forward = (at: number, row: string): string => call(functions.forward[at], row);
  const comesBack = (row: string): string =>
    equal(oldRow(row), `ROW(${functions.backward.map((one) => call(one, row)).join(', ')})`);
  const filled = (row: string): string =>
    newColumns.map((one) => `${row}${name(one)} IS NOT NULL`).join(' OR ');
  const all = [...functions.forward, ...functions.backward, functions.failed, functions.returned];
  return {
    forward,
    backward,
    oldRow,
    newRow,
    inStep: (row) =>
      `(${equal(newRow(row), `ROW(${facts.new.map((_, at) => forward(at, row)).join(', ')})`)} OR ((${filled(row)}) AND ${comesBack(row)}))`,
    failed: (row) => call(functions.failed, row),
    altered: (row) => `NOT ${call(functions.returned, row)}`,
    functions: all.map((one) => one.create),
    dropFunctions: all.map((one) => `DROP FUNCTION ${one.name}(${one.types})`),
  };
}

interface Converter {
  readonly name: string;
  readonly columns: readonly string[];
  readonly types: string;
  readonly create: string;
}

interface Converters {
  readonly forward: readonly Converter[];
  readonly backward: readonly Converter[];
  /** Whether the old values cannot be converted. */
  readonly failed: Converter;
  /** Whether the old values come back from the new ones they are converted to. */
  readonly returned: Converter;
}

/** Conversions that give NULL instead of an error, so that no statement of the old version fails for them. */
function convertersOf(
  facts: Replacement,
  oldColumns: readonly string[],
  newColumns: readonly string[],
): Converters {
  const typeOf = (column: string): string =>
    facts.old.find((one) => one.column.name === column)?.column.type?.text ??
    facts.new.find((one) => one.name === column)?.type ??
    'text';
  const make = (tail: string, columns: readonly string[], returns: string, body: string): Converter => {
    const created = facts.own(facts.about, tail);
    const parameters = columns.map((one) => `${name(one)} ${typeOf(one)}`).join(', ');
    return {
      name: created,
      columns,
      types: columns.map(typeOf).join(', '),
      create: `CREATE FUNCTION ${created}(${parameters}) RETURNS ${returns} LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $evolens$\n${body}\n$evolens$`,
    };
  };
  // A variable of the column's type takes a value as the column would: too long or out of range is an error.
  const converting = (type: string, expression: string): string => `DECLARE
  evolens_converted ${type};
BEGIN
  evolens_converted := ${expression};
  RETURN evolens_converted;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END`;
  const variables = facts.new.map((one, at) => `  evolens_converted_${at + 1} ${one.type};`).join('\n');
  const assigned = facts.new.map((one, at) => `  evolens_converted_${at + 1} := ${one.forward};`).join('\n');
  const failed = make(
    '_failed',
    oldColumns,
    'boolean',
    `DECLARE\n${variables}\nBEGIN\n${assigned}\n  RETURN false;\nEXCEPTION WHEN OTHERS THEN\n  RETURN true;\nEND`,
  );
  const backwardColumns = [...newColumns, ...oldColumns];
  const forward = facts.new.map((one, at) =>
    make(`_forward_${at + 1}`, oldColumns, one.type, converting(one.type, one.forward)),
  );
  const backward = facts.old.map((one, at) =>
    make(
      `_backward_${at + 1}`,
      backwardColumns,
      one.column.type?.text ?? 'text',
      converting(one.column.type?.text ?? 'text', one.backward),
    ),
  );
  const given = [
    ...forward.map((one) => `${one.name}(${oldColumns.map(name).join(', ')})`),
    ...oldColumns.map(name),
  ].join(', ');
  const returned = make(
    '_returned',
    oldColumns,
    'boolean',
    `BEGIN\n  RETURN record_image_eq(ROW(${oldColumns.map(name).join(', ')}), ROW(${backward.map((one) => `${one.name}(${given})`).join(', ')}));\nEND`,
  );
  return { forward, backward, failed, returned };
}
