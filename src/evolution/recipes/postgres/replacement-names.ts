import { quote } from '../../../sql/identifiers';
import { mirrorsOf } from '../columns/carried';
import type { Replacement } from '../columns/replacement';
import { limited } from '../names';

/** Every name of ours in the Postgres statements of one replacement, quoted where needed. */
export interface ReplacementNames {
  readonly insertFunction: string;
  readonly updateFunction: string;
  readonly insertTrigger: string;
  /** In the order they fire. */
  readonly updateTriggers: readonly [string, string, string];
  readonly checkpoint: string;
  /** The CHECK that stands in for NOT NULL of a new column until contract. */
  notNull(column: string): string;
  /** The index or constraint on the new column that repeats this one, as the catalogue has it. */
  mirrored(name: string): string;
  beside(name: string): string;
}

export function replacementNames(facts: Replacement): ReplacementNames {
  const stem = `evolens_${facts.table.name}_${facts.about}`;
  // Triggers fire in the order of their names: `zz_` puts ours behind those that change the row first.
  const trigger = (tail: string): string => quote(limited(`zz_${stem}`, tail, 'postgres'), 'postgres');
  const from = facts.old[0]?.column.name ?? '';
  const to = facts.new[0]?.name ?? '';
  const mirrors = mirrorsOf(facts.carried, facts.table, from, to, 'postgres');
  return {
    insertFunction: facts.own(facts.about, '_insert'),
    updateFunction: facts.own(facts.about, '_update'),
    insertTrigger: trigger('_insert'),
    updateTriggers: [trigger('_update_1'), trigger('_update_2'), trigger('_update_3')],
    checkpoint: facts.own(facts.about, '_checkpoint'),
    notNull: (column) =>
      quote(limited(`evolens_${facts.table.name}_${column}`, '_not_null', 'postgres'), 'postgres'),
    mirrored: (name) => mirrors.get(name) ?? name,
    beside: (name) => {
      const quoted = quote(name, 'postgres');
      return facts.table.schema === null ? quoted : `${quote(facts.table.schema, 'postgres')}.${quoted}`;
    },
  };
}
