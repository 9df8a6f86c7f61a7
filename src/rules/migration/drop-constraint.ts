import type { ConstraintType, ObjectName } from '../../model/schema-change';
import { changedKey, type ChangedKey } from '../change/changed-key';
import { droppedConstraint, isSpentProof, type DroppedConstraint } from '../change/dropped-constraint';
import { listed, lockWords, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropConstraint: MigrationRule = {
  meta: {
    id: 'drop-constraint',
    family: 'migration',
    title: 'A constraint is dropped, and nothing keeps the rule any more.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT',
      'measured: dropping a foreign key locks both tables',
      'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
      'https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT',
    ],
  },
  kinds: ['drop-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    const key = changedKey(context);
    if (key !== null && change.kind === 'drop-constraint') return [otherKey(context, key, change.table)];
    const dropped = droppedConstraint(context);
    if (change.kind !== 'drop-constraint' || dropped === null) return [];
    // Those have rules of their own.
    if (dropped.type === 'primary-key' || dropped.type === 'not-null' || isSpentProof(context, dropped))
      return [];
    const lock = lockWords(context);
    const place = dropped.known === null ? null : context.placeOf(dropped.known.createdBy);
    return [
      {
        range: change.range,
        evidence: place === null ? [] : [{ ...place, message: 'The constraint is made here.' }],
        message: {
          what: `${kinds[dropped.type ?? 'exclude']} ${dropped.name ?? ''} of ${nameOf(change.table)} is dropped.`,
          why: sentences(
            consequence(dropped),
            lock === '' ? '' : `The statement takes ${lock}, though briefly.`,
            whoUses(context, change.table),
          ),
          remedy:
            'Make sure that what relied on it has changed first; adding it again later has to check every row.',
        },
      },
    ];
  },
};

/** The table keeps a primary key, but not what the old one said of its rows. */
function otherKey(context: ChangeContext, { old, columns }: ChangedKey, table: ObjectName): Draft {
  const place = context.placeOf(old.createdBy);
  const upsert =
    context.before.dialect === 'postgres'
      ? `an upsert of ${releasedVersion(context)} that names ${old.columns.length === 1 ? 'it' : 'them'} fails`
      : `an upsert of ${releasedVersion(context)} inserts in place of updating`;
  return {
    range: context.change.range,
    evidence: place === null ? [] : [{ ...place, message: 'The old key is made here.' }],
    message: {
      what: `The primary key of ${nameOf(table)} goes from (${old.columns.join(', ')}) to (${columns.join(', ')}).`,
      why: sentences(
        `Nothing keeps ${listed(old.columns)} unique any more, and ${upsert}.`,
        whoUses(context, table),
      ),
      remedy: `Keep a unique index on (${old.columns.join(', ')}) until no released version relies on it.`,
    },
  };
}

const kinds: Readonly<Record<ConstraintType, string>> = {
  check: 'Check',
  'foreign-key': 'Foreign key',
  unique: 'Unique constraint',
  'primary-key': 'Primary key',
  'not-null': 'NOT NULL constraint',
  exclude: 'Constraint',
};

function consequence({ type }: DroppedConstraint): string {
  switch (type) {
    case 'foreign-key':
      return 'Rows may point nowhere from then on, and rows of the parent go without theirs.';
    case 'unique':
      return 'Duplicates may come in from then on, its index is gone, and an upsert that names its columns fails.';
    case 'check':
      return 'Values it kept out may come in from then on.';
    default:
      return 'Rows it kept out may come in from then on.';
  }
}
