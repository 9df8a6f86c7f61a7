import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { wholeMigrationRules } from '../../src/rules/registry';
import { judgeWork } from '../workspace/work-and-base';

// A folder per case: the work tree under work/, the base revision under base/ (none: there is no git). Every
// `-- expect: <rule> <severity>` line of a file is a finding of that file.

const root = path.join(__dirname, 'fixtures/migration');

describe('rules about whole migrations, on their fixtures', () => {
  for (const { meta } of wholeMigrationRules) {
    for (const name of fs.readdirSync(path.join(root, meta.id))) {
      const folder = path.join(root, meta.id, name);
      it(`${meta.id}/${name} has exactly the findings it names`, async () => {
        const work = readFiles(path.join(folder, 'work'));
        const findings = await judgeWork(
          work,
          readFiles(path.join(folder, 'base')),
          meta.level === 'off' ? 'strict' : 'default',
        );
        const found = findings
          .filter((finding) => finding.rule === meta.id)
          .map((finding) => `${finding.file} ${finding.severity}`);
        assert.deepEqual(found.sort(), expected(work, meta.id));
        if (name.startsWith('good-'))
          assert.match(
            fs.readFileSync(path.join(folder, 'twin.txt'), 'utf8'),
            /^twin of: bad-\S+, taken away: \S/,
          );
        else assert.ok(found.length > 0);
      });
    }
  }
});

function expected(work: ReadonlyMap<string, string>, rule: string): string[] {
  return [...work]
    .flatMap(([file, text]) =>
      [...text.matchAll(new RegExp(`^-- expect: ${rule} (\\w+)$`, 'gm'))].map(
        (match) => `${file} ${match[1] ?? ''}`,
      ),
    )
    .sort();
}

function readFiles(folder: string): Map<string, string> {
  if (!fs.existsSync(folder)) return new Map();
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), fs.readFileSync(file, 'utf8')];
      }),
  );
}
