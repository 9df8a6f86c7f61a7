import { addBlockAttribute, removeLine, type SchemaEdit } from '../../code/edits/prisma-schema';
import type { PrismaAttribute, PrismaModel } from '../../code/libraries/prisma-schema';
import type { Dialect } from '../../model/dialect';
import type { Index, Table } from '../../model/schema';
import { sameName } from '../../schema/lookup';

/**
 * Edits so that a model lists the indexes that came and none that went. What Prisma cannot say (parts of a table,
 * expressions, other methods) it does not see either, so it is left alone.
 */
export function indexEdits(
  text: string,
  model: PrismaModel,
  dialect: Dialect,
  before: Table | null,
  after: Table,
): readonly SchemaEdit[] {
  const has = (table: Table | null, index: Index): boolean =>
    table?.indexes.some((one) => sameName(dialect, one.name, index.name)) === true;
  const gone = (before?.indexes ?? []).filter((index) => !has(after, index));
  const made = after.indexes.filter((index) => !has(before, index) && isDeclarable(index, after));
  return [
    ...gone.flatMap((index) => {
      const declared = declarationOf(model, index);
      return declared === null ? [] : [removeLine(text, declared.range)];
    }),
    ...made.flatMap((index): readonly SchemaEdit[] => {
      const fields = index.columns.map(
        (one) => model.fields.find((field) => field.column === one.column)?.name,
      );
      if (declarationOf(model, index) !== null || fields.includes(undefined)) return [];
      const kind = index.unique ? 'unique' : 'index';
      return addBlockAttribute(text, model, `@@${kind}([${fields.join(', ')}], map: "${index.name}")`);
    }),
  ];
}

/** Whether an index is over whole columns, in ascending order, and nothing else: what a schema file can say. */
export function isDeclarable(index: Index, table: Table): boolean {
  const isPrimary = table.constraints.some(
    (one) => one.type === 'primary-key' && (one.index ?? one.name) === index.name,
  );
  return (
    !isPrimary &&
    index.method === 'btree' &&
    index.where === null &&
    index.columns.every((one) => one.column !== null && !one.descending && one.length === null)
  );
}

/** By its `map`, else by the name Prisma gives: the table, the columns and `idx` or `key`. */
function declarationOf(model: PrismaModel, index: Index): PrismaAttribute | null {
  const listed = model.attributes.filter(({ name }) => name === 'index' || name === 'unique');
  return (
    listed.find(({ args, name }) => {
      const mapped = /\bmap\s*:\s*"([^"]*)"/.exec(args)?.[1];
      if (mapped !== undefined) return mapped === index.name;
      const fields = (/\[([^\]]*)\]/.exec(args)?.[1] ?? '')
        .split(',')
        .map((one) => one.trim().replace(/\(.*/, ''));
      const columns = fields.map((field) => model.fields.find((one) => one.name === field)?.column ?? field);
      return index.name === `${model.table}_${columns.join('_')}_${name === 'unique' ? 'key' : 'idx'}`;
    }) ?? null
  );
}
