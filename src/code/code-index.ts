import type { CodeIndex, ColumnUse, LoopedQuery, QuerySite, Route, TableUse, VersioningConvention } from '../model/code';
import { gatherUses } from './columns/gather';
import type { UseTable } from './columns/collect';
import type { FileFacts } from './facts';
import { cataloguePrisma } from './libraries/prisma-catalogue';
import type { LibraryContext } from './libraries/recognition';
import { catalogueEntities } from './libraries/typeorm-entities';
import { findLooped } from './loops/looped';
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
  private looped: readonly LoopedQuery[] | null = null;
  private allQueries: readonly QuerySite[] | null = null;

  constructor(readonly input: CodeInput) {
    const program = new Program(input.files, createModuleResolver(new Set(input.files.keys()), input.tsconfigs, input.packageJsons));
    this.context = { program, prisma: cataloguePrisma(input.prismaSchemas), entities: catalogueEntities(program) };
  }

  get files(): number {
    return this.input.files.size;
  }

  get sites(): ReadonlyMap<string, FileSites> {
    if (!this.fileSites) {
      this.fileSites = new Map();
      for (const facts of this.input.files.values()) this.fileSites.set(facts.file, findSites(this.context, facts));
    }
    return this.fileSites;
  }

  get queries(): readonly QuerySite[] {
    return (this.allQueries ??= [...this.sites.values()].flatMap(({ sites }) => [...sites.values()].map(({ site }) => site)));
  }

  get loopedQueries(): readonly LoopedQuery[] {
    return (this.looped ??= findLooped(this.context.program, this.sites));
  }

  get routes(): readonly Route[] {
    return [];
  }

  get versioning(): VersioningConvention {
    return { style: 'none', defaultVersion: null, declaredAt: null };
  }

  columnUses(table: string, column: string): readonly ColumnUse[] {
    return this.allUses().columnUses(table, column);
  }

  tableUses(table: string): readonly TableUse[] {
    return this.allUses().tableUses(table);
  }

  routesReaching(): readonly Route[] {
    return [];
  }

  private allUses(): UseTable {
    return (this.uses ??= gatherUses(this.context, this.sites.values()));
  }
}

/** Resolves the facts of all files of a root against each other. Cheap by itself: queries, uses, loops and routes are found when asked for. */
export function buildCodeIndex(input: CodeInput): CodeIndex {
  return new Linked(input);
}
