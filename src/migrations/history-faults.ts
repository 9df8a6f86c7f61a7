import type { HistoryFault } from '../model/migration';
import type { MigrationFile } from './frameworks/framework';

/** The same migrations as the base revision has them. */
export interface BaseHistory {
  /** In the order the framework runs them. */
  readonly files: readonly MigrationFile[];
  /** Whether a file that both have was edited since, and whether the edit touches a statement. */
  editOf(file: string): 'none' | 'comments' | 'statements';
}

/**
 * What stands in the way of running these migrations where the base revision already ran. `files` are in the
 * order they run; `base` is null when there is nothing to compare with, and then only duplicates are seen.
 * Files without a version (repeatable ones) are run whenever they change, so they cannot be out of order.
 */
export function historyFaults(
  files: readonly MigrationFile[],
  base: BaseHistory | null,
): readonly HistoryFault[] {
  const versioned = files.filter((entry) => entry.version !== null);
  const inBase = new Set(base?.files.map((entry) => entry.file));
  return [
    ...duplicates(versioned, inBase),
    ...(base === null
      ? []
      : [...outOfOrder(versioned, base), ...edited(versioned, inBase, base), ...missing(versioned, base)]),
  ];
}

/** Two files of one version: reported on the one that is not in the base, else on the later one. */
function duplicates(files: readonly MigrationFile[], inBase: ReadonlySet<string>): HistoryFault[] {
  const byVersion = new Map<string, MigrationFile[]>();
  for (const entry of files)
    byVersion.set(entry.version ?? '', [...(byVersion.get(entry.version ?? '') ?? []), entry]);
  return [...byVersion.values()].flatMap((same) => {
    const first = same.find((entry) => inBase.has(entry.file)) ?? same[0];
    return same
      .filter((entry) => first !== undefined && entry !== first)
      .map((entry): HistoryFault => ({ kind: 'duplicate', file: entry.file, other: first?.file ?? '' }));
  });
}

/** New migrations that stand before one the base has. A renamed file keeps its version, so it is not new. */
function outOfOrder(files: readonly MigrationFile[], base: BaseHistory): HistoryFault[] {
  const ran = new Set(base.files.map((entry) => entry.version));
  const last = files.findLastIndex((entry) => ran.has(entry.version));
  const later = files[last];
  if (later === undefined || isSquashed(files, base)) return [];
  return files
    .slice(0, last)
    .filter((entry) => !ran.has(entry.version))
    .map((entry) => ({ kind: 'out-of-order', file: entry.file, other: later.file }));
}

function edited(
  files: readonly MigrationFile[],
  inBase: ReadonlySet<string>,
  base: BaseHistory,
): HistoryFault[] {
  return files.flatMap((entry): HistoryFault[] => {
    const edit = inBase.has(entry.file) ? base.editOf(entry.file) : 'none';
    if (edit === 'none') return [];
    return [{ kind: edit === 'comments' ? 'edited-comments' : 'edited', file: entry.file, other: null }];
  });
}

/** Migrations the base ran that are gone: reported on the migration that follows the gap, else on the last. */
function missing(files: readonly MigrationFile[], base: BaseHistory): HistoryFault[] {
  const present = new Set(files.map((entry) => entry.version));
  if (isSquashed(files, base)) return [];
  return base.files.flatMap((entry, index): HistoryFault[] => {
    if (entry.version === null || present.has(entry.version)) return [];
    const next = base.files.slice(index + 1).find((one) => present.has(one.version));
    const place = files.find((one) => one.version === next?.version) ?? files.at(-1);
    return place === undefined ? [] : [{ kind: 'missing', file: place.file, other: entry.file }];
  });
}

/** The history starts anew: its first migration is new, and nothing is left of the first one the base ran. */
function isSquashed(files: readonly MigrationFile[], base: BaseHistory): boolean {
  const present = new Set(files.map((entry) => entry.version));
  const ran = new Set(base.files.map((entry) => entry.version));
  const [first] = files;
  const [firstRan] = base.files.filter((entry) => entry.version !== null);
  if (first === undefined || firstRan === undefined) return true;
  return !ran.has(first.version) && !present.has(firstRan.version);
}
