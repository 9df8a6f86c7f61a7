import type { Fix } from '../../model/finding';
import type { Table } from '../../model/schema';
import { findTable, referencesTo, tableKey } from '../../schema/lookup';
import { removeCascade } from '../../sql/edits/remove-cascade';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';

/** TRUNCATE names every table that CASCADE would empty, and CASCADE goes. */
export function nameTruncated(context: FixContext): readonly Fix[] {
  const { change, statement, before } = context;
  const { reading } = statement;
  if (change.kind !== 'truncate-table' || reading.reader !== 'libpg-query') return [];
  const named = reading.changes.flatMap((one) => (one.kind === 'truncate-table' ? [one.table] : []));
  const last = named.at(-1);
  const cut = removeCascade(reading);
  if (last === undefined || cut === null || findTable(before, change.table) === null) return [];
  const seen = new Set(named.map((table) => tableKey(before.dialect, table)));
  const others: Table[] = [];
  const queue: { readonly schema: string | null; readonly name: string }[] = [...named];
  for (let next = queue.shift(); next !== undefined; next = queue.shift())
    for (const { table } of referencesTo(before, next)) {
      const key = tableKey(before.dialect, table);
      if (seen.has(key)) continue;
      seen.add(key);
      others.push(table);
      queue.push(table);
    }
  const at = last.range.end;
  return [
    {
      title: others.length === 0 ? 'Leave CASCADE out' : 'Name every table that is emptied, without CASCADE',
      kind: 'safe',
      edits: inFile(context, [
        { range: { start: at, end: at }, newText: others.map((table) => `, ${written(table)}`).join('') },
        ...cut,
      ]),
    },
  ];
}

function written({ schema, name }: Table): string {
  return schema === null
    ? quote(name, 'postgres')
    : `${quote(schema, 'postgres')}.${quote(name, 'postgres')}`;
}
