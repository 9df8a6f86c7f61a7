import type { CodeIndex, ColumnUse, QuerySite, TableUse } from '../model/code';
import type { EvolvingShape } from '../model/evolution';
import type { Evidence } from '../model/finding';
import type { Place } from '../model/text';
import { bareName, shapeName, type PlanShapes } from './shapes';

/** A place that writes an old or a new shape of a plan. */
export interface ShapeWriter extends Evidence {
  /** both: any old shape and every new one; old, new: only one side, or not all of the new one. */
  readonly fills: 'both' | 'old' | 'new';
  /** What it leaves out of the other side; empty for both. */
  readonly missing: readonly EvolvingShape[];
}

/** Who writes and reads the shapes of a plan in one version of the code, tests left out. */
export interface ShapeUses {
  /** The code names the tables at all; false: what is not found proves nothing. */
  readonly known: boolean;
  readonly writers: readonly ShapeWriter[];
  /** Writes to the table whose columns cannot be seen: a whole row, a spread. */
  readonly unknownWriters: readonly Evidence[];
  /** Readers of an old shape with no reader of a new one beside them. */
  readonly oldReaders: readonly Evidence[];
  /** Readers of a new shape with no reader of an old one beside them. */
  readonly newReaders: readonly Evidence[];
  /** Readers of a new shape that read an old one beside it: new with fallback to old. */
  readonly fallbackReaders: readonly Evidence[];
}

/** One write: a query, or assignments that stand together. */
interface Write extends Place {
  readonly within: string | null;
  readonly call: string;
  readonly old: ReadonlySet<EvolvingShape>;
  readonly new: ReadonlySet<EvolvingShape>;
}

interface Use extends Place {
  readonly shape: EvolvingShape;
  readonly library: string;
}

/** Uses of one function's expression stand closer than this; further apart they are places of their own. */
const beside = 250;

/** Where code writes and reads the shapes of a plan. Places are absolute, sorted by file. */
export function shapeUses(shapes: PlanShapes, code: CodeIndex): ShapeUses {
  const tables = new Set([...shapes.old, ...shapes.new].map((shape) => bareName(shape.table).toLowerCase()));
  const sites = code.queries.filter(
    (site) => isWrite(site) && site.table !== null && tables.has(bareName(site.table).toLowerCase()),
  );
  const written = { old: usesOf(shapes.old, code, isWriting), new: usesOf(shapes.new, code, isWriting) };
  const writes = [...writesOfSites(sites, shapes, written), ...looseWrites(sites, written)];
  const known = new Set(writes.map((write) => `${write.file}:${write.range.start}`));
  return {
    known: [...tables].some((table) => code.tableUses(table).length > 0),
    writers: writes.map((write) => writerOf(write, writes, shapes)).sort(byPlace),
    unknownWriters: sites
      .filter((site) => site.details.written === null && !known.has(`${site.file}:${site.range.start}`))
      .filter((site) => !isBeside(site.file))
      .map((site) => ({
        file: site.file,
        range: site.range,
        message: `${site.call} writes columns that cannot be seen.`,
      })),
    ...readersOf(usesOf(shapes.old, code, isReading), usesOf(shapes.new, code, isReading)),
  };
}

function isWrite(site: QuerySite): boolean {
  return site.verb === 'insert' || site.verb === 'update' || site.verb === 'upsert' || site.verb === 'raw';
}

/** In SQL text the columns of an INSERT or UPDATE are not told apart from those it compares. */
function isWriting(use: ColumnUse | TableUse): boolean {
  return use.use === 'write' || (use.use === 'unknown' && use.library === 'sql');
}

function isReading(use: ColumnUse | TableUse): boolean {
  return use.use === 'read' || use.use === 'filter' || (use.use === 'unknown' && use.library !== 'sql');
}

/** Tests, and the scripts of evolutions themselves. */
function isBeside(file: string): boolean {
  return /(^|\/)(?:tests?|__tests__|e2e|evolutions\/\d{4}-\d\d-\d\d-[^/]*)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/.test(
    file,
  );
}

function usesOf(
  shapes: readonly EvolvingShape[],
  code: CodeIndex,
  wanted: (use: ColumnUse | TableUse) => boolean,
): readonly Use[] {
  return shapes.flatMap((shape) => {
    const table = bareName(shape.table);
    const uses = shape.column === null ? code.tableUses(table) : code.columnUses(table, shape.column);
    return uses
      .filter((use) => !use.inTest && wanted(use))
      .map((use) => ({ file: use.file, range: use.range, shape, library: use.library }));
  });
}

function writesOfSites(
  sites: readonly QuerySite[],
  shapes: PlanShapes,
  written: { readonly old: readonly Use[]; readonly new: readonly Use[] },
): readonly Write[] {
  return sites.flatMap((site) => {
    if (isBeside(site.file)) return [];
    const own = {
      old: new Set([...namedIn(site, shapes.old), ...inside(site, written.old)]),
      new: new Set([...namedIn(site, shapes.new), ...inside(site, written.new)]),
    };
    if (own.old.size === 0 && own.new.size === 0) return [];
    return [{ file: site.file, range: site.range, within: site.within, call: site.call, ...own }];
  });
}

/** Shapes among the columns that the call is known to write. */
function namedIn(site: QuerySite, shapes: readonly EvolvingShape[]): readonly EvolvingShape[] {
  const columns = new Set((site.details.written ?? []).map((one) => one.column.toLowerCase()));
  const table = bareName(site.table ?? '').toLowerCase();
  return shapes.filter(
    (shape) =>
      bareName(shape.table).toLowerCase() === table &&
      (shape.column === null || columns.has(shape.column.toLowerCase())),
  );
}

function inside(place: Place, uses: readonly Use[]): readonly EvolvingShape[] {
  return uses
    .filter(
      (use) =>
        use.file === place.file && use.range.start >= place.range.start && use.range.end <= place.range.end,
    )
    .map((use) => use.shape);
}

/** Writes outside of queries (`order.total = 1`, an object made ahead): those that stand together are one. */
function looseWrites(
  sites: readonly QuerySite[],
  written: { readonly old: readonly Use[]; readonly new: readonly Use[] },
): readonly Write[] {
  const sided = [
    ...written.old.map((use) => ({ use, side: 'old' as const })),
    ...written.new.map((use) => ({ use, side: 'new' as const })),
  ]
    .filter(({ use }) => !sites.some((site) => inside(site, [use]).length > 0))
    .sort((a, b) => byPlace(a.use, b.use));
  const groups: (typeof sided)[] = [];
  for (const one of sided) {
    const last = groups.at(-1)?.at(-1);
    if (last?.use.file === one.use.file && one.use.range.start - last.use.range.end < beside)
      groups.at(-1)?.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    const side = (name: 'old' | 'new'): ReadonlySet<EvolvingShape> =>
      new Set(group.filter((one) => one.side === name).map((one) => one.use.shape));
    return first === undefined
      ? []
      : [
          {
            file: first.use.file,
            range: first.use.range,
            within: null,
            call: '',
            old: side('old'),
            new: side('new'),
          },
        ];
  });
}

/** A write of one side is whole when another one of the same function writes the other side alone. */
function writerOf(write: Write, all: readonly Write[], shapes: PlanShapes): ShapeWriter {
  const companions = all.filter(
    (other) => other !== write && write.within !== null && other.within === write.within,
  );
  const reached = (side: 'old' | 'new'): ReadonlySet<EvolvingShape> =>
    new Set(
      [write, ...companions.filter((one) => one[side === 'old' ? 'new' : 'old'].size === 0)].flatMap(
        (one) => [...one[side]],
      ),
    );
  const old = reached('old');
  const fresh = reached('new');
  const missing = shapes.new.filter((shape) => !fresh.has(shape));
  const isWhole = missing.length === 0 && shapes.new.length > 0;
  const fills = old.size === 0 ? 'new' : isWhole ? 'both' : 'old';
  const lacking = fills === 'new' ? shapes.old : fills === 'old' ? missing : [];
  return {
    file: write.file,
    range: write.range,
    fills,
    missing: lacking,
    message: sentence(write, [...old, ...fresh], lacking),
  };
}

function sentence(write: Write, filled: readonly EvolvingShape[], missing: readonly EvolvingShape[]): string {
  const who = write.call === '' ? 'This' : write.call;
  const names = (shapes: readonly EvolvingShape[]): string => shapes.map(shapeName).join(', ');
  return `${who} fills ${names(filled)}${missing.length === 0 ? '' : `, not ${names(missing)}`}.`;
}

function readersOf(
  old: readonly Use[],
  fresh: readonly Use[],
): Pick<ShapeUses, 'oldReaders' | 'newReaders' | 'fallbackReaders'> {
  const near = (use: Use, others: readonly Use[]): boolean =>
    others.some(
      (other) =>
        other.file === use.file &&
        Math.max(other.range.start, use.range.start) - Math.min(other.range.end, use.range.end) < beside,
    );
  const shown = (uses: readonly Use[]): readonly Evidence[] =>
    uses
      .map((use) => ({ file: use.file, range: use.range, message: `${shapeName(use.shape)} is read here.` }))
      .sort(byPlace);
  return {
    oldReaders: shown(old.filter((use) => !near(use, fresh))),
    newReaders: shown(fresh.filter((use) => !near(use, old))),
    fallbackReaders: shown(fresh.filter((use) => near(use, old))),
  };
}

function byPlace(a: Place, b: Place): number {
  return a.file === b.file ? a.range.start - b.range.start : a.file < b.file ? -1 : 1;
}
