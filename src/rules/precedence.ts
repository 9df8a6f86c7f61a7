import type { Finding } from '../model/finding';

/** What is said of one read by itself. */
const singleRead: readonly string[] = [
  'unbounded-read',
  'ordered-read-without-limit',
  'load-to-count',
  'filter-in-memory',
];

/** What is said of any read in a loop. */
const perItem: readonly string[] = [
  'query-in-loop',
  'query-in-concurrent-map',
  'query-in-async-for-each',
  'query-in-loop-via-helper',
  'query-in-loop-via-service',
];

/**
 * For each winner the rules it replaces on the same change (rules/sql.md of the catalogue: which id wins). What a
 * loser replaces the winner replaces too.
 */
const directly: Readonly<Record<string, readonly string[]>> = {
  'add-column-constrained-domain': ['add-column-default-rewrite'],
  'add-column-generated-stored': ['add-column-default-rewrite'],
  'add-column-identity': ['add-column-default-rewrite'],
  'add-column-references': ['many-foreign-keys-one-transaction'],
  'add-column-serial': ['add-column-default-rewrite'],
  'add-column-unique': ['unique-may-fail-on-duplicates'],
  'add-foreign-key-validating': ['many-foreign-keys-one-transaction'],
  'add-primary-key-blocking': ['unique-may-fail-on-duplicates'],
  'add-required-column': [
    'not-null-without-writer',
    'add-column-default-rewrite',
    'add-column-constrained-domain',
    'add-column-identity',
    'add-column-serial',
    'add-column-check',
    'add-column-references',
    'add-column-unique',
    'add-primary-key-blocking',
  ],
  'add-unique-constraint-blocking': ['unique-may-fail-on-duplicates'],
  'alter-column-type-dependents': ['narrow-column-type', 'alter-column-type-rewrite'],
  'alter-column-type-rewrite': ['alter-column-type-constraint', 'modify-column-copy'],
  'backfill-missing': ['set-not-null-scanning', 'add-check-validating'],
  'backfill-unbatched': ['statements-under-exclusive-lock', 'update-or-delete-all-rows'],
  'backfill-unchunked': ['write-without-where'],
  'backfill-with-schema-change': [
    'backfill-unbatched',
    'statements-under-exclusive-lock',
    'update-or-delete-all-rows',
  ],
  'concurrent-index-retry-unsafe': ['unique-may-fail-on-duplicates'],
  'concurrently-in-transaction': ['concurrent-index-retry-unsafe'],
  'constraint-breaks-old-writers': ['set-not-null-scanning', 'add-check-validating'],
  'count-per-item': perItem,
  'contract-before-verify': [
    'drop-column',
    'drop-column-still-declared',
    'drop-column-still-used',
    'drop-column-with-dependents',
    'drop-table',
    'drop-without-earlier-release',
  ],
  'create-index-blocking': ['unique-may-fail-on-duplicates'],
  'drop-cascade': [
    'drop-column-with-dependents',
    'drop-primary-key',
    'drop-constraint',
    'drop-shared-object',
  ],
  'drop-column': ['contract-without-expand'],
  'drop-column-still-declared': ['drop-without-earlier-release'],
  'drop-column-still-used': ['drop-without-earlier-release', 'hidden-batch-consumer'],
  'drop-column-with-dependents': ['drop-column'],
  'drop-database': ['drop-cascade', 'drop-schema'],
  'drop-primary-key': ['drop-constraint'],
  'drop-schema': ['drop-cascade'],
  'drop-shared-object': ['contract-without-expand'],
  'drop-table': ['drop-cascade', 'contract-without-expand'],
  'drop-without-earlier-release': ['drop-cascade', 'drop-column-with-dependents'],
  'enum-change-copy': ['alter-column-type-rewrite', 'modify-column-copy'],
  'enum-recreate': [
    'alter-column-type-rewrite',
    'drop-default-in-use',
    'change-default-mixed-versions',
    'drop-shared-object',
    'exclusive-locks-on-two-tables',
    'narrow-column-type',
    'statements-under-exclusive-lock',
  ],
  'filter-in-memory': ['unbounded-read', 'ordered-read-without-limit'],
  'find-then-create-per-item': [...perItem, 'insert-per-item'],
  'index-after-alter-in-transaction': ['create-index-blocking', 'statements-under-exclusive-lock'],
  'index-replaced-by-drop-first': ['drop-index-blocking'],
  'lazy-reference-in-loop': perItem,
  'lazy-relation-in-loop': perItem,
  'load-to-count': ['unbounded-read', 'ordered-read-without-limit', 'filter-in-memory'],
  'modify-column-copy': ['set-not-null-scanning'],
  'move-or-rename-schema': ['contract-without-expand'],
  'narrow-column-type': ['alter-column-type-rewrite', 'enum-change-copy'],
  'ordered-read-without-limit': ['unbounded-read'],
  'query-in-loop': singleRead,
  'query-in-concurrent-map': singleRead,
  'query-in-async-for-each': singleRead,
  'loop-invariant-query': singleRead,
  'parent-chain-query': singleRead,
  'recursive-query': perItem,
  'rename-as-drop-and-add': ['drop-column-still-declared', 'drop-column-still-used', 'add-required-column'],
  'rename-column': ['drop-column-still-declared', 'drop-column-still-used'],
  'rename-enum-value': ['contract-without-expand'],
  'rename-table': ['contract-without-expand'],
  'second-write-only-logged': ['dual-write-without-outbox'],
  'sqlite-unsupported-alter': [
    'add-column-unique',
    'add-required-column',
    'drop-column',
    'drop-column-with-dependents',
  ],
  'truncate-cascade': ['truncate-table'],
  'unbounded-fan-out': ['insert-per-item', 'update-per-item'],
  'validate-in-same-transaction': ['statements-under-exclusive-lock'],
};

const replaces: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.keys(directly).map((rule) => [rule, withThoseBelow(rule)]),
);

function withThoseBelow(rule: string, found = new Set<string>()): ReadonlySet<string> {
  for (const loser of directly[rule] ?? []) {
    if (found.has(loser)) continue;
    found.add(loser);
    withThoseBelow(loser, found);
  }
  return found;
}

/** Whether the finding of `winner` takes that of `loser` along as a note. */
export function isReplaced(winner: string, loser: string): boolean {
  return replaces.get(winner)?.has(loser) === true;
}

/** Said of a change only when nothing else is: else a line of the other finding. */
const yieldsToAll: ReadonlySet<string> = new Set([
  'alter-without-algorithm',
  'exclusive-locks-on-two-tables',
  'large-table-alter',
  'missing-lock-timeout',
]);

/**
 * One hazard, one finding: of findings made for the same change the stronger rule stays, and takes the
 * others' evidence and first sentence along as notes. `findings` are those of one change.
 */
export function mergeByPrecedence(findings: readonly Finding[]): readonly Finding[] {
  const rules = [...new Set(findings.map((finding) => finding.rule))];
  const isLoser = (finding: Finding): boolean => rules.some((rule) => isReplaced(rule, finding.rule));
  const winners = findings
    .filter((finding) => !isLoser(finding))
    .map((winner) =>
      findings.filter((finding) => isReplaced(winner.rule, finding.rule)).reduce(absorb, winner),
    );
  const [strongest, ...others] = winners.filter((finding) => !yieldsToAll.has(finding.rule));
  if (strongest === undefined) return winners.slice(0, 1);
  const notes = winners.filter((finding) => yieldsToAll.has(finding.rule));
  return [notes.reduce(absorb, strongest), ...others];
}

/** The winner with the loser's evidence and first sentence as a note. */
export function absorb(winner: Finding, loser: Finding): Finding {
  const known = new Set(winner.evidence.map((evidence) => `${evidence.file}:${evidence.range.start}`));
  const added = loser.evidence.filter((evidence) => !known.has(`${evidence.file}:${evidence.range.start}`));
  const note = `Also ${loser.rule}: ${firstSentence(loser.message)}`;
  return { ...winner, message: `${winner.message} ${note}`, evidence: [...winner.evidence, ...added] };
}

function firstSentence(message: string): string {
  return /^.*?[.](?=\s+[A-Z]|$)/s.exec(message)?.[0] ?? message;
}
