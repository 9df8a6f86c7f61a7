import type { MakingRoute, QuerySite } from '../../model/code';
import type { FileFacts } from '../facts';
import type { FileSites } from '../linking/sites';
import type { CallPaths } from '../loops/reach';
import { functionsBehind } from './functions-behind';
import type { FoundRoute } from './nest';

interface SitesByFile {
  get(file: string): FileSites | undefined;
}

/** The routes of method POST whose handlers insert rows, through the call graph. */
export function makingRoutes(
  routes: readonly FoundRoute[],
  paths: CallPaths,
  sites: SitesByFile,
): readonly MakingRoute[] {
  return routes.flatMap((found) => {
    if (found.route.method !== 'POST' || found.fn < 0) return [];
    const { inserts, files } = madeBehind(found, paths, sites);
    if (inserts.length === 0) return [];
    const namesKey = [...files].some(({ decisions }) => decisions.keyMentions.length > 0);
    return [{ route: found.route, inserts, namesKey }];
  });
}

/** Queries that insert, behind a handler, with the files on the way. */
function madeBehind(
  route: FoundRoute,
  paths: CallPaths,
  sites: SitesByFile,
): { readonly inserts: readonly QuerySite[]; readonly files: ReadonlySet<FileFacts> } {
  const inserts: QuerySite[] = [];
  const routed = sites.get(route.route.file)?.facts;
  const files = new Set<FileFacts>(routed ? [route.facts, routed] : [route.facts]);
  for (const { facts, index } of functionsBehind(paths, { facts: route.facts, index: route.fn })) {
    files.add(facts);
    for (const call of paths.callsOf(facts, index)) {
      const site = sites.get(facts.file)?.sites.get(call)?.site;
      if (site?.verb === 'insert') inserts.push(site);
    }
  }
  return { inserts, files };
}
