import { nothingCarried, carriedOf } from '../columns/carried';
import { refuseOldColumn } from '../columns/refuse';
import { refuseByWhatFollows } from '../columns/refuse-later';
import type { Replacement, Wording } from '../columns/replacement';
import type { ReplacementSql } from '../columns/sql';
import { replacementStages, unconvertibleNote } from '../columns/stages';
import { mysqlAcross } from '../mysql/across-sql';
import { postgresAcross } from '../postgres/across-sql';
import { isRefused, type DraftEvolution, type DraftStage, type Ground, type Refusal } from '../recipe';
import { sqliteAcross } from '../sqlite/across-sql';
import { isVolatile } from '../columns/refuse';
import type { Moved } from './moved';

/** The stages of columns that go to another table, or why there are none. */
export function carryAcross(facts: Moved, ground: Ground, wording: Wording): DraftEvolution | Refusal {
  for (const { column } of facts.columns) {
    const refused = refuseOldColumn(ground, facts, column, nothingCarried);
    if (refused !== null) return { refused: `${column.name}: ${refused}` };
    if (isVolatile(column.default))
      return { refused: `The default of ${column.name} gives another value each time, so the two tables cannot agree on it.` }; // prettier-ignore
    const key = facts.table.constraints.find((one) => one.type === 'foreign-key' && one.columns.includes(column.name)); // prettier-ignore
    if (key !== undefined) return { refused: `The foreign key ${key.name} covers ${column.name}: move what it is for first.` }; // prettier-ignore
  }
  if (facts.options.oldReaders === 'generated-column')
    return {
      refused: `A generated column reads its own table only, and the values go to ${facts.targetWritten}. Leave old-readers out: ${facts.options.dualWrite === 'triggers' ? 'triggers keep' : 'every writer keeps'} the old columns in step until contract.`,
    };
  const names = facts.columns.map((one) => one.column.name);
  const refused = refuseByWhatFollows(ground, facts, names);
  if (refused !== null) return { refused };
  const sql = sqlOf(facts);
  if (isRefused(sql)) return sql;
  const draft = replacementStages(replacement(facts), sql, {
    ...wording,
    declared: [...wording.declared, ...goes(facts, ground), ...unknown(facts)],
  });
  return {
    ...draft,
    new: facts.columns.map((one) => ({ table: facts.targetWritten, column: one.to })),
    stages: draft.stages.map((stage) => withRows(stage, facts)),
  };
}

function sqlOf(facts: Moved): ReplacementSql | Refusal {
  switch (facts.dialect) {
    case 'postgres':
      return postgresAcross(facts);
    case 'sqlite':
      return sqliteAcross(facts);
    case 'mysql':
    case 'mariadb':
      return mysqlAcross(facts);
  }
}

/** What the stages are told of: the values are the same, the new columns stand in the other table. */
function replacement(facts: Moved): Replacement {
  return {
    ...facts,
    old: facts.columns.map(({ column, to }) => ({ column, backward: to })),
    new: facts.columns.map(({ column, to }) => ({
      name: `${facts.targetWritten}.${to}`,
      type: column.type?.text ?? '',
      read: column.type,
      collation: column.collation,
      nullable: column.nullable,
      default: column.default?.text ?? null,
      forward: column.name,
    })),
    conversion: 'same',
    carried: nothingCarried,
    goes: nothingCarried,
    indexed: [],
    setOnUpdate: [],
    failed: null,
    lost: null,
    keepsName: false,
    extras: [],
    comment: null,
    key: [facts.key],
  };
}

/** What a version that knows both tables has to do about rows. */
function withRows(stage: DraftStage, facts: Moved): DraftStage {
  const { targetWritten, written } = facts;
  if (stage.name === 'expand' && facts.creates === null)
    return {
      ...stage,
      application: stage.application.replace(
        unconvertibleNote,
        `The verification counts rows of ${written} with values that have no row in ${targetWritten}: their values stay where they are, so make those rows before contract.`,
      ),
    };
  if (stage.name !== 'switch-reads') return stage;
  const note =
    facts.creates === null
      ? ''
      : facts.dialect === 'postgres'
        ? ` A version that inserts into ${written} makes the row of ${targetWritten} in the same transaction, or with ON CONFLICT: at its end the database makes it.`
        : ` The database makes the row of ${targetWritten} with that of ${written}, so a version that inserts it itself does so with ${facts.dialect === 'sqlite' ? 'ON CONFLICT DO UPDATE' : 'ON DUPLICATE KEY UPDATE'}.`;
  return {
    ...stage,
    application: `${stage.application}${note} Two versions that write the two rows of one pair at the same instant may deadlock: the one that is told so tries again.`,
  };
}

function goes(facts: Moved, ground: Ground): readonly string[] {
  const lost = facts.columns.flatMap(({ column }) => {
    const { indexes, checks } = carriedOf(ground.history, facts.dialect, facts.table, column);
    return [...indexes.map((one) => `index ${one.name}`), ...checks.map((one) => `constraint ${one.name}`)];
  });
  return [...new Set(lost)].map(
    (one) => `${one} of ${facts.written} goes with the old columns, and what takes its place is there`,
  );
}

function unknown(facts: Moved): readonly string[] {
  const rights = `the roles that use ${facts.written} have their rights on ${facts.targetWritten} too`;
  const policies = `the policies of ${facts.written} are made for ${facts.targetWritten} too`;
  if (facts.dialect === 'sqlite') return [];
  return facts.table.rowLevelSecurity ? [rights, policies] : [rights];
}
