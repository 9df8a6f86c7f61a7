import type { Route, VersioningConvention } from '../../model/code';
import type { CallPaths } from '../loops/reach';
import type { Program } from '../linking/program';
import type { FileSites } from '../linking/sites';
import { isTest } from '../code-files';
import type { FileFacts } from '../facts';
import { routeVerbs } from '../reading/interesting';
import { expressRoutes } from './express';
import { functionsBehind } from './functions-behind';
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
  for (const { facts, index } of functionsBehind(paths, { facts: route.facts, index: route.fn })) {
    const own = sites.get(facts.file)?.sites;
    if (paths.callsOf(facts, index).some((call) => own?.get(call)?.site.table?.toLowerCase() === table))
      return true;
  }
  return false;
}
