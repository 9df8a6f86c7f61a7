import { ts } from '../../syntax';
import { exchanged, instead } from '../batch-read/batched-call';
import { isPlain, nameOf, objectOf, valueOf, type NamedProperty } from '../batch-read/literals';
import { chainOf, linkIn, type WriteForm, type WriteForms, type WriteOfMany } from './written-call';

/** `create({ data: { … } })` as `createMany({ data: rows })`. */
const prisma: WriteForm = (call, source) => {
  const [argument] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'create') return null;
  if (argument === undefined || !ts.isObjectLiteralExpression(argument) || !isPlain(argument)) return null;
  if (argument.properties.some((one) => nameOf(one) !== 'data')) return null;
  const data = objectOf(argument, 'data');
  // An object as a value is a relation that is written along, or JSON.
  if (data === null || valuesOf(data).some((one) => ts.isObjectLiteralExpression(one))) return null;
  const method = call.expression.name;
  return rowsOf(
    data,
    (chunk) => exchanged(call, source, [instead(method, source, 'createMany'), instead(data, source, chunk)]),
    'createMany',
  );
};

/** `insert({ … })` of a repository takes rows as well; so does `insert(Entity, { … })` of a manager. */
const typeorm: WriteForm = (call, source) => {
  const row = call.arguments.at(-1);
  if (!ts.isPropertyAccessExpression(call.expression) || call.arguments.length > 2) return null;
  if (call.expression.name.text !== 'insert' || row === undefined) return null;
  return rowsOf(row, (chunk) => exchanged(call, source, [instead(row, source, chunk)]), 'insert');
};

const ofChain =
  (names: readonly string[], kept: ReadonlySet<string>, title: string): WriteForm =>
  (call, source) => {
    const link = linkIn(chainOf(call), names, kept);
    const [row] = link?.call.arguments ?? [];
    if (row === undefined || link?.call.arguments.length !== 1) return null;
    return rowsOf(row, (chunk) => exchanged(call, source, [instead(row, source, chunk)]), title);
  };

/** `create({ … })` as `bulkCreate(rows)`, validated as single rows are. */
const sequelize: WriteForm = (call, source) => {
  const [row] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'create') return null;
  if (row === undefined || call.arguments.length !== 1) return null;
  const { name } = call.expression;
  const many = (chunk: string): string =>
    exchanged(call, source, [
      instead(name, source, 'bulkCreate'),
      instead(row, source, `${chunk}, { validate: true }`),
    ]);
  return rowsOf(row, many, 'bulkCreate', ' (hooks of single rows will not run)');
};

/** How a row is written by itself, by library. */
export const insertForms: WriteForms = {
  prisma,
  typeorm,
  sequelize,
  knex: ofChain(['insert'], new Set(['into', 'transacting']), 'insert'),
  kysely: ofChain(['values'], new Set(['insertInto', 'execute']), 'insert'),
  drizzle: ofChain(['values'], new Set(['insert', 'onConflictDoNothing']), 'insert'),
};

/** A row that is an object with every column written out; null for others. */
function rowsOf(
  row: ts.Expression,
  many: (chunk: string) => string,
  method: string,
  note = '',
): WriteOfMany | null {
  if (!ts.isObjectLiteralExpression(row) || !isPlain(row) || row.properties.length === 0) return null;
  const size = sizeOf(row);
  if (size === null) return null;
  const title = `Collect the rows and write them with ${method} after the loop${note}`;
  return { item: row, collects: 'rows', size, many, throws: null, imports: null, title };
}

/** How many such rows stay below the parameters that one statement takes, with those that the library adds; null: too wide. */
export function sizeOf({ properties }: ts.ObjectLiteralExpression): string | null {
  return properties.length <= 30 ? '1_000' : properties.length <= 60 ? '500' : null;
}

function valuesOf(object: ts.ObjectLiteralExpression): readonly ts.Expression[] {
  return object.properties.map((one) => valueOf(one as NamedProperty));
}
