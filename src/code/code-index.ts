import type {
  BatchLoader,
  CodeIndex,
  CodeRole,
  ColumnUse,
  DeclaredModel,
  FlagCall,
  FunctionId,
  LoopedQuery,
  OutsideCall,
  QuerySite,
  Resolver,
  Route,
  TableUse,
  TransactionScope,
  VersioningConvention,
} from '../model/code';
import { gatherUses } from './columns/gather';
import type { UseTable } from './columns/collect';
import { ModelCatalogue } from './columns/models/all-models';
import { namingsOf } from './columns/models/naming';
import type { FileFacts } from './facts';
import type { FileQueries } from '../model/query-patterns';
import { readBatchLoaders } from './frameworks/batch-loaders';
import { readFlagCalls } from './frameworks/flags';
import type { FoundResolver } from './frameworks/found-resolver';
import { readResolvers } from './frameworks/graphql';
import { Roles } from './frameworks/roles';
import { readRoutes, routesReaching, type RouteTable } from './frameworks/routes';
import { cataloguePrisma } from './libraries/prisma-catalogue';
import type { LibraryContext } from './libraries/recognition';
import { catalogueEntities } from './libraries/typeorm-entities';
import { CallPaths } from './loops/reach';
import { findFileQueries, type FoundQueries } from './patterns/file-queries';
import { createModuleResolver } from './linking/modules';
import { Program } from './linking/program';
import { findSites, type FileSites } from './linking/sites';

export interface CodeInput {
  /** By file name, relative to the root. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Texts by file name. */
  readonly prismaSchemas: ReadonlyMap<string, string>;
  readonly tsconfigs: ReadonlyMap<string, string>;
  readonly packageJsons: ReadonlyMap<string, string>;
}

/** What the index of a root holds; each part is worked out when it is first asked for. */
class Linked implements CodeIndex {
  private readonly context: LibraryContext;
  private fileSites: Map<string, FileSites> | null = null;
  private uses: UseTable | null = null;
  private table: RouteTable | null = null;
  private callPaths: CallPaths | null = null;
  private resolverTable: readonly FoundResolver[] | null = null;
  private allResolvers: readonly Resolver[] | null = null;
  private loaders: readonly BatchLoader[] | null = null;
  private flags: readonly FlagCall[] | null = null;
  private roles: Roles | null = null;
  /** What was found so far; null until it is asked for. */
  patterns: ReadonlyMap<string, FoundQueries> | null = null;
  private allQueries: readonly QuerySite[] | null = null;

  constructor(
    readonly input: CodeInput,
    private readonly earlier: ReadonlyMap<string, FileSites> = new Map(),
    private readonly earlierPatterns: ReadonlyMap<string, FoundQueries> = new Map(),
  ) {
    const program = new Program(
      input.files,
      createModuleResolver(new Set(input.files.keys()), input.tsconfigs, input.packageJsons),
    );
    const namings = namingsOf(program);
    const entities = catalogueEntities(program, namings.typeorm);
    this.context = {
      program,
      prisma: cataloguePrisma(input.prismaSchemas),
      entities,
      models: new ModelCatalogue(program, entities, input.prismaSchemas, namings),
    };
  }

  get files(): number {
    return this.input.files.size;
  }

  get models(): readonly DeclaredModel[] {
    return this.context.models.all;
  }

  get sites(): ReadonlyMap<string, FileSites> {
    if (!this.fileSites) {
      this.fileSites = new Map();
      for (const facts of this.input.files.values())
        this.fileSites.set(facts.file, this.earlier.get(facts.file) ?? findSites(this.context, facts));
    }
    return this.fileSites;
  }

  get queries(): readonly QuerySite[] {
    return (this.allQueries ??= [...this.sites.values()].flatMap(({ sites }) =>
      [...sites.values()].map(({ site }) => site),
    ));
  }

  get loopedQueries(): readonly LoopedQuery[] {
    return this.fileQueries.flatMap(({ looped }) => looped);
  }

  get fileQueries(): readonly FileQueries[] {
    return [...this.foundQueries.values()].flatMap(({ queries }) => (queries ? [queries] : []));
  }

  /** What was found in each file; taken over for files that rest on nothing that changed. */
  get foundQueries(): ReadonlyMap<string, FoundQueries> {
    if (!this.patterns) {
      const context = {
        program: this.context.program,
        paths: this.paths,
        resolvers: byFile(this.resolvers),
        roleOf: (query: Pick<QuerySite, 'file' | 'within'>) => this.roleOf(query),
      };
      const found = new Map<string, FoundQueries>();
      for (const [name, file] of this.sites)
        found.set(name, this.earlierPatterns.get(name) ?? findFileQueries(context, file));
      this.patterns = found;
    }
    return this.patterns;
  }

  get routes(): readonly Route[] {
    return this.routeTable.found.map(({ route }) => route);
  }

  get versioning(): VersioningConvention {
    return this.routeTable.versioning;
  }

  get resolvers(): readonly Resolver[] {
    return (this.allResolvers ??= this.foundResolvers.map(({ resolver }) => resolver));
  }

  get batchLoaders(): readonly BatchLoader[] {
    return (this.loaders ??= readBatchLoaders(this.context.program));
  }

  get transactions(): readonly TransactionScope[] {
    return [...this.sites.values()].flatMap(({ transactions }) => transactions.map(({ scope }) => scope));
  }

  get outsideCalls(): readonly OutsideCall[] {
    return [...this.sites.values()].flatMap(({ outside }) => [...outside.values()]);
  }

  get flagCalls(): readonly FlagCall[] {
    return (this.flags ??= readFlagCalls(this.context.program));
  }

  roleOf(place: { readonly file: string; readonly within: FunctionId | null }): CodeRole {
    this.roles ??= new Roles(
      this.context.program,
      () => this.routeTable.found,
      () => this.foundResolvers,
    );
    return this.roles.roleOf(place);
  }

  columnUses(table: string, column: string): readonly ColumnUse[] {
    return this.allUses().columnUses(table, column);
  }

  usesIn(file: string): readonly ColumnUse[] {
    return this.allUses().usesIn(file);
  }

  tableUses(table: string): readonly TableUse[] {
    return this.allUses().tableUses(table);
  }

  routesReaching(table: string): readonly Route[] {
    return routesReaching(table, this.routeTable.found, this.paths, this.sites);
  }

  private get foundResolvers(): readonly FoundResolver[] {
    return (this.resolverTable ??= readResolvers(this.context.program));
  }

  private get routeTable(): RouteTable {
    return (this.table ??= readRoutes(this.context.program));
  }

  private get paths(): CallPaths {
    return (this.callPaths ??= new CallPaths(this.context.program, this.sites));
  }

  private allUses(): UseTable {
    return (this.uses ??= gatherUses(this.context, this.sites.values()));
  }
}

/** Resolves the facts of all files of a root against each other. Cheap by itself: queries, uses, loops and routes are found when asked for. */
export function buildCodeIndex(input: CodeInput): CodeIndex {
  return new Linked(input);
}

/** What changed since an index was built: new facts by file, null for a file that is gone. */
export type CodeChanges = ReadonlyMap<string, FileFacts | null>;

/**
 * The index after some files changed. When what these files declare to others is as before, the queries of all other files
 * are taken over; loops, uses and routes are found anew when asked for.
 */
export function updateCodeIndex(previous: CodeIndex, changes: CodeChanges): CodeIndex {
  if (!(previous instanceof Linked)) return previous;
  const { input } = previous;
  const files = new Map(input.files);
  let same = true;
  for (const [file, facts] of changes) {
    const before = files.get(file);
    same &&= before !== undefined && facts !== null && surfaceOf(before) === surfaceOf(facts);
    if (facts) files.set(file, facts);
    else files.delete(file);
  }
  const kept = same
    ? new Map([...previous.sites].filter(([file]) => !changes.has(file)))
    : new Map<string, FileSites>();
  return new Linked(
    { ...input, files },
    kept,
    same && previous.patterns ? keptPatterns(previous.patterns, changes) : new Map(),
  );
}

/** Patterns of the files that rest on none of those that changed. */
function keptPatterns(
  found: ReadonlyMap<string, FoundQueries>,
  changes: CodeChanges,
): ReadonlyMap<string, FoundQueries> {
  const changed = [...changes.keys()];
  return new Map([...found].filter(([, { files }]) => !changed.some((file) => files.has(file))));
}

function byFile<T extends { readonly file: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) {
    const list = map.get(item.file);
    if (list) list.push(item);
    else map.set(item.file, [item]);
  }
  return map;
}

/** What other files can see of a file, and what decides what its names mean: everything but bodies and offsets. */
function surfaceOf(facts: FileFacts): string {
  const { imports, exports, functions, classes, interfaces, variables } = facts;
  const seen = [
    imports,
    exports,
    functions
      .filter((fn) => fn.inlineOf < 0)
      .map(({ name, className, parent, returns }) => [name, className, parent, returns]),
    classes,
    interfaces,
    variables.filter((variable) => variable.within < 0),
  ];
  return JSON.stringify(seen, (key, value: unknown) =>
    key === 'start' || key === 'end' ? undefined : value,
  );
}
