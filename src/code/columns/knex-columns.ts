import type { ColumnUseKind } from '../../model/code';
import type { FileFacts, Shape } from '../facts';
import type { KnexChain } from '../libraries/knex';
import type { UseTable } from './collect';

const roles: Readonly<Record<string, ColumnUseKind>> = {
  select: 'read',
  column: 'read',
  columns: 'read',
  distinct: 'read',
  pluck: 'read',
  first: 'read',
  returning: 'read',
  count: 'read',
  countDistinct: 'read',
  sum: 'read',
  avg: 'read',
  min: 'read',
  max: 'read',
  where: 'filter',
  andWhere: 'filter',
  orWhere: 'filter',
  whereNot: 'filter',
  whereIn: 'filter',
  whereNotIn: 'filter',
  orWhereIn: 'filter',
  whereNull: 'filter',
  whereNotNull: 'filter',
  whereBetween: 'filter',
  orderBy: 'filter',
  groupBy: 'filter',
  having: 'filter',
  onConflict: 'filter',
  insert: 'write',
  update: 'write',
  increment: 'write',
  decrement: 'write',
  merge: 'write',
};
/** Of these only the first argument names a column; the rest are values. */
const firstOnly = new Set([
  'where',
  'andWhere',
  'orWhere',
  'whereNot',
  'whereIn',
  'whereNotIn',
  'orWhereIn',
  'whereNull',
  'whereNotNull',
  'whereBetween',
  'orderBy',
  'having',
  'increment',
  'decrement',
  'update',
  'insert',
  'pluck',
  'merge',
]);

/** Columns named in the strings and objects of a Knex chain on a known table. `other.column` belongs to another table and is left out. */
export function addKnexColumns(facts: FileFacts, chain: KnexChain, table: string, uses: UseTable): void {
  const joins = chain.calls.some((call) => /join/i.test(call.name));
  const add = (text: string, start: number, use: ColumnUseKind): void => {
    const [name = ''] = text.trim().split(/\s+as\s+|\s+/i);
    const parts = name.split('.');
    const column = parts[parts.length - 1] ?? '';
    if (!/^[A-Za-z_]\w*$/.test(column)) return;
    const qualified = parts.length > 1;
    if (qualified && parts[parts.length - 2]?.toLowerCase() !== table.toLowerCase()) return;
    const at = start + text.indexOf(column, name.length - column.length);
    uses.column(
      facts.file,
      at,
      at + column.length,
      table,
      column,
      use,
      'knex',
      qualified || !joins ? 'high' : 'low',
    );
  };
  const walk = (shape: Shape, use: ColumnUseKind): void => {
    if (shape.kind === 'text') add(shape.text, shape.start, use);
    else if (shape.kind === 'array')
      shape.elements.forEach((element) => {
        walk(element, use);
      });
    else if (shape.kind === 'object')
      shape.properties.forEach((property) => {
        add(property.name, property.start, use);
      });
  };
  for (const call of chain.calls) {
    const use = Object.hasOwn(roles, call.name) && call.callee.path.length > 0 ? roles[call.name] : undefined;
    if (!use || !call.shapes) continue;
    for (const shape of firstOnly.has(call.name) ? call.shapes.slice(0, 1) : call.shapes) walk(shape, use);
  }
}
