import { splitIntoSteps } from '../change/split-into-steps';
import type { ColumnType } from '../../model/schema-change';
import { findColumn } from '../../schema/lookup';
import { sessionTimeZone } from '../change/session-time-zone';
import { circumstances, weighed } from '../change/weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const alterColumnTypeRewrite: MigrationRule = {
  meta: {
    id: 'alter-column-type-rewrite',
    family: 'migration',
    title: 'A column changes its type, and every row is rewritten or checked under a lock.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.1.0',
    fix: 'stages',
    sources: [
      'measured: relfilenode and locks of type changes',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html',
      'https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-instant-alter-algorithm/',
    ],
  },
  kinds: ['alter-column-type', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    const type = newType(context);
    if (type === null || !('table' in change) || change.table === null || context.isNew(change.table))
      return [];
    const zoned = restsOnTimeZone(context, type) ? sessionTimeZone(context) : null;
    const work = zoned === 'other' || zoned === 'unknown' ? rewrites : workOf(context);
    if (work === '') return [];
    const column =
      change.kind === 'alter-column-type' || change.kind === 'redefine-column' ? change.column.name : '';
    const old = findColumn(context.before, change.table, column)?.type ?? null;
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: zoned === 'unknown' ? 'info' : weighed(context, [change.table], 'warning'),
        ...(context.effects.assumptions.length > 0 && zoned !== 'other'
          ? { confidence: 'medium' as const }
          : {}),
        message: {
          what: `Column ${column} of ${nameOf(change.table)} changes its type${old === null ? '' : ` from ${old.text}`} to ${type.text}, which ${work}${zoneWords[zoned ?? 'utc']}.`,
          why: sentences(
            lock === ''
              ? 'It takes as long as the table is large.'
              : `Meanwhile the statement holds ${lock} for as long as that takes.`,
            zoned === null ? assumptionWords(context) : '',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: `${zoned === null ? 'Add' : "If the stored times are meant in UTC, SET TIME ZONE 'UTC' before it; else add"} a column of the new type, write both, copy the rows in batches, switch reads to it, and drop ${column} in a later release.`,
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

/** The type a column is given; null when the change gives none, or gives the one the column has. */
function newType(context: ChangeContext): ColumnType | null {
  const { change } = context;
  if (change.kind === 'alter-column-type') return change.type;
  if (change.kind !== 'redefine-column' || change.definition.type === null) return null;
  const old = findColumn(context.before, change.table, change.column.name)?.type;
  return old != null && sameType(old, change.definition.type) ? null : change.definition.type;
}

/** Between timestamps with and without time zone nothing is rewritten as long as the session runs in UTC (measured). */
function restsOnTimeZone(context: ChangeContext, type: ColumnType): boolean {
  const { change } = context;
  if (change.kind !== 'alter-column-type' || change.using !== null || workOf(context) !== '') return false;
  const old = findColumn(context.before, change.table, change.column.name)?.type;
  return (
    old != null &&
    old.name !== type.name &&
    [old.name, type.name].every((name) => /^timestamp with(out)? time zone$/.test(name))
  );
}

function sameType(a: ColumnType, b: ColumnType): boolean {
  return (
    a.name === b.name &&
    a.unsigned === b.unsigned &&
    (a.characterSet ?? b.characterSet) === (b.characterSet ?? a.characterSet) &&
    a.arguments.join() === b.arguments.join() &&
    (a.values ?? []).join('\0') === (b.values ?? []).join('\0')
  );
}

const zoneWords = {
  utc: '',
  other: ' because the session does not run in UTC',
  unknown: ' unless the session runs in UTC',
} as const;

const rewrites = 'rewrites the whole table and its indexes';

/** What happens to the rows, as the end of a sentence; empty when nothing does, or nobody waits for it. */
function workOf(context: ChangeContext): string {
  const waited = context.effects.effects.filter((effect) => effect.lock !== null && effect.lock !== 'NONE');
  if (waited.some((effect) => effect.rewrite)) return rewrites;
  // In Postgres only a CHECK on the column is a reason to read and yet not rewrite: alter-column-type-constraint.
  const byCheck = context.history.target.dialect === 'postgres';
  if (!byCheck && waited.some((effect) => effect.scan || effect.validates))
    return 'reads the whole table to check every value';
  if (waited.some((effect) => effect.indexBuild)) return 'rebuilds its indexes';
  return '';
}
