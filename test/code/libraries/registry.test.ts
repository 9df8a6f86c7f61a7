import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { libraries } from '../../../src/code/libraries/registry';

describe('docs/query-libraries.md', () => {
  const text = fs.readFileSync(path.join(__dirname, '../../../docs/query-libraries.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w-]+)` \|(.*)\|$/gm)].map((match) => ({
    name: match[1] ?? '',
    cells: (match[2] ?? '').split(' | ').length,
  }));

  it('has a row for every library, and for raw SQL, which is known by its text', () => {
    assert.deepEqual(
      rows.map(({ name }) => name).sort(),
      ['sql', ...libraries.map(({ name }) => name as string)].sort(),
    );
  });

  it('says something of each of the six columns', () => {
    for (const { name, cells } of rows) assert.equal(cells, 6, name);
  });

  it('has a test of its own for every library', () => {
    for (const { name } of libraries) assert.ok(fs.existsSync(path.join(__dirname, `${name}.test.ts`)), name);
  });
});
