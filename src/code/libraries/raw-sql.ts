import type { QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, SqlFact } from '../facts';
import { unknownDetails } from './details';
import { calleeText, receiverOf, type LibraryContext, type Recognition } from './recognition';
import { readSqlNames, type SqlNames } from './sql-names';

/** Methods of drivers that run a text. The text itself must be SQL: the name alone proves nothing. */
const runners = new Set([
  'query',
  'execute',
  'raw',
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
]);
const templateTags = new Set(['sql', 'SQL']);

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

/** An SQL text of a file, with the names in it. */
export interface SqlUse {
  readonly fact: SqlFact;
  readonly names: SqlNames;
}

/** All SQL texts of a file. */
export function sqlUses(facts: FileFacts): readonly SqlUse[] {
  return facts.sql.map((fact) => ({ fact, names: readSqlNames(fact.text) }));
}

/** Calls that run an SQL text, by their index. */
export function recogniseSql(
  context: LibraryContext,
  facts: FileFacts,
  uses: readonly SqlUse[],
): ReadonlyMap<number, Recognition> {
  const found = new Map<number, Recognition>();
  for (const { fact, names } of uses) {
    for (const index of runnersOf(context, facts, fact)) {
      const call = facts.calls[index];
      if (!call || found.has(index)) continue;
      const table = names.tables[0]?.name ?? null;
      found.set(index, {
        library: 'sql',
        verb: verbOf[names.keyword] ?? 'raw',
        table,
        entity: null,
        call: calleeText(facts, call.callee),
        confidence: 'high',
        details: unknownDetails(calleeText(facts, receiverOf(call))),
      });
    }
  }
  return found;
}

function runnersOf(context: LibraryContext, facts: FileFacts, fact: SqlFact): number[] {
  if (fact.variable >= 0) {
    return facts.calls.flatMap((call, index) => {
      const [first] = call.values;
      return first?.root.kind === 'variable' &&
        first.root.variable === fact.variable &&
        first.path.length === 0 &&
        isRunner(call)
        ? [index]
        : [];
    });
  }
  const call = facts.calls[fact.call];
  if (!call) return [];
  if (call.kind === 'tag' && !isRunner(call)) return tagged(context, facts, fact.call, call);
  return isRunner(call) && call.callee.path.length > 0 ? [fact.call] : [];
}

/** A tagged template runs by itself with postgres.js and slonik's like; elsewhere it is handed to a call that runs it. */
function tagged(context: LibraryContext, facts: FileFacts, index: number, call: CallFact): number[] {
  if (!templateTags.has(call.name)) return isPostgresJs(context, facts, call) ? [index] : [];
  const outer = facts.calls[call.argumentOf];
  if (outer) return isRunner(outer) && outer.callee.path.length > 0 ? [call.argumentOf] : [];
  return isPostgresJs(context, facts, call) ? [index] : [];
}

function isPostgresJs(context: LibraryContext, facts: FileFacts, call: CallFact): boolean {
  let { root } = call.callee;
  let file = facts;
  if (root.kind === 'name') {
    const declaration = context.program.resolveName(facts, root.name, call.within);
    if (declaration?.kind !== 'variable') return false;
    file = declaration.facts;
    root = { kind: 'variable', variable: declaration.index };
  }
  const init = root.kind === 'variable' ? file.variables[root.variable]?.init : null;
  const made = init?.root.kind === 'call' ? file.calls[init.root.call] : undefined;
  if (made?.callee.root.kind !== 'name') return false;
  const factory = context.program.resolveName(file, made.callee.root.name, made.within);
  return (
    factory?.kind === 'external' &&
    (factory.module === 'postgres' ||
      factory.module === '@vercel/postgres' ||
      factory.module === '@neondatabase/serverless')
  );
}

function isRunner(call: CallFact): boolean {
  return runners.has(call.name);
}
