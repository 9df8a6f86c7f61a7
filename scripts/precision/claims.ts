import type { Severity } from '../../src/model/finding';
import type { Migration } from '../../src/model/migration';
import type { Statement } from '../../src/model/statement';
import type { MigrationFinding } from '../../src/rules/run-migration-rules';

/** Rules that say a statement works through a table (rewrite, scan, index build, foreign key) while writers wait. */
const aboutWork: ReadonlySet<string> = new Set([
  'add-check-validating',
  'add-column-check',
  'add-column-constrained-domain',
  'add-column-default-rewrite',
  'add-column-generated-stored',
  'add-column-identity',
  'add-column-serial',
  'add-column-unique',
  'add-exclusion-constraint',
  'add-foreign-key-validating',
  'add-primary-key-blocking',
  'add-primary-key-nullable-index',
  'add-unique-constraint-blocking',
  'alter-column-type-constraint',
  'alter-column-type-rewrite',
  'attach-partition-scanning',
  'cluster-table',
  'constrained-domain-change',
  'create-index-blocking',
  'enum-recreate',
  'index-after-alter-in-transaction',
  'refresh-materialized-view-blocking',
  'reindex-blocking',
  'set-access-method-rewrite',
  'set-logged-rewrite',
  'set-not-null-scanning',
  'vacuum-full',
  'validate-in-same-transaction',
]);

/** Rules that say so only of some statements they report: of the rest they say something else. */
const aboutWorkAsWell: ReadonlySet<string> = new Set([
  'add-column-references',
  'add-required-column',
  'constraint-breaks-old-writers',
  'narrow-column-type',
  'unique-may-fail-on-duplicates',
]);

/** Rules that say only that others wait for a lock. */
const aboutLocks: ReadonlySet<string> = new Set([
  'create-partition-locks-parent',
  'create-trigger-lock',
  'detach-partition-blocking',
  'drop-index-blocking',
  'exclusive-locks-on-two-tables',
  'lock-table',
  'many-foreign-keys-one-transaction',
  'missing-lock-timeout',
  'statements-under-exclusive-lock',
]);

/** What one finding says of one statement. */
export interface Claim {
  readonly rule: string;
  readonly severity: Severity;
  /** `work`: it works through an old table; `work too`: it may, in other words; `lock`: others wait for it. */
  readonly about: 'work' | 'work too' | 'lock' | 'other';
  /** The finding stands at another statement and covers this one. */
  readonly isCovered: boolean;
}

/** What findings say of each statement of a migration; notes of merged findings (`Also …`) count like findings. */
export function claimsOf(
  migration: Migration,
  found: readonly MigrationFinding[],
): ReadonlyMap<Statement, readonly Claim[]> {
  const claims = new Map<Statement, Claim[]>();
  const add = (statement: Statement | undefined, claim: Claim): void => {
    if (statement !== undefined) claims.set(statement, [...(claims.get(statement) ?? []), claim]);
  };
  for (const { finding, context, covers } of found) {
    const own = ownStatement(migration, context.statement);
    for (const rule of [finding.rule, ...notesIn(finding.message)]) {
      const claim = { rule, severity: finding.severity, about: subjectOf(rule) };
      add(own, { ...claim, isCovered: false });
      for (const range of covers) {
        const covered = statementAt(migration, range.start);
        if (covered !== own) add(covered, { ...claim, isCovered: true });
      }
    }
  }
  return claims;
}

/** One-based line of a statement in the text that is run. */
export function lineOf({ script }: Migration, { start }: Statement): number {
  return script.text.slice(0, start).split('\n').length;
}

function subjectOf(rule: string): Claim['about'] {
  if (aboutWork.has(rule)) return 'work';
  if (aboutWorkAsWell.has(rule)) return 'work too';
  return aboutLocks.has(rule) ? 'lock' : 'other';
}

/** Rules whose findings were merged into one as notes. */
export function notesIn(message: string): readonly string[] {
  return [...message.matchAll(/ Also ([a-z-]+): /g)].map((note) => note[1] ?? '');
}

/** What a called body does is done by the statement that calls it. */
function ownStatement(migration: Migration, statement: Statement): Statement | undefined {
  return statement.calledFrom === undefined ? statement : statementAt(migration, statement.calledFrom.start);
}

function statementAt({ script }: Migration, offset: number): Statement | undefined {
  return script.statements.find(
    (one) => one.calledFrom === undefined && offset >= one.start && offset < one.end,
  );
}
