import type {
  BatchLoader,
  CodeIndex,
  CodeRole,
  ColumnUse,
  ConstantFlag,
  DeclaredModel,
  FlagCall,
  FunctionId,
  LoopedQuery,
  MakingRoute,
  OutsideCall,
  PackageFolder,
  QuerySite,
  RefusingSwitch,
  Resolver,
  Route,
  TableUse,
  TransactionScope,
  VersioningConvention,
} from '../model/code';
import type { FileQueries } from '../model/query-patterns';
import { gatherUses } from './columns/gather';
import type { UseTable } from './columns/collect';
import type { FileFacts } from './facts';
import { constantFlagsIn } from './frameworks/constant-flags';
import { makingRoutes } from './frameworks/making-routes';
import { refusingSwitchesIn } from './frameworks/refusing-switches';
import { routesReaching } from './frameworks/routes';
import { readPackages } from './linking/packages';
import { namesUsedIn, surfaceChange, surfaceOf } from './linking/surface';
import { World, type CodeInput } from './world';

export type { CodeInput } from './world';

/** What the index of a root holds at one moment; each part is worked out when it is first asked for. */
class Linked implements CodeIndex {
  private uses: UseTable | null = null;
  private packageFolders: readonly PackageFolder[] | null = null;
  private allQueries: readonly QuerySite[] | null = null;
  private allPatterns: readonly FileQueries[] | null = null;
  private constants: readonly ConstantFlag[] | null = null;

  constructor(
    readonly input: CodeInput,
    readonly world: World = new World(input),
  ) {}

  get files(): number {
    return this.input.files.size;
  }

  get packages(): readonly PackageFolder[] {
    return (this.packageFolders ??= readPackages(this.input.packageJsons));
  }

  get models(): readonly DeclaredModel[] {
    return this.world.context.models.all;
  }

  get queries(): readonly QuerySite[] {
    return (this.allQueries ??= this.world
      .allSites()
      .flatMap(({ sites }) => [...sites.values()].map(({ site }) => site)));
  }

  get loopedQueries(): readonly LoopedQuery[] {
    return this.fileQueries.flatMap(({ looped }) => looped);
  }

  get fileQueries(): readonly FileQueries[] {
    return (this.allPatterns ??= this.world.allPatterns().flatMap(({ queries }) => queries ?? []));
  }

  queriesOf(file: string): FileQueries | null {
    return this.world.patternsIn(file)?.queries ?? null;
  }

  get lastQueries(): readonly FileQueries[] {
    return this.world.lastPatterns().flatMap(({ queries }) => queries ?? []);
  }

  get routes(): readonly Route[] {
    return this.world.routes.found.map(({ route }) => route);
  }

  get versioning(): VersioningConvention {
    return this.world.routes.versioning;
  }

  get resolvers(): readonly Resolver[] {
    return this.world.resolvers.all().map(({ resolver }) => resolver);
  }

  get batchLoaders(): readonly BatchLoader[] {
    return this.world.loaders.all();
  }

  get transactions(): readonly TransactionScope[] {
    return this.world.allSites().flatMap(({ transactions }) => transactions.map(({ scope }) => scope));
  }

  get outsideCalls(): readonly OutsideCall[] {
    return this.world.allSites().flatMap(({ outside }) => [...outside.values()]);
  }

  get flagCalls(): readonly FlagCall[] {
    return this.world.flags.all();
  }

  get constantFlags(): readonly ConstantFlag[] {
    const { program } = this.world;
    return (this.constants ??= [...program.files.values()].flatMap((facts) =>
      constantFlagsIn(program, facts),
    ));
  }

  get refusingSwitches(): readonly RefusingSwitch[] {
    return this.world.allSites().flatMap(refusingSwitchesIn);
  }

  get makingRoutes(): readonly MakingRoute[] {
    const { paths, routes } = this.world;
    return makingRoutes(routes.found, paths, { get: (file) => this.world.sitesIn(file) });
  }

  roleOf(place: { readonly file: string; readonly within: FunctionId | null }): CodeRole {
    return this.world.roleOf(place);
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
    const { paths, routes } = this.world;
    return routesReaching(table, routes.found, paths, { get: (file) => this.world.sitesIn(file) });
  }

  private allUses(): UseTable {
    return (this.uses ??= gatherUses(this.world.context, this.world.allSites()));
  }
}

/** Resolves the facts of all files of a root against each other. Cheap by itself: queries, uses, loops and routes are found when asked for. */
export function buildCodeIndex(input: CodeInput): CodeIndex {
  return new Linked(input);
}

/** What changed since an index was built: new facts by file, null for a file that is gone. */
export type CodeChanges = ReadonlyMap<string, FileFacts | null>;

/**
 * The index after some files changed; `previous` must not be asked any more. As long as what these files declare to
 * others stays as it was, only what rests on their bodies is worked out anew; else everything is, when asked for.
 */
export function updateCodeIndex(previous: CodeIndex, changes: CodeChanges): CodeIndex {
  if (!(previous instanceof Linked)) return previous;
  const { input, world } = previous;
  const files = new Map(input.files);
  const changed: FileFacts[] = [];
  let same = true;
  for (const [file, facts] of changes) {
    const before = files.get(file);
    if (facts && before !== facts) changed.push(facts);
    same &&= before !== undefined && facts !== null && staysSame(input, before, facts);
    if (facts) files.set(file, facts);
    else files.delete(file);
  }
  const next = { ...input, files };
  if (!same) return new Linked(next);
  world.replace(changed);
  return new Linked(next, world);
}

/** Nothing that others see of the file means something else, or only what they do not name. */
function staysSame(input: CodeInput, before: FileFacts, after: FileFacts): boolean {
  if (before === after) return true;
  const names = surfaceChange(surfaceOf(before), surfaceOf(after));
  if (names === null) return false;
  if (names.length === 0) return true;
  for (const facts of input.files.values()) {
    if (facts === before) continue;
    const used = namesUsedIn(facts);
    if (names.some((name) => used.has(name))) return false;
  }
  return true;
}
