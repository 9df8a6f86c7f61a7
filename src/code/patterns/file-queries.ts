import type { CodeRole, FunctionId, QuerySite, Resolver } from '../../model/code';
import type { FileQueries } from '../../model/query-patterns';
import type { FileFacts } from '../facts';
import type { Program } from '../linking/program';
import type { FileSites } from '../linking/sites';
import { findLooped } from '../loops/looped';
import type { CallPaths } from '../loops/reach';
import { findLoopedActs } from './looped-acts';
import { findFieldQueries } from './field-queries';
import { findInsertions } from './insertions';
import { findLoadedLists } from './loaded-lists';
import { findBulkUpserts, findIndependentReads } from './reads-in-turn';
import { findRecursions } from './recursions';
import { findTransactionBlocks } from './transaction-blocks';
import { findWriteSequences } from './write-sequences';

/** What the patterns of a file are found with. */
export interface PatternContext {
  readonly program: Program;
  readonly paths: CallPaths;
  resolversIn(facts: FileFacts): readonly Resolver[];
  roleOf(query: Pick<QuerySite, 'file' | 'within'>): CodeRole;
}

/** The patterns of one file, with the files they rest on; null where the file has none. */
export interface FoundQueries {
  readonly queries: FileQueries | null;
  readonly files: ReadonlySet<string>;
}

/** Everything the rules about queries look at in one file. */
export function findFileQueries(context: PatternContext, file: FileSites): FoundQueries {
  const { facts } = file;
  const touched = new Set([facts.file]);
  const looped = findLooped({ program: context.program, paths: context.paths, touched }, file);
  const queries = [...file.sites.values()].map(({ site }) => site);
  const acts = findLoopedActs(context.program, file);
  const resolvers = context.resolversIn(facts);
  if (queries.length + looped.length + acts.length + resolvers.length + file.transactions.length === 0)
    return { queries: null, files: touched };
  return {
    files: touched,
    queries: {
      file: facts.file,
      roles: rolesOf(context, [...queries, ...looped.flatMap(({ loop, query }) => [loop, query])]),
      queries,
      looped,
      acts,
      transactions: findTransactionBlocks(context.paths, file, touched),
      sequences: findWriteSequences(context.paths, file, touched),
      recursions: findRecursions(context.paths, file, touched),
      fields: findFieldQueries(context.paths, file, resolvers, touched),
      lists: findLoadedLists(context.program, context.paths, file, touched),
      insertions: findInsertions(context.program, file),
      independent: findIndependentReads(file),
      upserts: findBulkUpserts(file),
    },
  };
}

function rolesOf(
  context: PatternContext,
  places: readonly Pick<QuerySite, 'file' | 'within'>[],
): Map<FunctionId | null, CodeRole> {
  const roles = new Map<FunctionId | null, CodeRole>();
  for (const place of places) {
    if (!roles.has(place.within)) roles.set(place.within, context.roleOf(place));
  }
  return roles;
}
