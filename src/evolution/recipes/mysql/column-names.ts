import { quote } from '../../../sql/identifiers';
import { limited, mirroredName, qualified } from '../names';
import type { RenamedColumn } from '../renamed-column';

/** Every name the MySQL and MariaDB statements of one column rename use, quoted where needed. */
export interface MysqlNames {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly insertTrigger: string;
  readonly updateTrigger: string;
  readonly checkpoint: string;
  readonly procedure: string;
  mirrored: (name: string) => string;
}

export function mysqlNames(facts: RenamedColumn): MysqlNames {
  const { dialect } = facts;
  const stem = `evolens_${facts.table.name}_${facts.from}_to_${facts.to}`;
  const own = (tail: string): string => qualified(facts.schema, limited(stem, tail, dialect), dialect);
  const taken = new Set([...facts.table.indexes, ...facts.table.constraints].map((one) => one.name));
  const mirrors = new Map<string, string>();
  for (const one of [...facts.indexes, ...facts.foreignKeys, ...facts.checks]) {
    if (mirrors.has(one.name)) continue;
    const name = mirroredName(one.name, facts.from, facts.to, (wanted) => taken.has(wanted), dialect);
    taken.add(name);
    mirrors.set(one.name, name);
  }
  return {
    table: qualified(facts.schema, facts.table.name, dialect),
    from: quote(facts.from, dialect),
    to: quote(facts.to, dialect),
    insertTrigger: own('_insert'),
    updateTrigger: own('_update'),
    checkpoint: own('_checkpoint'),
    procedure: own('_backfill'),
    mirrored: (name) => quote(mirrors.get(name) ?? name, dialect),
  };
}
