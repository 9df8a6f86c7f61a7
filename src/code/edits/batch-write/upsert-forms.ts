import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import { exchanged, instead, type Exchange } from '../batch-read/batched-call';
import { isPlain, nameOf, propertyOf, valueOf, type NamedProperty } from '../batch-read/literals';
import { sizeOf } from './insert-forms';
import { chainOf, linkIn } from './written-call';

/** A write that inserts one row, or does something else where its key is there, as the same write of many rows. */
export interface UpsertOfMany {
  readonly row: ts.ObjectLiteralExpression;
  /** The column that the row is told by; two rows with one key cannot be in one statement. */
  readonly key: string;
  /** What stands for the row elsewhere in the call, and is written otherwise. */
  readonly replaced: readonly ts.Node[];
  /** Of two rows with one key the later one counts, or the first one. */
  readonly stays: 'last' | 'first';
  readonly size: string;
  /** Text of the write of many, without `await`; `chunk` is the name of an array. */
  readonly many: (chunk: string) => string;
  readonly imports: { readonly name: string; readonly from: string } | null;
  readonly title: string;
}

type UpsertForm = (call: ts.CallExpression, source: ts.SourceFile) => UpsertOfMany | null;

/** `insert(row).onConflict('id').merge()`, or `.ignore()`. */
const knex: UpsertForm = (call, source) => {
  const links = chainOf(call);
  const end = links.at(-1);
  const insert = linkIn(links, ['insert'], new Set(['onConflict', 'merge', 'ignore', 'into', 'transacting']));
  const conflict = links.find(({ name }) => name.text === 'onConflict')?.call.arguments ?? [];
  const [row] = insert?.call.arguments ?? [];
  const [key] = conflict;
  if (end === undefined || !/^(?:merge|ignore)$/.test(end.name.text) || call.arguments.length > 0)
    return null;
  if (row === undefined || key === undefined || conflict.length !== 1 || !ts.isStringLiteral(key))
    return null;
  return upsertOf(row, key.text, end.name.text === 'merge' ? 'last' : 'first', (chunk) =>
    exchanged(call, source, [instead(row, source, chunk)]),
  );
};

/** `values(row).onConflict((oc) => oc.column('id').doUpdateSet({ … }))`, or `.doNothing()`. */
const kysely: UpsertForm = (call, source) => {
  const links = chainOf(call);
  const values = linkIn(links, ['values'], new Set(['insertInto', 'onConflict', 'execute']));
  const [row] = values?.call.arguments ?? [];
  const made = links.find(({ name }) => name.text === 'onConflict')?.call.arguments[0];
  if (row === undefined || made === undefined || !ts.isArrowFunction(made) || !ts.isCallExpression(made.body))
    return null;
  const parts = chainOf(made.body);
  const [column, act, another] = parts;
  const [key] = column?.call.arguments ?? [];
  if (column?.name.text !== 'column' || act === undefined || another !== undefined) return null;
  if (key === undefined || !ts.isStringLiteral(key)) return null;
  const [set] = act.call.arguments;
  if (act.name.text === 'doNothing')
    return upsertOf(
      row,
      key.text,
      'first',
      (chunk) => exchanged(call, source, [instead(row, source, chunk)]),
      made,
    );
  if (act.name.text !== 'doUpdateSet' || set === undefined || !isRestOf(set, row, key.text, source))
    return null;
  const excluded = namesOf(set).map((name) => `${name}: eb.ref('excluded.${name}')`);
  return upsertOf(
    row,
    key.text,
    'last',
    (chunk) =>
      exchanged(call, source, [
        instead(row, source, chunk),
        instead(set, source, `(eb) => ({ ${excluded.join(', ')} })`),
      ]),
    made,
  );
};

/** `values(row).onConflictDoUpdate({ target: items.id, set: { … } })`, or `onConflictDoNothing({ target })`. */
const drizzle: UpsertForm = (call, source) => {
  const links = chainOf(call);
  const end = links.at(-1);
  const values = linkIn(links, ['values'], new Set(['insert', 'onConflictDoUpdate', 'onConflictDoNothing']));
  const table = links.find(({ name }) => name.text === 'insert')?.call.arguments[0];
  const [row] = values?.call.arguments ?? [];
  const [options] = end?.call.arguments ?? [];
  if (row === undefined || table === undefined || options === undefined) return null;
  if (!ts.isObjectLiteralExpression(options) || !isPlain(options)) return null;
  if (options.properties.some((one) => !/^(?:target|set)$/.test(nameOf(one) ?? ''))) return null;
  const target = propertyOf(options, 'target');
  const key = target === null ? null : valueOf(target);
  if (key === null || !ts.isPropertyAccessExpression(key)) return null;
  const rows = (chunk: string): Exchange => instead(row, source, chunk);
  if (end?.name.text === 'onConflictDoNothing')
    return upsertOf(row, key.name.text, 'first', (chunk) => exchanged(call, source, [rows(chunk)]));
  const property = propertyOf(options, 'set');
  const set = property === null ? null : valueOf(property);
  if (set === null || !isRestOf(set, row, key.name.text, source)) return null;
  const of = table.getText(source);
  const excluded = namesOf(set).map(
    (name) => `${name}: sql\`excluded.\${sql.identifier(${of}.${name}.name)}\``,
  );
  const upsert = upsertOf(
    row,
    key.name.text,
    'last',
    (chunk) => exchanged(call, source, [rows(chunk), instead(set, source, `{ ${excluded.join(', ')} }`)]),
    set,
  );
  return upsert === null ? null : { ...upsert, imports: { name: 'sql', from: 'drizzle-orm' } };
};

/** `upsert(row, ['id'])` of a repository takes rows as well; so does that of a manager, with the entity in front. */
const typeorm: UpsertForm = (call, source) => {
  const [row, keys] = call.arguments.slice(-2);
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'upsert') return null;
  if (row === undefined || keys === undefined || call.arguments.length > 3) return null;
  const [key, another] = ts.isArrayLiteralExpression(keys) ? keys.elements : [];
  if (key === undefined || another !== undefined || !ts.isStringLiteral(key)) return null;
  return upsertOf(row, key.text, 'last', (chunk) => exchanged(call, source, [instead(row, source, chunk)]));
};

/** `upsert(row)` as `bulkCreate(rows, { updateOnDuplicate })`, where the row brings the `id`. */
const sequelize: UpsertForm = (call, source) => {
  const [row, options] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'upsert') return null;
  if (row === undefined || call.arguments.length > 2 || !ts.isObjectLiteralExpression(row)) return null;
  const names = namesOf(row).filter((name) => name !== 'id');
  const columns = names.map((name) => `'${name}'`).join(', ');
  const passed = options === undefined ? '' : transactionOf(options, source);
  if (names.length === 0 || passed === null) return null;
  const { name } = call.expression;
  const many = (chunk: string): string =>
    `${exchanged(call.expression, source, [instead(name, source, 'bulkCreate')])}(${chunk}, { updateOnDuplicate: [${columns}], validate: true${passed} })`;
  const upsert = upsertOf(row, 'id', 'last', many);
  return upsert === null ? null : { ...upsert, title: `${upsert.title} (hooks of single rows will not run)` };
};

function transactionOf(options: ts.Expression, source: ts.SourceFile): string | null {
  if (!ts.isObjectLiteralExpression(options) || !isPlain(options)) return null;
  if (options.properties.some((one) => nameOf(one) !== 'transaction')) return null;
  return options.properties.map((one) => `, ${one.getText(source)}`).join('');
}

/** How a row is inserted or changed by itself, by library. Prisma has no such write of many rows with their own values. */
export const upsertForms: Partial<Record<LibraryName, UpsertForm>> = {
  knex,
  kysely,
  drizzle,
  typeorm,
  sequelize,
};

function upsertOf(
  row: ts.Expression,
  key: string,
  stays: UpsertOfMany['stays'],
  many: (chunk: string) => string,
  ...replaced: readonly ts.Node[]
): UpsertOfMany | null {
  if (!ts.isObjectLiteralExpression(row) || !isPlain(row) || !namesOf(row).includes(key)) return null;
  const size = sizeOf(row);
  if (size === null || !/^[A-Za-z_$][\w$]*$/.test(key)) return null;
  const title = 'Collect the rows and write them with one statement after the loop, sorted by their key';
  return { row, key, replaced, stays, size, many, imports: null, title };
}

function namesOf(object: ts.Expression): readonly string[] {
  return ts.isObjectLiteralExpression(object) ? object.properties.map((one) => nameOf(one) ?? '') : [];
}

/** What is set are the values of the row, all but its key: so of two rows with one key the later one is what stays. */
function isRestOf(set: ts.Expression, row: ts.Expression, key: string, source: ts.SourceFile): boolean {
  if (!ts.isObjectLiteralExpression(set) || !isPlain(set) || set.properties.length === 0) return false;
  if (!ts.isObjectLiteralExpression(row) || !isPlain(row)) return false;
  const isSame = set.properties.every((one) => {
    const own = propertyOf(row, nameOf(one) ?? '');
    return own !== null && valueOf(own).getText(source) === valueOf(one as NamedProperty).getText(source);
  });
  return isSame && namesOf(row).every((name) => name === key || namesOf(set).includes(name));
}
