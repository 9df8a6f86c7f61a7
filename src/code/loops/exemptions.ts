import { isExample, isScript, isTest } from '../code-files';
import type { CallFact, FileFacts, LoopFact, Shape } from '../facts';
import type { Program } from '../linking/program';
import type { Site } from '../linking/sites';
import { readSqlNames } from '../libraries/sql-names';
import { turnOf } from '../origins';
import { dependsOnEarlierTurn, dependsOnTurn, type Around } from './around';
import { isWrite, looksIntoCache } from './reach';

/** A call in a loop, and the query it is or leads to. */
export interface Judged {
  readonly facts: FileFacts;
  readonly call: CallFact;
  readonly around: Around;
  /** The innermost loop around the call. */
  readonly nearest: Around;
  readonly site: Site;
  /** All queries of the file. */
  readonly sites: ReadonlyMap<number, Site>;
  readonly direct: boolean;
  readonly sameTick: boolean;
  readonly memoised: boolean;
  /** What is asked for depends on the item of the loop. */
  readonly keyed: boolean;
}

/** Why whatever is done in a loop stays silent, by the loop alone, in words that end a sentence; null: it is a candidate. */
export function exemptionOfLoop(program: Program, facts: FileFacts, around: Around): string | null {
  const loop = facts.loops[around.loop];
  if (!loop) return 'the loop is not known';
  if (isTest(facts.file)) return 'a test';
  if (isScript(facts.file)) return 'a migration, seed or script';
  if (isExample(facts.file)) return 'an example';
  if (loop.asyncIteration) return 'rows of a stream are taken one by one';
  if (loop.literal || isLiteral(program, facts, loop)) return 'the list is a literal of known length';
  if (isChunked(facts, loop)) return 'each turn takes a chunk';
  if (isConditionList(facts, loop)) return 'each item is a condition of its own';
  if (isRetry(loop)) return 'the loop retries or polls';
  if (
    facts.branches.some(({ kind, start, end }) => kind === 'catch' && start <= loop.start && loop.end <= end)
  )
    return 'it runs only after a failure';
  if (loop.pauses) return 'the loop pauses between turns';
  if (around.bounded) return 'concurrency is bounded';
  return null;
}

/** Why a query in a loop stays silent, in words that end a sentence; null: it is a candidate. */
export function exemptionOf(program: Program, judged: Judged): string | null {
  const { facts, call, around } = judged;
  const loop = facts.loops[around.loop];
  const byLoop = exemptionOfLoop(program, facts, around);
  if (byLoop !== null || !loop) return byLoop;
  if (endsWith(facts, loop, call)) return 'the loop ends with it';
  if (isLetThroughAlone(facts, loop)) return 'a check lets only one item pass';
  const inner = judged.nearest.loop === around.loop ? undefined : facts.loops[judged.nearest.loop];
  if (inner && (inner.pauses || isRetry(inner) || inner.kind === 'while' || inner.kind === 'do'))
    return 'each item is tried or waited for';
  if (judged.direct && (bringsCondition(facts, call, loop) || bringsText(judged, loop)))
    return 'each item is a condition of its own';
  if (judged.direct && choosesTable(facts, call, around.loop)) return 'each turn asks a table of its own';
  if (isPaging(judged, loop)) return 'each turn reads a page';
  if (dependsOnEarlierTurn(call, around.loop)) {
    if (!isParentChain(judged, loop)) return 'a turn needs what the turn before it brought';
  } else if (!judged.keyed && judged.direct) {
    if (hasNoList(loop)) return 'the loop waits for something to change';
    if (isConditional(facts, loop, call)) return 'a condition may keep it to one turn';
    if (writesTable(judged, loop)) return 'the loop changes what is read';
  }
  if (judged.memoised || remembersInLoop(facts, loop, call)) return 'results are remembered';
  if (isBatchedByPrisma(judged, loop)) return 'Prisma joins findUnique calls of one tick into one query';
  if (locks(judged)) return 'rows are locked in order';
  return null;
}

/** It stands in an arm of the body that returns, throws or breaks: it runs in the last turn only. */
function endsWith(facts: FileFacts, loop: LoopFact, call: CallFact): boolean {
  if (loop.kind === 'concurrent-map' || loop.kind === 'map' || loop.kind === 'for-each') return false;
  if (loop.kind === 'reduce' || call.loop < 0 || facts.loops[call.loop] !== loop) return false;
  const arms = facts.branches.filter(
    ({ start, end }) => start >= loop.headEnd && end <= loop.end && start <= call.start && call.end <= end,
  );
  return (
    arms.some(({ kind, ends }) => ends && (kind === 'then' || kind === 'else')) &&
    arms.every(({ kind }) => kind === 'then' || kind === 'else')
  );
}

/** `if (ids.length !== 1) throw …` stands before a loop over the same list. */
function isLetThroughAlone(facts: FileFacts, loop: LoopFact): boolean {
  return facts.decisions.singles.some(
    ({ list, within, end }) =>
      within === loop.within &&
      end <= loop.start &&
      list.root.kind !== 'other' &&
      JSON.stringify(list) === JSON.stringify(loop.over),
  );
}

function isLiteral(program: Program, facts: FileFacts, loop: LoopFact): boolean {
  const { over } = loop;
  if (!over || over.path.length > 0) {
    // `Object.values(Status)` of an enum or literal object.
    const call = over?.root.kind === 'call' ? facts.calls[over.root.call] : undefined;
    return call !== undefined && isObjectListing(program, facts, call);
  }
  if (over.root.kind === 'variable') {
    const variable = facts.variables[over.root.variable];
    if (variable?.literal) return true;
    return variable?.init ? isLiteral(program, facts, { ...loop, over: variable.init }) : false;
  }
  if (over.root.kind === 'call') {
    const call = facts.calls[over.root.call];
    return call !== undefined && isObjectListing(program, facts, call);
  }
  return over.root.kind === 'name' && isLiteralName(program, facts, over.root.name);
}

function isObjectListing(program: Program, facts: FileFacts, call: CallFact): boolean {
  const { root, path } = call.callee;
  if (root.kind !== 'name' || root.name !== 'Object' || !/^(?:keys|values|entries)$/.test(path[0] ?? ''))
    return false;
  const value = call.values[0];
  if (value?.path.length !== 0) return false;
  if (value.root.kind === 'variable') return facts.variables[value.root.variable]?.literal ?? false;
  if (value.root.kind !== 'name') return false;
  const { name } = value.root;
  return isLiteralName(program, facts, name) || isEnumOfPackage(program, facts, name);
}

/** `import { Status } from '@prisma/client'`: an installed package exports no lists of rows under such a name. */
function isEnumOfPackage(program: Program, facts: FileFacts, name: string): boolean {
  return /^[A-Z]/.test(name) && program.resolveName(facts, name, -1)?.kind === 'external';
}

function isLiteralName(program: Program, facts: FileFacts, name: string): boolean {
  const declaration = program.resolveName(facts, name, -1);
  return (
    declaration?.kind === 'variable' && (declaration.facts.variables[declaration.index]?.literal ?? false)
  );
}

const chunkCall = /chunk|batch|partition|splitEvery/i;
const chunkList = /(?:chunks|batches|partitions|slices|pages)$/i;
/** `i < batches`, `page < pageCount` of a counted loop. */
const chunkCount = /(?:chunks|batches|(?:chunk|batch|page)count)$/i;
/** Conditions differ in more than a key: no one query answers them all. */
const conditionList = /(?:filters|conditions|criteria)$/i;

/** `i < filters.length` of a counted loop. */
const conditionCount = /(?:filters|conditions|criteria)\??\.length\b/i;

function isConditionList(facts: FileFacts, loop: LoopFact): boolean {
  return (
    conditionList.test(listName(facts, loop)) || (loop.kind === 'for' && conditionCount.test(loop.overText))
  );
}

const conditionName = /where|filter|condition|criteria|clause/i;

/** `where: { …, ...check.where }`: the item says what is asked, not only for which key. */
function bringsCondition(facts: FileFacts, call: CallFact, loop: LoopFact): boolean {
  const [first] = call.shapes ?? [];
  const where =
    first?.kind === 'object' ? first.properties.find(({ name }) => name === 'where')?.value : undefined;
  const values = where?.kind === 'object' ? where.spread : where?.kind === 'value' ? [where.value] : [];
  return values.some(({ root, path }) => {
    const variable = root.kind === 'variable' ? facts.variables[root.variable] : undefined;
    return (
      variable !== undefined &&
      variable.start >= loop.start &&
      variable.start <= loop.end &&
      conditionName.test(path[path.length - 1] ?? variable.name)
    );
  });
}

/** `${condition}` of an SQL text, made from the item by a function: each item asks something else. */
function bringsText({ facts, site, around }: Judged, loop: LoopFact): boolean {
  return facts.sql.some(
    (sql) =>
      (sql.call === site.call || facts.calls[sql.call]?.argumentOf === site.call) &&
      sql.insertions.some(({ value }) => {
        if (value?.root.kind !== 'variable' || value.path.length > 0) return false;
        const { init, name, start } = facts.variables[value.root.variable] ?? {};
        if (!init || init.root.kind !== 'call' || !conditionName.test(name ?? '')) return false;
        const made = facts.calls[init.root.call];
        return (
          made?.kind === 'call' &&
          start !== undefined &&
          start >= loop.headEnd &&
          start <= loop.end &&
          dependsOnTurn(made, around.loop)
        );
      }),
  );
}

function isChunked(facts: FileFacts, loop: LoopFact): boolean {
  if (loop.strides) return true;
  if (loop.kind === 'for' && chunkCount.test(loop.overText)) return true;
  const call = loop.over?.root.kind === 'call' ? facts.calls[loop.over.root.call] : undefined;
  return (call !== undefined && chunkCall.test(call.name)) || chunkList.test(listName(facts, loop));
}

/** The last name of what is iterated: `chunks` of `job.chunks`; '' where it has none. */
function listName(facts: FileFacts, { over }: LoopFact): string {
  if (!over) return '';
  const { root, path } = over;
  const name =
    root.kind === 'variable' ? facts.variables[root.variable]?.name : root.kind === 'name' ? root.name : '';
  return path[path.length - 1] ?? name ?? '';
}

const tableCall = /^(?:getRepository|getMongoRepository|getTreeRepository|model|collection|from|table)$/;

/** `getRepository(field.entity)`: the item says which table is asked. */
function choosesTable(facts: FileFacts, query: CallFact, loop: number): boolean {
  const item = turnOf(loop);
  let { root } = query.callee;
  while (root.kind === 'call') {
    const call = facts.calls[root.call];
    if (!call) return false;
    // The last entry is the receiver.
    if (tableCall.test(call.name) && call.origins.slice(0, -1).some((origins) => origins.includes(item)))
      return true;
    root = call.callee.root;
  }
  return false;
}

/** Counted attempts, and loops of no list that end as soon as the answer fits. */
function isRetry(loop: LoopFact): boolean {
  if (/attempt|retry|retries|\btries\b/i.test(loop.overText)) return true;
  return loop.kind === 'for' && loop.exits && !/\.(?:length|size)\b/.test(loop.overText);
}

/** Inside the loop, on a way that is not taken in every turn. */
export function isConditional(facts: FileFacts, loop: LoopFact, call: CallFact): boolean {
  return facts.branches.some(
    ({ start, end, kind }) =>
      kind !== 'try' && start >= loop.start && end <= loop.end && start <= call.start && call.end <= end,
  );
}

/** Another query of the loop writes the table, or one that is not known writes at all. */
function writesTable({ site, sites }: Judged, loop: LoopFact): boolean {
  for (const other of sites.values()) {
    const { range, table } = other.site;
    if (range.start < loop.start || range.end > loop.end || !isWrite(other)) continue;
    if (table === null || site.site.table === null || table === site.site.table) return true;
  }
  return false;
}

/** A loop over no list. */
function hasNoList(loop: LoopFact): boolean {
  return loop.kind === 'while' || loop.kind === 'do' || loop.kind === 'for';
}

/** One row by an equal key, in a loop over no list: from a row to its parent. Paging asks for more, by a range. */
function isParentChain({ site, direct, call }: Judged, loop: LoopFact): boolean {
  const { verb, details } = site.site;
  return (
    direct &&
    (loop.kind === 'while' || loop.kind === 'do') &&
    verb === 'read' &&
    details.limited === 'one' &&
    // A search for a free name asks in the head, or only whether there is a row.
    call.start >= loop.headEnd &&
    (site.site.result?.taken.some((name) => name !== '') ?? true) &&
    details.filters !== null &&
    details.filters.length > 0 &&
    details.filters.every(({ operator }) => operator === 'equals') &&
    // A search for a free name, code or slug asks by that.
    details.filters.some(({ column }) => /id$|parent|next|previous/i.test(column))
  );
}

const pageKeys = new Set(['cursor', 'skip', 'take', 'offset', 'limit', 'page', 'after']);

/** A loop of no list whose query takes a page: skip, take, cursor, offset, limit. */
function isPaging({ facts, call, site, direct }: Judged, loop: LoopFact): boolean {
  if (!hasNoList(loop)) return false;
  const { offset, limited } = site.site.details;
  // An index that runs over a list reads no pages, whatever limit each of its queries has.
  if (loop.kind === 'for' && /\.(?:length|size)\b/.test(loop.overText) && !offset) return false;
  if (direct && (offset || limited === 'limit')) return true;
  for (
    let at: CallFact | undefined = call;
    at;
    at = at.callee.root.kind === 'call' ? facts.calls[at.callee.root.call] : undefined
  ) {
    if (
      /^(?:offset|limit|skip|take)$/.test(at.name) ||
      (at.shapes ?? []).some((shape) => hasKey(shape, pageKeys))
    )
      return true;
  }
  return false;
}

function hasKey(shape: Shape, keys: ReadonlySet<string>): boolean {
  return shape.kind === 'object' && shape.properties.some((property) => keys.has(property.name));
}

/** A cache, or a Map that the loop asks before the query and fills. A Map that only adds up results is none. */
function remembersInLoop(facts: FileFacts, loop: LoopFact, query: CallFact): boolean {
  const asked = new Set<number>();
  const filled = new Set<number>();
  for (const call of facts.calls) {
    if (call.start < loop.headEnd || call.end > loop.end) continue;
    if (looksIntoCache(facts, call)) return true;
    const { root, path } = call.callee;
    if (
      root.kind !== 'variable' ||
      path.length !== 1 ||
      (facts.variables[root.variable]?.start ?? 0) > loop.start
    )
      continue;
    if ((call.name === 'has' || call.name === 'get') && call.end <= query.start) asked.add(root.variable);
    if (call.name === 'set') filled.add(root.variable);
  }
  return [...asked].some((variable) => filled.has(variable)) || remembersInObject(facts, loop, query);
}

/** `if (known[id]) continue; known[id] = await …`: asked before the query, filled by it or after it. */
function remembersInObject({ decisions }: FileFacts, loop: LoopFact, query: CallFact): boolean {
  const inBody = decisions.memories.filter(({ at }) => at >= loop.headEnd && at <= loop.end);
  return inBody.some(
    ({ name, act, at }) =>
      act === 'asked' &&
      at <= query.start &&
      inBody.some((other) => other.act === 'filled' && other.name === name),
  );
}

/** Only findUnique itself, only when no await precedes it, and not with AND or OR (prisma/orm#23313). */
function isBatchedByPrisma({ site, sameTick }: Judged, loop: LoopFact): boolean {
  if (loop.kind !== 'concurrent-map' && loop.kind !== 'map') return false;
  const call = site.facts.calls[site.call];
  if (site.site.library !== 'prisma' || call?.name !== 'findUnique' || !sameTick) return false;
  const [args] = call.shapes ?? [];
  const where =
    args?.kind === 'object'
      ? args.properties.find((property) => property.name === 'where')?.value
      : undefined;
  return !(where && hasKey(where, new Set(['AND', 'OR', 'NOT'])));
}

function locks({ site }: Judged): boolean {
  if (site.site.details.locks) return true;
  const { facts, call: index } = site;
  const text = facts.sql.find(
    (sql) => sql.call === index || facts.calls[sql.call]?.argumentOf === index,
  )?.text;
  if (text !== undefined && readSqlNames(text).locks) return true;
  for (
    let at = facts.calls[index];
    at;
    at = at.callee.root.kind === 'call' ? facts.calls[at.callee.root.call] : undefined
  ) {
    if (/^(?:forUpdate|forShare|setLock|forNoKeyUpdate)$/.test(at.name)) return true;
  }
  return false;
}
