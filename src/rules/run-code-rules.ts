import type { CodeIndex } from '../model/code';
import type { Finding } from '../model/finding';
import type { FileQueries } from '../model/query-patterns';
import type { Range } from '../model/text';
import type { DeclaredTable } from '../risk/blast-radius';
import { gatherSame, type Gathered } from './gather-same';
import { severityOf, type LevelSettings } from './levels';
import { isReplaced } from './precedence';
import { contractRules, queryRules, wholeCodeRules } from './registry';
import type { CodeDraft, HistoryEnd, KnownFlags, QueryContext, RuleMeta } from './rule';
import { messageText } from './run-migration-rules';

/** What is known beside the code. The objects' identities decide whether findings are kept. */
export interface CodeFacts {
  readonly code: CodeIndex;
  /** What `evolens.yml` says about tables, by name. */
  readonly tables: Readonly<Record<string, DeclaredTable>>;
  /** The histories of the root, with the schemas they end in. */
  readonly histories: readonly HistoryEnd[];
  /** Asked for by rules that are on: git is looked at only then. */
  readonly flags: KnownFlags;
}

interface Kept {
  readonly facts: CodeFacts;
  readonly settings: LevelSettings;
  readonly findings: readonly Gathered[];
}

/** Findings of a file's queries, kept while the file's queries and what rules may look at stay the same. */
const known = new WeakMap<FileQueries, Kept>();

/**
 * Findings of the rules about queries and contracts, in order of file and place: over a whole index, or (`files`) as
 * far as these files need: what is said of others is then what was said last, since one of them may say it for all.
 */
export function runCodeRules(
  facts: CodeFacts,
  settings: LevelSettings,
  fault: (message: string) => void,
  files: readonly string[] | null = null,
): readonly Finding[] {
  const { code } = facts;
  const context = contextOf(facts);
  const found: Gathered[] = [];
  const alone = (meta: RuleMeta, make: () => readonly CodeDraft[]): readonly Gathered[] =>
    findingsOfRule(meta, make, settings, fault);
  const asked = files === null ? code.fileQueries : files.flatMap((file) => code.queriesOf(file) ?? []);
  for (const file of asked) found.push(...findingsOfFile(file, facts, context, settings, fault));
  if (files !== null) found.push(...lastFindings(code, new Set(files)));
  for (const rule of wholeCodeRules) found.push(...alone(rule.meta, () => rule.check(code, context)));
  for (const rule of contractRules) found.push(...alone(rule.meta, () => rule.check(code.routes, code)));
  return gatherSame(found.sort((a, b) => byPlace(a.finding, b.finding)));
}

/** What was said of other files when they were last looked at. */
function lastFindings(code: CodeIndex, but: ReadonlySet<string>): readonly Gathered[] {
  return code.lastQueries.flatMap((file) => (but.has(file.file) ? [] : (known.get(file)?.findings ?? [])));
}

function findingsOfFile(
  file: FileQueries,
  facts: CodeFacts,
  context: QueryContext,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly Gathered[] {
  const before = known.get(file);
  if (before && isSame(before, facts, settings)) return before.findings;
  const found = queryRules.flatMap((rule) =>
    findingsOfRule(rule.meta, () => rule.check(file, context), settings, fault),
  );
  const findings = mergeByPlace(found);
  known.set(file, { facts, settings, findings });
  return findings;
}

function isSame(before: Kept, { tables, histories }: CodeFacts, settings: LevelSettings): boolean {
  return (
    before.facts.tables === tables &&
    before.facts.histories.length === histories.length &&
    before.facts.histories.every(({ schema }, index) => schema === histories[index]?.schema) &&
    before.settings.profile === settings.profile &&
    before.settings.configured === settings.configured
  );
}

/** What rules about queries may ask. */
export function contextOf(facts: CodeFacts): QueryContext {
  const { tables, histories } = facts;
  const byName = new Map(Object.entries(tables).map(([name, table]) => [name.toLowerCase(), table]));
  return {
    declared: (table) => byName.get(table.toLowerCase()) ?? null,
    schemas: histories.map(({ schema }) => schema),
    histories,
    get flags() {
      return facts.flags;
    },
  };
}

function findingsOfRule(
  meta: RuleMeta,
  make: () => readonly CodeDraft[],
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly Placed[] {
  if (severityOf(meta, undefined, settings) === null) return [];
  try {
    return make().flatMap((draft) => findingOf(meta, draft, settings));
  } catch (error) {
    fault(`Rule ${meta.id} failed: ${String(error)}`);
    return [];
  }
}

/** A finding with the places of the same hazard that its draft names. */
interface Placed extends Gathered {
  readonly covers: readonly Range[];
}

/** One hazard, one finding: of findings at the same place, or at one that is covered, the narrower rule stays and takes the other along as a note. */
function mergeByPlace(placed: readonly Placed[]): readonly Gathered[] {
  if (placed.length < 2) return placed;
  const takes = (winner: Placed, loser: Placed): boolean =>
    isReplaced(winner.finding.rule, loser.finding.rule) &&
    [winner.finding.range, ...winner.covers].some(
      (range) => range.start === loser.finding.range.start && range.end === loser.finding.range.end,
    );
  return placed
    .filter((loser) => !placed.some((winner) => takes(winner, loser)))
    .map((winner) => ({
      sameAs: winner.sameAs,
      finding: placed
        .filter((loser) => takes(winner, loser))
        .reduce((kept, loser) => noted(kept, loser.finding), winner.finding),
    }));
}

/** The winner with the loser's places and its name: its message would say the same again. */
function noted(winner: Finding, loser: Finding): Finding {
  const known = new Set(winner.evidence.map(({ file, range }) => `${file}:${String(range.start)}`));
  const added = loser.evidence.filter(({ file, range }) => !known.has(`${file}:${String(range.start)}`));
  return {
    ...winner,
    message: `${winner.message} Also ${loser.rule}.`,
    evidence: [...winner.evidence, ...added],
  };
}

function findingOf(meta: RuleMeta, draft: CodeDraft, settings: LevelSettings): Placed[] {
  const severity = severityOf(meta, draft.severity, settings);
  if (severity === null) return [];
  const finding: Finding = {
    file: draft.file,
    range: draft.range,
    rule: meta.id,
    severity,
    confidence: draft.confidence ?? 'medium',
    door: null,
    message: messageText(draft.message),
    evidence: draft.evidence ?? [],
  };
  return [{ finding, covers: draft.covers ?? [], sameAs: draft.sameAs ?? null }];
}

/** The stable order of findings: file, place, rule. */
export function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
