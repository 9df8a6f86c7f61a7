import { listed } from '../change/words';
import type { CodeIndex, PackageFolder, QuerySite } from '../../model/code';
import type { CodeDraft, QueryContext, WholeCodeRule } from '../rule';

const writes: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete']);
const cold: ReadonlySet<string> = new Set(['test', 'seed', 'migration', 'script', 'example']);

export const tableSharedByServices: WholeCodeRule = {
  meta: {
    id: 'table-shared-by-services',
    family: 'query',
    title: 'Two services of the repository write the same table.',
    level: 'info',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://microservices.io/patterns/data/database-per-service.html'],
  },

  check(code, context): readonly CodeDraft[] {
    const services = code.packages.filter(({ starts, folder }) => starts && folder !== '');
    if (services.length < 2) return [];
    return [...writesByTable(code, services)].flatMap(([table, byService]) =>
      byService.size < 2 ? [] : draftsOf(table, byService, context),
    );
  },
};

/** The writes of each table by the service they stand in. What stands in a library is of no service. */
function writesByTable(
  code: CodeIndex,
  services: readonly PackageFolder[],
): ReadonlyMap<string, ReadonlyMap<PackageFolder, readonly QuerySite[]>> {
  const tables = new Map<string, Map<PackageFolder, QuerySite[]>>();
  for (const query of code.queries) {
    if (query.table === null || !writes.has(query.verb) || cold.has(code.roleOf(query))) continue;
    const holder = code.packages.find(({ folder }) => folder === '' || query.file.startsWith(`${folder}/`));
    if (holder === undefined || !services.includes(holder)) continue;
    const byService = tables.get(query.table) ?? new Map<PackageFolder, QuerySite[]>();
    tables.set(query.table, byService);
    byService.set(holder, [...(byService.get(holder) ?? []), query]);
  }
  return tables;
}

/** One finding for each service but the declared owner; without one, but the service that writes most. */
function draftsOf(
  table: string,
  byService: ReadonlyMap<PackageFolder, readonly QuerySite[]>,
  context: QueryContext,
): readonly CodeDraft[] {
  const declared = context.declared(table)?.owner;
  const isOwner = ({ name, folder }: PackageFolder): boolean => name === declared || folder === declared;
  const ranked = [...byService].sort(
    ([one, many], [other, more]) =>
      Number(isOwner(other)) - Number(isOwner(one)) || more.length - many.length,
  );
  const [owner, ...others] = ranked;
  if (owner === undefined) return [];
  return others.flatMap(([service, queries]) => {
    const [first] = queries;
    if (first === undefined) return [];
    const places = owner[1].slice(0, 5);
    const files = listed([...new Set(places.map(({ file }) => file))], 2);
    return [
      {
        file: first.file,
        range: first.range,
        sameAs: { key: `shared ${[service.folder, owner[0].folder].sort().join(' ')}` },
        evidence: places.map(({ file, range }) => ({
          file,
          range,
          message: `${owner[0].name} writes ${table} here.`,
        })),
        message: {
          what: `${service.name} writes ${table}, which ${isOwner(owner[0]) ? `${owner[0].name} owns` : `${owner[0].name} writes too`} (${files}).`,
          why: 'Neither can change the table without the other being released at the same time, and no one place keeps its rules.',
          remedy: `Let one service own the table and offer the others a call or an event.`,
        },
      },
    ];
  });
}
