import type { Dialect } from '../../model/dialect';
import type { UnreadCode } from '../../model/embedding';
import type { FrameworkName } from '../../model/migration';
import type { Range } from '../../model/text';
import { readComments } from '../reading/comments';
import { assemble } from './assemble';
import { findEntry, isEmpty } from './evaluate/entry';
import { Evaluation, LimitReached, type NotRead } from './evaluate/evaluation';
import { invoke } from './evaluate/functions';
import { Modules } from './evaluate/modules';
import { settle } from './evaluate/reach';
import type { Module } from './evaluate/scope';
import { FollowedFiles, parse } from './followed-files';
import { libraryNamed } from './libraries/registry';
import type { LibraryHandles, MigrationLibrary } from './library';
import type { MigrationCode } from './migration-code';
import { hiddenPlaceholders } from './placeholders';

export interface MigrationSource {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly library: FrameworkName;
  readonly dialect: Dialect;
  /** Text of another file of the root, for constants and functions that the migration imports; null: there is none. */
  readonly textOf: (file: string) => string | null;
}

/** Generated and minified files are larger than this; people's migrations are not. */
const largest = 4_000_000;

/**
 * What a migration's `up` sends to the database. Nothing is run: the code is followed as far as it is known
 * what it does; the rest is in `unread`. Never throws.
 */
export function readMigrationCode(input: MigrationSource): MigrationCode {
  const whole = { start: 0, end: input.text.length };
  const library = libraryNamed(input.library);
  if (library === null) return unreadable(whole, `migrations of ${input.library} are not read`);
  if (input.text.length > largest) return unreadable(whole, 'the file is larger than 4 MB');
  try {
    return read(input, library, whole);
  } catch (problem) {
    // A stack overflow on absurdly nested text, or a parser's own failed assertion: said, not thrown.
    const reason = problem instanceof Error ? problem.message : String(problem);
    return unreadable(whole, `the file could not be read: ${reason}`);
  }
}

function unreadable(range: Range, reason: string): MigrationCode {
  const unread = [{ range, reason, calls: 1 }];
  return { text: '', pieces: [], unread, calls: 1, hasDown: false, comments: [] };
}

function read(input: MigrationSource, library: MigrationLibrary, whole: Range): MigrationCode {
  const module: Module = { source: parse(input.file, input.text), path: null };
  const files = new FollowedFiles(input.file, input.textOf);
  const opened: { handles: LibraryHandles | null } = { handles: null };
  const modules = new Modules({
    library: (name, exported) => opened.handles?.imported?.(name, exported) ?? null,
    file: (specifier, from) => files.resolve(specifier, from),
  });
  const run = new Evaluation(input.dialect, modules);
  const handles = library.open(run, { start: 0, end: 0 });
  opened.handles = handles;
  const followed = follow(run, module, handles, whole);
  if (followed === null) return unreadable(whole, 'no `up` was found in the file');
  const { text, pieces } = assemble(run.sent);
  const unread = [...run.notRead.map(said), ...hiddenPlaceholders(run.sent, input.dialect)];
  return {
    text,
    pieces,
    unread: unread.sort((a, b) => a.range.start - b.range.start),
    calls: run.calls.length + sumOfCalls(run.notRead.filter((one) => one.call === null)),
    hasDown: followed.hasDown,
    comments: readComments(module.source),
  };
}

/** Follows `up` to its end, or as far as it is followed; null when there is none. */
function follow(
  run: Evaluation,
  module: Module,
  handles: LibraryHandles,
  whole: Range,
): { readonly hasDown: boolean } | null {
  let at = whole;
  let hasDown = false;
  try {
    const { up, down } = findEntry(run, module, handles.self ?? null);
    if (up === null) return null;
    at = up.place;
    hasDown = down !== null && !isEmpty(down);
    handles.begin?.(up.self, (name) => run.modules.exported(run, module, name, up.place));
    settle(invoke(run, up, handles.parameters, up.place));
    handles.finish?.();
  } catch (problem) {
    if (!(problem instanceof LimitReached)) throw problem;
    run.missed(at, 'this goes on for longer than it is followed');
  }
  return { hasDown };
}

function said({ range, reason, calls }: NotRead): UnreadCode {
  return { range, reason, calls };
}

function sumOfCalls(unread: readonly UnreadCode[]): number {
  return unread.reduce((sum, one) => sum + one.calls, 0);
}
