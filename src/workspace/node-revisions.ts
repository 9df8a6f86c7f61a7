import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Revision, RevisionPort, Unavailable } from './ports';

// Only plumbing that reads the object database is used: no diff of the work tree, so that filters, text
// conversions, hooks and monitors an untrusted repository may configure are never run. Transports are
// forbidden, so that a partial clone does not go to the network.
const safeOptions = [
  '-c',
  'protocol.allow=never',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '--no-optional-locks',
  '--no-pager',
];
const environment = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' };
const timeLimit = 20_000;
/** An editor asks at every keystroke; a commit or a fetch shows after this many milliseconds. */
const memory = 5_000;

interface Run {
  readonly ok: boolean;
  readonly out: Buffer;
  readonly error: string;
}

/** Revisions of the git repository that holds `root`, through the git command. */
export function createNodeRevisions(root: string): RevisionPort {
  const git = (...args: string[]): Run => runGit(root, args);
  const remembered = new Map<string, { readonly at: number; readonly found: Revision | Unavailable }>();
  const remember = (key: string, find: () => Revision | Unavailable): Revision | Unavailable => {
    const known = remembered.get(key);
    if (known !== undefined && Date.now() - known.at < memory) return known.found;
    const found = find();
    remembered.set(key, { at: Date.now(), found });
    return found;
  };
  const listings = new Map<string, ReadonlyMap<string, string>>();
  const listingOf = (revision: Revision): ReadonlyMap<string, string> => {
    let known = listings.get(revision.commit);
    if (known === undefined) listings.set(revision.commit, (known = listFiles(git, revision.commit)));
    return known;
  };

  const arrivals = new Map<string, Date | null>();

  return {
    base: (configured) => remember(`base ${configured ?? ''}`, () => findBase(git, configured)),
    deployed: (configured, base) =>
      remember(`deployed ${configured ?? ''} ${base ?? ''}`, () =>
        configured === null ? findBaseBranch(git, base) : resolve(git, configured, 'deployed'),
      ),
    files: listingOf,
    hashOf: (text) => {
      const bytes = Buffer.from(text, 'utf8');
      return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    },
    read: (revision, files) => readFiles(root, files, listingOf(revision)),
    linesAt: (revision, before, pattern) => linesAt(git, revision.commit, before, pattern),
    reachedAt(revision, file) {
      const key = `${revision.commit} ${file}`;
      let known = arrivals.get(key);
      if (known === undefined) arrivals.set(key, (known = arrivalOf(git, revision.commit, file)));
      return known;
    },
  };
}

/**
 * When the branch got the file: along first parents the commit that adds it is the merge that brought it, not the
 * one that wrote it. A branch that was fast-forwarded has the dates of its own commits.
 */
function arrivalOf(git: (...args: string[]) => Run, commit: string, file: string): Date | null {
  const format = ['--format=%cI', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const run = git('log', '-1', '--first-parent', '-m', '--diff-filter=A', ...format, commit, '--', file);
  const text = run.out.toString('utf8').trim();
  return run.ok && text !== '' ? new Date(text) : null;
}

const codeFiles = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'].map((extension) => `*.${extension}`);

function linesAt(
  git: (...args: string[]) => Run,
  commit: string,
  before: Date | null,
  pattern: string,
): readonly string[] | null {
  let at = commit;
  if (before !== null) {
    const run = git('rev-list', '-1', '--first-parent', `--before=${before.toISOString()}`, commit);
    at = run.out.toString('utf8').trim();
    if (!run.ok || at === '') return null;
  }
  const run = git('grep', '-h', '-I', '--no-textconv', '-E', '-e', pattern, at, '--', ...codeFiles);
  // No line at all is an answer: git says so with a status of 1 and no error.
  if (!run.ok && run.error !== '') return null;
  const lines = run.out.toString('utf8').split('\n');
  return lines.filter((line) => line !== '' && line.length < 500);
}

function runGit(root: string, args: readonly string[], input?: string): Run {
  const result = spawnSync('git', [...safeOptions, ...args], {
    cwd: root,
    env: environment,
    input,
    maxBuffer: 512 * 1024 * 1024,
    timeout: timeLimit,
    windowsHide: true,
  });
  const out = result.stdout as Buffer | null;
  return {
    ok: result.status === 0,
    out: out ?? Buffer.alloc(0),
    error: result.error?.message ?? String(result.stderr).trim(),
  };
}

function findBase(git: (...args: string[]) => Run, configured: string | null): Revision | Unavailable {
  const branch = findBaseBranch(git, configured);
  if ('unavailable' in branch) return branch;
  const merge = git('merge-base', branch.commit, 'HEAD');
  const commit = merge.out.toString('utf8').trim();
  if (merge.ok && commit !== '') return { name: branch.name, commit };
  return { unavailable: `HEAD and ${branch.name} have no common commit here.` };
}

function findBaseBranch(git: (...args: string[]) => Run, configured: string | null): Revision | Unavailable {
  const inside = git('rev-parse', '--is-shallow-repository');
  if (!inside.ok)
    return {
      unavailable:
        'This folder is not in a git repository that can be read, so nothing is known of released versions.',
    };
  if (inside.out.toString('utf8').trim() === 'true')
    return {
      unavailable:
        'The clone is shallow, so the base revision cannot be found; fetch the full history to compare with it.',
    };
  if (configured !== null) return resolve(git, configured, 'base');
  for (const name of ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master']) {
    const found = resolve(git, name, 'base');
    if ('commit' in found) return { name: shortName(name), commit: found.commit };
  }
  return {
    unavailable:
      'No base branch was found (origin/HEAD, main or master); name one as `base:` in evolens.yml.',
  };
}

function shortName(reference: string): string {
  return reference.replace(/^refs\/(heads|remotes)\//, '');
}

function resolve(git: (...args: string[]) => Run, name: string, key: string): Revision | Unavailable {
  const run = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  const commit = run.out.toString('utf8').trim().split('\n').pop() ?? '';
  if (run.ok && /^[0-9a-f]{40,64}$/.test(commit)) return { name, commit };
  return { unavailable: `\`${key}: ${name}\` names no commit of this repository.` };
}

/** Paths come relative to the folder git runs in, and only those below it. */
function listFiles(git: (...args: string[]) => Run, commit: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const run = git('ls-tree', '-r', '-z', commit);
  for (const line of run.out.toString('utf8').split('\0')) {
    const match = /^\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) files.set(match[2], match[1]);
  }
  return files;
}

function readFiles(
  root: string,
  files: readonly string[],
  listing: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const wanted = files.filter((file) => listing.has(file));
  const texts = new Map<string, string>();
  if (wanted.length === 0) return texts;
  const run = runGit(
    root,
    ['cat-file', '--batch'],
    wanted.map((file) => listing.get(file)).join('\n') + '\n',
  );
  let at = 0;
  for (const file of wanted) {
    const headEnd = run.out.indexOf(10, at);
    if (headEnd < 0) break;
    const size = Number(run.out.subarray(at, headEnd).toString('utf8').split(' ')[2]);
    if (!Number.isFinite(size)) {
      at = headEnd + 1;
      continue;
    }
    texts.set(file, run.out.subarray(headEnd + 1, headEnd + 1 + size).toString('utf8'));
    at = headEnd + 1 + size + 1;
  }
  return texts;
}
