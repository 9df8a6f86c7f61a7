import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createNodeRevisions } from '../../src/workspace/node-revisions';
import type { Revision, Unavailable } from '../../src/workspace/ports';

function repository(): {
  root: string;
  git: (...words: string[]) => string;
  write: (file: string, text: string) => void;
} {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-git-'));
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
      cwd: root,
      encoding: 'utf8',
    });
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  git('init', '-q', '-b', 'main');
  return { root, git, write };
}

function found(revision: Revision | Unavailable): Revision {
  assert.ok('commit' in revision, JSON.stringify(revision));
  return revision;
}

describe('revisions through git', () => {
  it('give the merge base of main and HEAD, its files and texts, without touching the work tree', () => {
    const { root, git, write } = repository();
    write('db/1.sql', 'SELECT 1;\n');
    write('ü/größe.sql', 'é');
    git('add', '.');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'feature');
    write('db/2.sql', 'SELECT 2;\n');
    write('db/1.sql', 'changed');
    git('add', '.');
    git('commit', '-qm', 'two');
    const revisions = createNodeRevisions(root);
    const base = found(revisions.base(null));
    assert.equal(base.name, 'main');
    assert.deepEqual([...revisions.files(base).keys()], ['db/1.sql', 'ü/größe.sql']);
    assert.equal(revisions.files(base).get('db/1.sql'), revisions.hashOf('SELECT 1;\n'));
    assert.deepEqual(
      [...revisions.read(base, ['db/1.sql', 'db/2.sql', 'ü/größe.sql'])],
      [
        ['db/1.sql', 'SELECT 1;\n'],
        ['ü/größe.sql', 'é'],
      ],
    );
    assert.equal(fs.readFileSync(path.join(root, 'db/1.sql'), 'utf8'), 'changed');
  });

  it('count paths from the root asked about, which may be a folder of the repository', () => {
    const { root, git, write } = repository();
    write('app/db/1.sql', 'x');
    write('other.sql', 'y');
    git('add', '.');
    git('commit', '-qm', 'one');
    const revisions = createNodeRevisions(path.join(root, 'app'));
    assert.deepEqual([...revisions.files(found(revisions.base(null))).keys()], ['db/1.sql']);
  });

  it('say why there is no base: no repository', () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-nogit-'));
    const base = createNodeRevisions(root).base(null);
    assert.match('unavailable' in base ? base.unavailable : '', /not in a git repository/);
  });

  it('say why there is no base: a shallow clone', () => {
    const { root, git, write } = repository();
    for (const text of ['1', '2']) {
      write('a', text);
      git('add', '.');
      git('commit', '-qm', text);
    }
    const clone = path.join(root, 'clone');
    git('clone', '-q', '--depth', '1', `file://${root}`, clone);
    const base = createNodeRevisions(clone).base(null);
    assert.match('unavailable' in base ? base.unavailable : '', /shallow/);
  });

  it('take a configured base for a name only, never for an option', () => {
    const { root, git, write } = repository();
    write('a', '1');
    git('add', '.');
    git('commit', '-qm', 'one');
    const base = createNodeRevisions(root).base('--help');
    assert.ok('unavailable' in base);
  });

  it('tell when a file reached the base branch', () => {
    const { root, git, write } = repository();
    write('a', '1');
    git('add', '.');
    git('commit', '-qm', 'one', '--date', '2026-01-02T03:04:05Z');
    const revisions = createNodeRevisions(root);
    const base = found(revisions.base(null));
    assert.ok(revisions.reachedAt(base, 'a') instanceof Date);
    assert.equal(revisions.reachedAt(base, 'b'), null);
  });
});
