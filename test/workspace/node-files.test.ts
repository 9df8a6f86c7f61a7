import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createNodeFiles } from '../../src/workspace/node-files';

function tree(files: Record<string, string>): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-files-'));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  return root;
}

describe('files of a root', () => {
  it('leave out what .gitignore excludes, at every depth, and what a deeper one takes back', () => {
    const root = tree({
      '.gitignore': 'dist/\n*.log\n',
      'a.sql': '',
      'x.log': '',
      'dist/b.sql': '',
      'pkg/.gitignore': '!keep.log\n/only-here.sql\n',
      'pkg/keep.log': '',
      'pkg/only-here.sql': '',
      'pkg/deep/only-here.sql': '',
      'node_modules/m/c.sql': '',
    });
    assert.deepEqual(createNodeFiles(root).list(), [
      '.gitignore',
      'a.sql',
      'pkg/.gitignore',
      'pkg/deep/only-here.sql',
      'pkg/keep.log',
    ]);
  });

  it('obey the .gitignore of the repository above the root', () => {
    const root = tree({
      '.git/HEAD': '',
      '.gitignore': '/app/build/\n',
      'app/build/a.sql': '',
      'app/src/b.sql': '',
    });
    assert.deepEqual(createNodeFiles(path.join(root, 'app')).list(), ['src/b.sql']);
  });

  it('are never read outside the root', () => {
    const root = tree({ 'inner/a.sql': 'SELECT 1;', 'secret.sql': 'x' });
    const files = createNodeFiles(path.join(root, 'inner'));
    assert.deepEqual(files.read('a.sql'), { text: 'SELECT 1;' });
    assert.deepEqual(files.read('../secret.sql'), { refused: 'The file lies outside the analysed folder.' });
  });

  it('are not followed through symbolic links', () => {
    const root = tree({ 'inner/a.sql': '', 'secret.sql': 'x' });
    fs.symlinkSync(path.join(root, 'secret.sql'), path.join(root, 'inner/link.sql'));
    const files = createNodeFiles(path.join(root, 'inner'));
    assert.deepEqual(files.list(), ['a.sql']);
    assert.ok('refused' in files.read('link.sql'));
  });

  it('say why a file is not read', () => {
    const root = tree({ 'big.sql': ' '.repeat(2 * 1024 * 1024 + 1) });
    const read = createNodeFiles(root).read('big.sql');
    assert.match('refused' in read ? read.refused : '', /Larger than 2 MB/);
  });
});
