import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/model/finding';
import { expected, found, judge, parseCase } from './migration-case';

const root = path.join(__dirname, 'fixtures');
const families = ['evolution', 'migration', 'suppression'];

describe('migration rules on their fixtures', () => {
  for (const folder of families.flatMap(rulesOf)) {
    const rule = path.basename(folder);
    describe(rule, () => {
      for (const file of fs
        .readdirSync(path.join(root, folder))
        .filter((name) => name.endsWith('.sql'))
        .sort()) {
        const text = fs.readFileSync(path.join(root, folder, file), 'utf8');
        const { main, without } = parseCase(text);
        if (file.startsWith('good-')) {
          it(`${file} is silent`, async () => {
            assert.match(
              text,
              /^-- twin of: bad-\S+\.sql, taken away: \S/m,
              'says which bad file it is the twin of',
            );
            assert.deepEqual(saying(rule, await judge(main, undefined, rule)), []);
          });
          it(`${file} is reported once the exception is taken away`, async () => {
            assert.ok(without !== null, 'has a section without the exception');
            assert.notDeepEqual(saying(rule, await judge(without, undefined, rule)), []);
          });
        } else {
          it(`${file} has exactly the findings it names`, async () => {
            const findings = await judge(main, undefined, rule);
            assert.deepEqual(found(main.change, findings).sort(), expected(main.change).sort());
            for (const finding of findings) assertThreeParts(finding.message);
          });
        }
      }
    });
  }
});

/** `family/rule` of every fixture folder of a family. */
function rulesOf(family: string): string[] {
  return fs
    .readdirSync(path.join(root, family))
    .sort()
    .map((rule) => `${family}/${rule}`);
}

/** Messages of the rule, as a finding or as a note of the finding that replaces it. */
function saying(rule: string, findings: readonly Finding[]): string[] {
  return findings
    .filter((finding) => finding.rule === rule || finding.message.includes(`Also ${rule}: `))
    .map((finding) => `${finding.rule}: ${finding.message}`);
}

/** What, why and what to do: at least three sentences, none of them shouted. */
function assertThreeParts(message: string): void {
  assert.ok((message.match(/\.(?=\s|$)/g) ?? []).length >= 3, message);
  assert.doesNotMatch(message, /!|undefined|null,|\s{2}|\(\)/, message);
}
