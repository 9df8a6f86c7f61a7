import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepareSql } from './case-histories';
import { codeRules, expectedOf, filesOf, reportsOf, type Expected, type Report } from './code-case';

const root = join(__dirname, 'fixtures');
const separator = '// without the exception\n';

before(prepareSql);

for (const rule of codeRules) {
  const folder = join(root, rule.meta.family, rule.meta.id);
  describe(`fixtures of ${rule.meta.id}`, () => {
    const cases = existsSync(folder) ? readdirSync(folder) : [];
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
          assert.deepEqual(ownReports(files, expected), expected);
        });
      } else {
        it(`${name} stays silent`, () => assert.deepEqual(ofRule(rule.meta.id, variant(files, 0)), []));
        // A test, a seed or a script is innocent by its place alone.
        const moved = [...files.keys()].some((file) =>
          /\.test\.ts$|^(?:scripts|seeds|migrations)\//.test(file),
        );
        it(`${name} reports without its exception`, () => {
          const without = variant(files, 1);
          const tried = moved ? [without, inPlainFile(without)] : [without];
          const reports = tried.flatMap((each) => ofRule(rule.meta.id, each));
          assert.ok(reports.length > 0, JSON.stringify(tried.flatMap(reportsOf), null, 1));
        });
      }
    }
  });
}

function ofRule(rule: string, files: ReadonlyMap<string, string>): readonly Report[] {
  return reportsOf(files).filter((report) => report.rule === rule);
}

/**
 * The reports of the rules a case expects, and whatever else is said at the same places: one hazard, one finding.
 * Levels are compared where the case names one.
 */
function ownReports(files: ReadonlyMap<string, string>, expected: readonly Expected[]): Expected[] {
  const wanted = new Set(expected.map(({ rule }) => rule));
  const isAtExpected = (report: Report): boolean =>
    expected.some(({ file, line }) => file === report.file && line === report.line);
  return reportsOf(files)
    .filter((report) => wanted.has(report.rule) || isAtExpected(report))
    .map(({ rule, file, line, severity }) => {
      const own = expected.find((one) => one.rule === rule && one.file === file && one.line === line);
      return { rule, file, line, severity: own?.severity === null ? null : severity };
    });
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
    [...files].map(([file, text]) => [
      file.replace('.test.ts', '.ts').replace(/^(?:scripts|seeds|migrations)\//, 'src/'),
      text,
    ]),
  );
}
