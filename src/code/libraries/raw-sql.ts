import type { QueryVerb } from '../../model/code';
import type { QueryReading } from '../../sql/query-reading';
import type { CallFact, FileFacts, SqlFact, Value } from '../facts';
import { clientText, isClientOf, isCollectionName, isHandle, isImportOf, type ClientKind } from './clients';
import { calleeText, receiverOf, type LibraryContext, type Recognition } from './recognition';
import { readQueryText, unescaped, type ReadQuery } from './query-text';
import { detailsOfReading, sqlDetails } from './sql-details';
import { readSqlNames, type SqlNames } from './sql-names';

/** Methods of drivers that run a text. The text itself must be SQL: the name alone proves nothing. */
const runners = new Set([
  'query',
  'execute',
  'raw',
  'exec',
  'unsafe',
  '$queryRaw',
  '$executeRaw',
  '$queryRawUnsafe',
  '$executeRawUnsafe',
  'all',
  'get',
  'run',
  'each',
  'one',
  'oneOrNone',
  'many',
  'manyOrNone',
  'any',
  'none',
  'values',
  'exists',
  'oneFirst',
  'manyFirst',
  'maybeOne',
  'maybeOneFirst',
  'anyFirst',
  'stream',
]);

const verbOf: Readonly<Record<string, QueryVerb>> = {
  SELECT: 'read',
  WITH: 'read',
  INSERT: 'insert',
  REPLACE: 'upsert',
  UPDATE: 'update',
  DELETE: 'delete',
  TRUNCATE: 'delete',
  MERGE: 'upsert',
};

const writingIn =
  /\b(insert)\s+into\b|\b(delete)\s+from\b|\b(merge)\s+into\b|\b(?<!\bfor\s+|\bdo\s+)(update)\s+[\w"`.]+\s+(?:as\s+\w+\s+)?set\b/i;

/** What a text does, and from where on: one that begins with common table expressions is a write if any of it is. */
function actOf(
  { text }: SqlFact,
  { keyword }: SqlNames,
): { readonly verb: QueryVerb; readonly from: number } {
  if (/^\s*select\s+count\s*\([^)]*\)\s*(?:as\s+)?["\w]*\s*from\b/i.test(text))
    return { verb: 'count', from: 0 };
  const writes = keyword === 'WITH' ? writingIn.exec(text) : null;
  const act = writes?.slice(1).find(Boolean)?.toUpperCase() ?? keyword;
  return { verb: verbOf[act] ?? 'raw', from: writes?.index ?? 0 };
}

/** An SQL text of a file, with the names in it. */
export interface SqlUse {
  readonly fact: SqlFact;
  /** The text without escapes of the language around it, of the same length. */
  readonly plain: string;
  readonly names: SqlNames;
  /** By the grammar of the engine; null where that rejects the text, or code puts in more than values. */
  readonly reading: QueryReading | null;
}

/** All SQL texts of a file. */
export function sqlUses({ readQuery }: LibraryContext, facts: FileFacts): readonly SqlUse[] {
  return facts.sql.map((fact) => useOf(readQuery, fact));
}

function useOf(readQuery: ReadQuery | null, fact: SqlFact): SqlUse {
  const reading = readQuery === null ? null : readQueryText(readQuery, fact);
  const plain = unescaped(fact.text);
  return { fact, plain, names: readSqlNames(plain), reading };
}

/** Calls that run an SQL text, by their index. */
export function recogniseSql(
  context: LibraryContext,
  facts: FileFacts,
  uses: readonly SqlUse[],
): ReadonlyMap<number, Recognition> {
  const found = new Map<number, Recognition>();
  const add = ({ fact, plain, names, reading }: SqlUse, index: number): void => {
    const call = facts.calls[index];
    if (!call || found.has(index) || (call.kind === 'call' && isCollection(context, facts, call))) return;
    const client = call.kind === 'tag' ? call.callee : receiverOf(call);
    const { verb, from } = actOf(fact, names);
    const tables = reading?.tables ?? names.tables;
    found.set(index, {
      library: 'sql',
      verb,
      table: (tables.find(({ start }) => start >= from) ?? tables[0])?.name ?? null,
      entity: null,
      call: calleeText(facts, call.callee),
      confidence: 'high',
      details: reading
        ? detailsOfReading(reading, clientText(facts, client), isHandle(facts, client))
        : sqlDetails({ ...fact, text: plain }, clientText(facts, client), isHandle(facts, client)),
    });
  };
  for (const use of uses) for (const index of runnersOf(context, facts, use.fact)) add(use, index);
  facts.calls.forEach((call, index) => {
    const use = isRunner(call) && !found.has(index) ? sqlElsewhere(context, facts, call) : null;
    if (use) add(use, index);
  });
  return found;
}

/** The text of `pool.query(FIND_ORDERS)` where the constant stands in another file, or in `const query = { text: '…' }`. */
function sqlElsewhere(context: LibraryContext, facts: FileFacts, call: CallFact): SqlUse | null {
  const [first] = call.values;
  if (first?.root.kind === 'variable' && first.path.length === 0 && call.callee.path.length > 0) {
    const fact = configuredText(facts, first.root.variable);
    return fact ? useOf(context.readQuery, fact) : null;
  }
  if (first?.root.kind !== 'name' || first.path.length > 1 || call.callee.path.length === 0) return null;
  const named = context.program.resolveName(facts, first.root.name, call.within);
  const [member] = first.path;
  const found =
    named?.kind === 'module' && member !== undefined
      ? context.program.resolveExport(named.facts, member)
      : member === undefined
        ? named
        : null;
  if (found?.kind !== 'variable') return null;
  const { facts: other, index } = found;
  const fact = other.sql.find((sql) => sql.variable === index);
  return fact ? useOf(context.readQuery, fact) : null;
}

/** The text in an object that a variable holds (pg's `text`, mysql2's `sql`). */
function configuredText(facts: FileFacts, index: number): SqlFact | undefined {
  const holder = facts.variables[index];
  if (!holder || holder.parameterOf >= 0 || !holder.literal) return undefined;
  const next = facts.variables.find(({ within, start }) => within === holder.within && start > holder.start);
  return facts.sql.find(
    ({ call, variable, start, within }) =>
      call < 0 &&
      variable < 0 &&
      within === holder.within &&
      start > holder.start &&
      (next === undefined || start < next.start),
  );
}

function runnersOf(context: LibraryContext, facts: FileFacts, fact: SqlFact): readonly number[] {
  if (fact.variable >= 0) return runnersOfVariable(facts, fact.variable);
  const call = facts.calls[fact.call];
  if (!call) return [];
  if (call.kind === 'tag') return tagged(context, facts, fact.call, call);
  if (call.name === 'prepare') return preparedRunners(facts, fact.call);
  return isRunner(call) && call.callee.path.length > 0 ? [fact.call] : [];
}

/** Calls that are handed a variable that holds the text. */
function runnersOfVariable(facts: FileFacts, variable: number): readonly number[] {
  return facts.calls.flatMap((call, index) => {
    const [first] = call.values;
    if (first?.root.kind !== 'variable' || first.root.variable !== variable || first.path.length > 0)
      return [];
    if (call.name === 'prepare') return preparedRunners(facts, index);
    return isRunner(call) && call.callee.path.length > 0 ? [index] : [];
  });
}

/** `db.prepare(text).get(id)`, and calls of a statement that was prepared before, also as a property (better-sqlite3). */
function preparedRunners(facts: FileFacts, prepare: number): readonly number[] {
  const holder = facts.variables.findIndex(({ init }) => isResult(facts, init, prepare));
  const properties = facts.classes.flatMap(({ properties: own }) =>
    own.filter(({ init }) => isResult(facts, init, prepare)).map(({ name }) => name),
  );
  return facts.calls.flatMap((call, index) => {
    if (!/^(?:all|get|run|iterate|each)$/.test(call.name)) return [];
    const { root, path } = call.callee;
    const onIt =
      isResult(facts, { root, path: path.slice(0, -1) }, prepare) ||
      (holder >= 0 && root.kind === 'variable' && root.variable === holder && path.length === 1) ||
      (root.kind === 'this' && path.length === 2 && properties.includes(path[0] ?? ''));
    return onIt ? [index] : [];
  });
}

/** The statement itself, also with its ways to answer: `db.prepare(text).pluck()`. */
function isResult(facts: FileFacts, value: Value | null, prepare: number): boolean {
  if (value?.root.kind !== 'call' || value.path.length > 0) return false;
  if (value.root.call === prepare) return true;
  const call = facts.calls[value.root.call];
  return (
    call !== undefined &&
    /^(?:pluck|raw|expand|safeIntegers|bind)$/.test(call.name) &&
    isResult(facts, receiverOf(call), prepare)
  );
}

/** A tagged template runs by itself with postgres.js; elsewhere it is handed to a call that runs it, at once or by a variable. */
function tagged(context: LibraryContext, facts: FileFacts, index: number, call: CallFact): readonly number[] {
  const outer = facts.calls[call.argumentOf];
  if (outer && isRunner(outer) && outer.callee.path.length > 0) return [call.argumentOf];
  if (isRunner(call) && call.name.startsWith('$')) return [index];
  // Kysely: sql`…`.execute(db).
  const executed = facts.calls.findIndex(
    ({ name, callee }) =>
      name === 'execute' &&
      callee.root.kind === 'call' &&
      callee.root.call === index &&
      callee.path.length === 1,
  );
  if (executed >= 0) return [executed];
  const holder = facts.variables.findIndex(
    ({ init }) => init?.root.kind === 'call' && init.root.call === index && init.path.length === 0,
  );
  const later = holder < 0 ? [] : runnersOfVariable(facts, holder);
  if (later.length > 0) return later;
  if (holder >= 0 && isPutInto(facts, holder)) return [];
  return !outer && isPostgresJs(context, facts, call) ? [index] : [];
}

/** A part of another text: sql`SELECT … FROM (${orders})`. */
function isPutInto(facts: FileFacts, variable: number): boolean {
  return facts.sql.some(({ insertions }) =>
    insertions.some(({ value }) => value?.root.kind === 'variable' && value.root.variable === variable),
  );
}

const taggedClients: ClientKind = {
  modules: /^(?:postgres|@vercel\/postgres|@neondatabase\/serverless|bun)$/,
  types:
    /^(?:default|postgres|neon|sql|SQL|createPool|createClient)\(\)$|(?:^|\.)(?:Sql|TransactionSql|ReservedSql|SQL)$/,
};

function isPostgresJs({ program }: LibraryContext, facts: FileFacts, call: CallFact): boolean {
  return (
    isClientOf(program, facts, call.callee, call.within, taggedClients) ||
    isImportOf(program, facts, call.callee, call.within, /^(?:@vercel\/postgres|bun)$/)
  );
}

/** A Map or a Headers has `get` too, whatever its key looks like. */
function isCollection({ program }: LibraryContext, facts: FileFacts, call: CallFact): boolean {
  const type = program.typeOf(facts, receiverOf(call), call.within);
  return type?.kind === 'external' && type.module === '' && isCollectionName(type.name);
}

function isRunner(call: CallFact): boolean {
  return runners.has(call.name);
}
