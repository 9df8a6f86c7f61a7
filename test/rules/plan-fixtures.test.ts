import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { allRules } from '../../src/rules/registry';
import { expectedIn, judgeCase, readCase, shown } from './plan-case';

const root = path.join(__dirname, 'fixtures/evolution');
const ofEvolutions = new Set(allRules.filter((meta) => meta.family === 'evolution').map((meta) => meta.id));

describe('rules of evolutions on their fixtures', () => {
  it('the world they all start from is innocent', async () => {
    const folder = path.join(__dirname, 'plans');
    const one = readCase(fs.readFileSync(path.join(folder, 'world.txt'), 'utf8'), folder);
    assert.deepEqual(shown(one, (await judgeCase(one)).findings), []);
  });

  for (const rule of fs.readdirSync(root).sort()) {
    const folder = path.join(root, rule);
    for (const file of fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .sort()) {
      const one = readCase(fs.readFileSync(path.join(folder, file), 'utf8'), folder);
      if (file.startsWith('good-'))
        it(`${rule}/${file} is silent`, async () => {
          const twin = /^twin of: (bad-\S+\.txt), \S/.exec(one.title)?.[1];
          assert.ok(
            twin !== undefined && fs.existsSync(path.join(folder, twin)),
            'says which bad case it is the twin of',
          );
          const { findings } = await judgeCase(one);
          assert.deepEqual(
            shown(
              one,
              findings.filter((finding) => finding.rule === rule),
            ),
            [],
          );
        });
      else
        it(`${rule}/${file} has exactly the findings it names`, async () => {
          const findings = (await judgeCase(one)).findings.filter((finding) =>
            ofEvolutions.has(finding.rule),
          );
          assert.deepEqual(shown(one, findings), expectedIn(one));
          assert.ok(findings.some((finding) => finding.rule === rule));
          for (const { message } of findings) {
            assert.ok((message.match(/\.(?=\s|$)/g) ?? []).length >= 3, message);
            assert.doesNotMatch(message, /!|undefined|null,|\s{2}|\(\)/, message);
          }
        });
    }
  }
});
