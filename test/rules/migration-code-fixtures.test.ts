import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/model/finding';
import { codeOf } from './case-code';
import { expected, found, judge, parseCase } from './migration-case';

// A folder per case: migration.sql, code files, the released version's files under released/. In a good case the
// folder `without/` holds what takes the exception away: files that replace or, when empty, remove others.

const root = path.join(__dirname, 'fixtures/migration');
const rules = [
  'drop-column-still-declared',
  'drop-column-still-used',
  'drop-without-earlier-release',
  'hidden-batch-consumer',
  'not-null-without-writer',
];

describe('rules that cross migrations and code, on their fixtures', () => {
  for (const rule of rules) {
    const cases = fs
      .readdirSync(path.join(root, rule), { withFileTypes: true })
      .filter((entry) => entry.isDirectory());
    for (const { name } of cases) {
      const files = readFiles(path.join(root, rule, name));
      const own = new Map([...files].filter(([file]) => !file.startsWith('without/')));
      if (name.startsWith('good-')) {
        it(`${rule}/${name} is silent`, async () => {
          assert.match(own.get('migration.sql') ?? '', /^-- twin of: bad-\S+, taken away: \S/m);
          assert.ok(!(await reported(own)).includes(rule));
        });
        it(`${rule}/${name} is reported once the exception is taken away`, async () => {
          assert.ok((await reported(replaced(own, under(files, 'without/')))).includes(rule));
        });
      } else {
        it(`${rule}/${name} has exactly the findings it names, with the places`, async () => {
          const { main } = parseCase(own.get('migration.sql') ?? '');
          const findings = await judgeFiles(own);
          assert.deepEqual(found(main.change, findings), expected(main.change));
          assert.deepEqual(markedPlaces(own), placesOf(findings, own));
        });
      }
    }
  }
});

async function judgeFiles(files: ReadonlyMap<string, string>): Promise<readonly Finding[]> {
  const { main } = parseCase(files.get('migration.sql') ?? '');
  const released = codeOf(under(files, 'released/'));
  const work = new Map(
    [...files].filter(([file]) => file !== 'migration.sql' && !file.startsWith('released/')),
  );
  return judge(main, {
    code: codeOf(work),
    released: released === null ? null : { name: 'v1.0', code: released },
  });
}

async function reported(files: ReadonlyMap<string, string>): Promise<string[]> {
  return (await judgeFiles(files)).map((finding) => finding.rule);
}

/** `file:line` of every line after a `// evidence` comment. */
function markedPlaces(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .flatMap(([file, text]) =>
      text
        .split('\n')
        .flatMap((line, index) => (/^\s*\/\/ evidence$/.test(line) ? [`${file}:${String(index + 2)}`] : [])),
    )
    .sort();
}

function placesOf(findings: readonly Finding[], files: ReadonlyMap<string, string>): string[] {
  return findings
    .flatMap((finding) => finding.evidence)
    .map((evidence) => {
      const file =
        files.has(evidence.file) && !evidence.message.includes('in v1.0')
          ? evidence.file
          : `released/${evidence.file}`;
      return `${file}:${String((files.get(file) ?? '').slice(0, evidence.range.start).split('\n').length)}`;
    })
    .sort();
}

function under(files: ReadonlyMap<string, string>, folder: string): ReadonlyMap<string, string> {
  return new Map(
    [...files]
      .filter(([file]) => file.startsWith(folder))
      .map(([file, text]) => [file.slice(folder.length), text]),
  );
}

function replaced(
  files: ReadonlyMap<string, string>,
  by: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...files, ...by].filter(([, text]) => text !== ''));
}

function readFiles(folder: string): Map<string, string> {
  const names = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), fs.readFileSync(file, 'utf8')];
    }),
  );
}
