import type { BatchLoader, CodeRole, FlagCall, FunctionId, QuerySite } from '../model/code';
import { ModelCatalogue } from './columns/models/all-models';
import { namingsOf } from './columns/models/naming';
import type { FileFacts } from './facts';
import { batchLoadersIn } from './frameworks/batch-loaders';
import { flagCallsIn, flagToolsOf, type FlagTool } from './frameworks/flags';
import type { FoundResolver } from './frameworks/found-resolver';
import { resolversIn } from './frameworks/graphql';
import { CallEdges, Roles } from './frameworks/roles';
import { mayRoute, readRoutes, type RouteTable } from './frameworks/routes';
import { cataloguePrisma } from './libraries/prisma-catalogue';
import { forgetLibraries } from './libraries/registry';
import type { ReadQuery } from './libraries/query-text';
import type { LibraryContext } from './libraries/recognition';
import { catalogueEntities } from './libraries/typeorm-entities';
import { createModuleResolver } from './linking/modules';
import { PerFile } from './linking/per-file';
import { Program } from './linking/program';
import { findSites, type FileSites } from './linking/sites';
import { CallPaths } from './loops/reach';
import { findFileQueries, type FoundQueries } from './patterns/file-queries';

export interface CodeInput {
  /** By file name, relative to the root. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Texts by file name. */
  readonly prismaSchemas: ReadonlyMap<string, string>;
  readonly tsconfigs: ReadonlyMap<string, string>;
  readonly packageJsons: ReadonlyMap<string, string>;
  /** The engine's grammar for SQL texts in code; without it they are read by their words. */
  readonly readQuery?: ReadQuery;
}

/** Files that import one of these may declare tables. */
const declaresTables =
  /^(?:typeorm|sequelize|sequelize-typescript|objection|mongoose|kysely|@mikro-orm\/.*|@nestjs\/(?:typeorm|mongoose|sequelize)|@sequelize\/core|drizzle-orm.*)(?:\/|$)/;

/**
 * The files of a root with all that was worked out about them. Lives on while edits change bodies: then only what
 * rests on the edited files is worked out anew, when it is next asked for.
 */
export class World {
  readonly program: Program;
  context: LibraryContext;
  readonly paths: CallPaths;
  readonly loaders: PerFile<BatchLoader>;
  readonly flags: PerFile<FlagCall>;
  readonly resolvers: PerFile<FoundResolver>;
  private readonly edges: CallEdges;
  private readonly sites = new Map<string, FileSites>();
  private readonly patterns = new Map<string, FoundQueries>();
  /** Patterns that rest on files edited since, until they are found again. */
  private readonly earlier = new Map<string, FoundQueries>();
  private table: RouteTable | null = null;
  private roles: Roles | null = null;
  private flagTools: readonly FlagTool[] | null = null;

  constructor(private readonly input: CodeInput) {
    const program = new Program(
      input.files,
      createModuleResolver(new Set(input.files.keys()), input.tsconfigs, input.packageJsons),
    );
    this.program = program;
    this.context = this.contextNow();
    this.paths = new CallPaths(program, { get: (file) => this.sitesIn(file) });
    this.edges = new CallEdges(program);
    this.loaders = new PerFile(program, (facts) => batchLoadersIn(program, facts));
    this.flags = new PerFile(program, (facts) => flagCallsIn(program, facts, this.tools()));
    this.resolvers = new PerFile(program, (facts) => resolversIn(program, facts));
  }

  /** The queries of a file. */
  sitesIn(file: string): FileSites | undefined {
    const known = this.sites.get(file);
    if (known) return known;
    const facts = this.program.files.get(file);
    if (!facts) return undefined;
    const found = findSites(this.context, facts);
    this.sites.set(file, found);
    return found;
  }

  /** The queries of all files, in the order of the files. */
  allSites(): readonly FileSites[] {
    return [...this.program.files.keys()].flatMap((file) => this.sitesIn(file) ?? []);
  }

  /** What the rules about queries look at, of all files. */
  allPatterns(): readonly FoundQueries[] {
    return [...this.program.files.keys()].flatMap((file) => this.patternsIn(file) ?? []);
  }

  /** The same of one file; undefined for a file that is none of the root's. */
  patternsIn(file: string): FoundQueries | undefined {
    const known = this.patterns.get(file);
    if (known) return this.withRoles(known);
    const sites = this.sitesIn(file);
    if (!sites) return undefined;
    const context = {
      program: this.program,
      paths: this.paths,
      resolversIn: (facts: FileFacts) => this.resolvers.of(facts).map(({ resolver }) => resolver),
      roleOf: (query: Pick<QuerySite, 'file' | 'within'>) => this.roleOf(query),
    };
    const found = findFileQueries(context, sites);
    this.patterns.set(file, found);
    this.earlier.delete(file);
    return found;
  }

  /** What was found of files last, be it before edits of others; nothing is found for this. */
  lastPatterns(): readonly FoundQueries[] {
    return [...this.patterns.values(), ...this.earlier.values()];
  }

  /** Patterns found before, with roles that another file's edit may have changed. */
  private withRoles(found: FoundQueries): FoundQueries {
    const { queries } = found;
    if (!queries) return found;
    const roleNow = (within: FunctionId | null): CodeRole =>
      this.roleOf({ file: within === null ? queries.file : within.slice(0, within.indexOf('#')), within });
    if ([...queries.roles].every(([within, role]) => role === roleNow(within))) return found;
    const roles = new Map([...queries.roles.keys()].map((within) => [within, roleNow(within)]));
    const refreshed = { ...found, queries: { ...queries, roles } };
    this.patterns.set(queries.file, refreshed);
    return refreshed;
  }

  get routes(): RouteTable {
    return (this.table ??= readRoutes(this.program));
  }

  roleOf(place: { readonly file: string; readonly within: FunctionId | null }): CodeRole {
    this.roles ??= new Roles(
      this.program,
      this.edges,
      () => this.routes.found,
      () => this.resolvers.all(),
    );
    return this.roles.roleOf(place);
  }

  /** Bodies of these files changed, nothing that others see of them. */
  replace(changed: readonly FileFacts[]): void {
    const names = new Set(changed.map(({ file }) => file));
    const before = changed.flatMap(({ file }) => this.program.files.get(file) ?? []);
    for (const facts of changed) {
      this.program.replace(facts);
      this.sites.delete(facts.file);
    }
    const both = [...before, ...changed];
    if (specifiersOf(before) !== specifiersOf(changed)) {
      forgetLibraries(this.program);
      this.flagTools = null;
    }
    this.resolvers.forget(({ facts }) => before.includes(facts));
    if (both.some((facts) => facts.imports.some(({ from }) => declaresTables.test(from))))
      this.context = this.contextNow();
    for (const [file, found] of this.patterns) {
      if (![...names].some((name) => found.files.has(name))) continue;
      this.earlier.set(file, found);
      this.patterns.delete(file);
    }
    this.paths.forget(names);
    const routed = this.table?.found.some(
      ({ facts, route }) => names.has(facts.file) || names.has(route.file),
    );
    if (routed === true || both.some(mayRoute)) this.table = null;
    this.roles = null;
  }

  private tools(): readonly FlagTool[] {
    return (this.flagTools ??= flagToolsOf(this.program));
  }

  private contextNow(): LibraryContext {
    const namings = namingsOf(this.program);
    const entities = catalogueEntities(this.program, namings.typeorm);
    return {
      program: this.program,
      prisma: cataloguePrisma(this.input.prismaSchemas),
      entities,
      models: new ModelCatalogue(this.program, entities, this.input.prismaSchemas, namings),
      readQuery: this.input.readQuery ?? null,
    };
  }
}

function specifiersOf(files: readonly FileFacts[]): string {
  return files.flatMap((facts) => facts.imports.map(({ from }) => from)).join('\n');
}
