import { buildCodeIndex } from '../../../src/code/code-index';
import { readCodeFile } from '../../../src/code/read-file';
import type { CodeIndex, QueryDetails } from '../../../src/model/code';

/** The index of some files; a name that ends in .prisma is a schema. */
export function indexOf(files: Readonly<Record<string, string>>): CodeIndex {
  const entries = Object.entries(files);
  return buildCodeIndex({
    files: new Map(
      entries
        .filter(([file]) => /\.[jt]sx?$/.test(file))
        .map(([file, text]) => [file, readCodeFile(file, text)]),
    ),
    prismaSchemas: new Map(entries.filter(([file]) => file.endsWith('.prisma'))),
    tsconfigs: new Map(),
    packageJsons: new Map(entries.filter(([file]) => file.endsWith('package.json'))),
  });
}

/** `library verb table: what it asks` of each query, in order; parts that say nothing are left out. */
export function queriesOf(files: Readonly<Record<string, string>>): string[] {
  return indexOf(files).queries.map(
    ({ library, verb, table, details }) => `${library} ${verb} ${table ?? '?'}${said(details)}`,
  );
}

function said(details: QueryDetails): string {
  const { filters, condition, order, limited, offset, selected, includes, written, rows } = details;
  const operators = { equals: '=', in: 'in', range: '<>', like: '~', other: '?' };
  const parts = [
    filters === null
      ? `where ${condition}`
      : filters.length > 0
        ? `where ${filters.map(({ column, operator }) => `${column}${operators[operator]}`).join(' ')}`
        : '',
    order === null
      ? 'order ?'
      : order.length > 0
        ? `order ${order.map(({ column, descending }) => `${column}${descending ? '-' : ''}`).join(' ')}`
        : '',
    limited === 'none' ? '' : limited,
    offset ? 'offset' : '',
    selected === 'all' ? '' : `select ${selected === null ? '?' : selected.join(' ')}`,
    ...includes.map(
      ({ relation, toMany, ordered, limited: cut }) =>
        `with ${relation}${toMany === true ? '*' : ''}${ordered ? ' ordered' : ''}${cut ? ' limited' : ''}`,
    ),
    written === null
      ? 'set ?'
      : written.length > 0
        ? `set ${written.map(({ column, literal }) => (literal === null ? column : `${column}:${literal}`)).join(' ')}`
        : '',
    rows === 'unknown' ? '' : rows,
    details.inTransaction ? 'in transaction' : '',
    details.locks ? 'locks' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** Code that names methods like queries and is none; every library is asked about it. */
export const innocent = `
  import axios from 'axios';
  import express from 'express';
  const app = express();
  export async function innocent(useCase: { execute(id: number): Promise<void> }, items: { id: number }[], repo: Other) {
    const seen = new Map<number, string>();
    seen.delete(1);
    seen.get(2);
    new Set([1]).delete(1);
    items.find((item) => item.id === 1);
    items.filter(Boolean).map((item) => item.id);
    await axios.delete('/orders/1');
    await axios.create({}).get('/orders');
    app.delete('/orders/:id', () => undefined);
    await useCase.execute(3);
    await repo.findOne(1);
    await repo.save({});
    document.querySelector('x')?.remove();
    Array.from(seen.values()).find(Boolean);
    Object.create(null);
    crypto.createHash('sha1').update('x');
    await new Builder().select('a').from('b').where('c').execute();
  }
  interface Other { findOne(id: number): Promise<unknown>; save(value: object): Promise<void> }
`;
