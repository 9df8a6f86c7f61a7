import fs from 'node:fs';
import path from 'node:path';
import type { Level } from '../src/model/finding';
import type { RuleFamily, RuleMeta } from '../src/rules/rule';
import { allRules } from '../src/rules/registry';

// What the README and docs/rules/README.md say about rules comes from the rules' own metadata.

const begin = '<!-- rules:begin -->';
const end = '<!-- rules:end -->';

/** Texts that are generated, by file relative to the root of the repository. */
export function generatedDocs(root: string): ReadonlyMap<string, string> {
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  return new Map([
    ['README.md', between(readme, rulesByLevel(allRules, 'docs/rules'))],
    ['docs/rules/README.md', rulesIndex(allRules)],
  ]);
}

const levels: Readonly<Record<Level, string>> = {
  error: 'Errors',
  warning: 'Warnings',
  info: 'Worth knowing',
  off: 'Off until asked for (`--profile strict` shows them)',
};

/** One paragraph for each level with a link to every rule of it. */
export function rulesByLevel(rules: readonly RuleMeta[], folder: string): string {
  const paragraphs = Object.entries(levels).map(([level, heading]) => {
    const own = rules.filter((meta) => meta.level === level);
    const links = own.map((meta) => `[${meta.id}](${folder}/${meta.family}/${meta.id}.md)`);
    return `**${heading}** (${own.length}): ${links.join(', ')}.`;
  });
  return [`${rules.length} rules, at these levels out of the box:`, ...paragraphs].join('\n\n');
}

/** One row for each rule: link, level, dialects, what it finds. `folder` leads to the pages. */
export function ruleTable(rules: readonly RuleMeta[], folder: string): string {
  const rows = rules.map(
    (meta) =>
      `| [${meta.id}](${folder}/${meta.family}/${meta.id}.md) | ${meta.level} | ${dialectsOf(meta)} | ${fixes[meta.fix ?? 'none']} | ${meta.title} |`,
  );
  return ['| rule | level | about | fix | what it finds |', '|---|---|---|---|---|', ...rows].join('\n');
}

const fixes = { safe: 'yes', review: 'to review', stages: 'in stages', suppress: '', none: '' } as const;

function dialectsOf({ dialects }: RuleMeta): string {
  if (dialects === null) return 'code';
  const names = { postgres: 'Postgres', mysql: 'MySQL', mariadb: 'MariaDB', sqlite: 'SQLite' } as const;
  return dialects.length === 4 ? 'all SQL' : dialects.map((dialect) => names[dialect]).join(', ');
}

function between(readme: string, text: string): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`;
}

const families: Readonly<Record<RuleFamily, string>> = {
  migration: 'Migrations',
  query: 'Queries in code',
  contract: 'Contracts',
  evolution: 'Evolutions',
  suppression: 'Suppressions',
};

function rulesIndex(rules: readonly RuleMeta[]): string {
  const sections = Object.entries(families).flatMap(([family, heading]) => {
    const own = rules.filter((meta) => meta.family === family);
    return own.length === 0 ? [] : [`## ${heading}\n\n${ruleTable(own, '.')}`];
  });
  return `<!-- Generated from the rules' metadata by \`npm run generate\`. -->\n\n# Rules\n\n${sections.join('\n\n')}\n`;
}

if (process.argv[1]?.endsWith('generate-docs.ts') === true) {
  const root = path.join(__dirname, '..');
  for (const [file, text] of generatedDocs(root)) fs.writeFileSync(path.join(root, file), text);
}
