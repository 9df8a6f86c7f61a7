import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { generatedDocs, rulesByFamily, ruleTable } from '../../scripts/generate-docs';
import { allRules, contractRules, engineRules, migrationRules, queryRules } from '../../src/rules/registry';
import { configurationJsonSchema } from '../../src/workspace/configuration';

const root = path.join(__dirname, '../..');
const registered = allRules.map((meta) => `${meta.family}/${meta.id}`).sort();
const families = [...new Set(allRules.map((meta) => meta.family))];

/** Names in the folders of all families, as `family/id`, without their endings. */
function present(folder: string, ending: string): string[] {
  return families
    .flatMap((family) => {
      const own = path.join(root, folder, family);
      const names = fs.existsSync(own) ? fs.readdirSync(own) : [];
      return names
        .filter((name) => name.endsWith(ending))
        .map((name) => `${family}/${name.slice(0, name.length - ending.length)}`);
    })
    .sort();
}

describe('every rule is one source file, one page, one fixture folder, and nothing is left over', () => {
  it('lists are sorted by id and no id is given twice', () => {
    for (const rules of [migrationRules, queryRules, contractRules, engineRules]) {
      const ids = rules.map((rule) => rule.meta.id);
      assert.deepEqual(ids, [...new Set(ids)].sort());
    }
  });

  it('source files', () => {
    // The family of suppressions also holds what reads the comments.
    const machinery = new Set(['suppression/apply', 'suppression/directives']);
    assert.deepEqual(
      present('src/rules', '.ts').filter((name) => !machinery.has(name)),
      registered,
    );
  });

  it('pages', () => assert.deepEqual(present('docs/rules', '.md'), registered));

  it('fixture folders, none of them empty', () => {
    assert.deepEqual(present('test/rules/fixtures', ''), registered);
    for (const name of registered) {
      const entries = fs.readdirSync(path.join(root, 'test/rules/fixtures', name));
      for (const kind of ['bad-', 'good-'])
        assert.ok(
          entries.some((entry) => entry.startsWith(kind)),
          `${name} has ${kind}`,
        );
    }
  });

  it('README table and docs index say what the metadata say', () => {
    for (const [file, text] of generatedDocs(root)) {
      assert.equal(fs.readFileSync(path.join(root, file), 'utf8'), text, `${file}: run npm run generate`);
    }
    const table = ruleTable(allRules, 'docs/rules');
    assert.equal(table.split('\n').length, allRules.length + 2);
    for (const { id, family } of allRules) assert.ok(table.includes(`(docs/rules/${family}/${id}.md)`), id);
    const counts = rulesByFamily(allRules, 'index.md').match(/(?<=\| )\d+(?= \|)/g) ?? [];
    assert.equal(
      counts.reduce((sum, count) => sum + Number(count), 0),
      allRules.length,
    );
  });

  it('the configuration knows a level for each rule', () => {
    const schema = configurationJsonSchema() as {
      properties: { rules: { properties: Record<string, unknown> } };
    };
    assert.deepEqual(
      Object.keys(schema.properties.rules.properties).sort(),
      allRules.map((meta) => meta.id).sort(),
    );
  });

  it('a fix is announced where there is one, and only there', () => {
    for (const rule of migrationRules) assert.equal(rule.meta.fix !== null, 'fixes' in rule, rule.meta.id);
  });

  it('titles are sentences that do not say what to do', () => {
    for (const { id, title } of allRules) assert.match(title, /^(An? |The |[A-Z]\S* ).+\.$/, id);
  });
});
