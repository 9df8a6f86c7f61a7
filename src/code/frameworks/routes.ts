import type { Route, VersioningConvention } from '../../model/code';
import type { CallPaths } from '../loops/reach';
import type { Program } from '../linking/program';
import type { FileSites } from '../linking/sites';
import { isTest } from '../code-files';
import type { FileFacts } from '../facts';
import { routeVerbs } from '../reading/interesting';
import { expressRoutes } from './express';
import { nestRoutes, readNestSettings, type FoundRoute } from './nest';

interface SitesByFile {
  get(file: string): FileSites | undefined;
}

export interface RouteTable {
  readonly found: readonly FoundRoute[];
  readonly versioning: VersioningConvention;
}

/** All routes of a root, and how they are versioned: as declared, else as their paths show. */
export function readRoutes(program: Program): RouteTable {
  const sources = [...program.files.values()].filter((facts) => !isTest(facts.file));
  const settings = readNestSettings(sources);
  const found = [
    ...sources.flatMap((facts) => nestRoutes(facts, settings)),
    ...expressRoutes(program).filter(({ route }) => !isTest(route.file)),
  ];
  const inPaths = found.some(({ route }) => route.version !== null);
  const versioning = settings.versioning ?? {
    style: inPaths ? ('path-prefix' as const) : ('none' as const),
    defaultVersion: null,
    declaredAt: null,
  };
  return { found, versioning };
}

/** Whether a file may declare routes, or settings of them. */
export function mayRoute(facts: FileFacts): boolean {
  return (
    facts.classes.some((item) => item.decorators.some(({ name }) => name === 'Controller')) ||
    facts.calls.some(
      (call) =>
        routing.has(call.name) &&
        call.shapes !== null &&
        // Every `delete(…)` has its arguments kept, a route's begins with a path.
        (call.name !== 'delete' || call.text?.startsWith('/') === true),
    )
  );
}

const routing = new Set([...routeVerbs, 'use', 'route', 'Router', 'setGlobalPrefix', 'enableVersioning']);

/** Routes whose handler reaches a query on a table, through the call graph. `table` by database name, any case. */
export function routesReaching(
  table: string,
  routes: readonly FoundRoute[],
  paths: CallPaths,
  sites: SitesByFile,
): readonly Route[] {
  const wanted = table.toLowerCase();
  return routes
    .filter((route) => route.fn >= 0 && reaches(route, wanted, paths, sites))
    .map(({ route }) => route);
}

function reaches(route: FoundRoute, table: string, paths: CallPaths, sites: SitesByFile): boolean {
  const seen = new Set<string>();
  const queue = [{ facts: route.facts, index: route.fn, depth: 0 }];
  for (let at = queue.shift(); at && seen.size < 500; at = queue.shift()) {
    const { facts, depth } = at;
    for (const index of paths.callsOf(facts, at.index)) {
      const call = facts.calls[index];
      if (!call) continue;
      const site = sites.get(facts.file)?.sites.get(index);
      if (site?.site.table?.toLowerCase() === table) return true;
      if (site || depth >= 6) continue;
      for (const target of paths.targetsOf(facts, call)) {
        const key = `${target.facts.file}#${target.index}`;
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push({ facts: target.facts, index: target.index, depth: depth + 1 });
      }
    }
  }
  return false;
}
