import { quote } from '../../../sql/identifiers';
import { limited, mirroredName, qualified } from '../names';
import type { RenamedColumn } from '../renamed-column';

/** Every name the Postgres statements of one column rename use, quoted where needed. */
export interface ColumnNames {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly insertFunction: string;
  readonly updateFunction: string;
  readonly insertTrigger: string;
  /** In the order they fire. */
  readonly updateTriggers: readonly [string, string, string];
  readonly checkpoint: string;
  readonly notNull: string;
  /** Schema-qualified name of something that lives beside the table. */
  beside(name: string): string;
  mirrored(name: string): string;
}

export function columnNames(facts: RenamedColumn): ColumnNames {
  const stem = `evolens_${facts.table.name}_${facts.from}_to_${facts.to}`;
  const plain = (tail: string, prefix = ''): string =>
    quote(limited(prefix + stem, tail, 'postgres'), 'postgres');
  const beside = (name: string): string => qualified(facts.schema, name, 'postgres');
  const own = (tail: string): string => beside(limited(stem, tail, 'postgres'));
  const taken = new Set([
    ...facts.table.indexes.map((index) => index.name),
    ...facts.table.constraints.map((constraint) => constraint.name),
  ]);
  const mirrors = new Map<string, string>();
  for (const one of [...facts.indexes, ...facts.foreignKeys, ...facts.checks]) {
    if (mirrors.has(one.name)) continue;
    const name = mirroredName(one.name, facts.from, facts.to, (wanted) => taken.has(wanted), 'postgres');
    taken.add(name);
    mirrors.set(one.name, name);
  }
  // Triggers fire in the order of their names: `zz_` puts ours behind those that change the row first.
  return {
    table: beside(facts.table.name),
    from: quote(facts.from, 'postgres'),
    to: quote(facts.to, 'postgres'),
    insertFunction: own('_insert'),
    updateFunction: own('_update'),
    insertTrigger: plain('_insert', 'zz_'),
    updateTriggers: [plain('_update_1', 'zz_'), plain('_update_2', 'zz_'), plain('_update_3', 'zz_')],
    checkpoint: own('_checkpoint'),
    notNull: quote(limited(stem, '_not_null', 'postgres'), 'postgres'),
    beside,
    mirrored: (name) => quote(mirrors.get(name) ?? name, 'postgres'),
  };
}
