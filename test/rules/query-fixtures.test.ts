import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { codeRules, expectedOf, reportsOf } from './code-case';

const root = join(__dirname, 'fixtures');
const separator = '// without the exception\n';

for (const rule of codeRules) {
  const folder = join(root, rule.meta.family, rule.meta.id);
  describe(`fixtures of ${rule.meta.id}`, () => {
    const cases = readdirSync(folder);
    it('has bad examples and innocent twins', () => {
      assert.ok(cases.some((name) => name.startsWith('bad-')));
      assert.ok(cases.some((name) => name.startsWith('good-')));
    });
    for (const name of cases) {
      const files = filesOf(join(folder, name));
      if (name.startsWith('bad-')) {
        it(`${name} is reported where it says`, () => {
          const expected = expectedOf(files);
          assert.ok(expected.length > 0, 'a bad example expects a report');
          assert.deepEqual(reportsOf(files), expected);
        });
      } else {
        it(`${name} stays silent`, () => assert.deepEqual(reportsOf(variant(files, 0)), []));
        // A test or a script is innocent by its place alone.
        const moved = [...files.keys()].some((file) => /\.test\.ts$|^scripts\//.test(file));
        it(`${name} reports without its exception`, () => {
          const reports = reportsOf(moved ? inPlainFile(variant(files, 1)) : variant(files, 1));
          assert.ok(
            reports.length > 0 && reports.every((report) => report.startsWith(`${rule.meta.id} `)),
            reports.join('\n') || 'nothing reported',
          );
        });
      }
    }
  });
}

function filesOf(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) walk(path);
      else files.set(relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
  };
  walk(folder);
  return files;
}

/** A file's part before or after the line `// without the exception`; files without it belong to both. */
function variant(files: ReadonlyMap<string, string>, part: 0 | 1): Map<string, string> {
  return new Map(
    [...files].map(([file, text]) => [
      file,
      text.includes(separator) ? (text.split(separator)[part] ?? '') : text,
    ]),
  );
}

function inPlainFile(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...files].map(([file, text]) => [file.replace('.test.ts', '.ts').replace('scripts/', 'src/'), text]),
  );
}
