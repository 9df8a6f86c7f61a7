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
    ['README.md', between(readme, rulesByFamily(allRules, 'docs/rules/README.md'))],
    ['docs/rules/README.md', rulesIndex(allRules)],
  ]);
}

const families: Readonly<Record<RuleFamily, string>> = {
  migration: 'Migrations',
  query: 'Queries in code',
  contract: 'Contracts',
  evolution: 'Evolutions',
  suppression: 'Suppressions',
};

const levels: Readonly<Record<Level, string>> = {
  error: 'errors',
  warning: 'warnings',
  info: 'worth knowing',
  off: 'off until asked for',
};

/** How many rules each family has at each level, with a link to their list. */
export function rulesByFamily(rules: readonly RuleMeta[], index: string): string {
  const rows = Object.entries(families).map(([family, heading]) => {
    const own = rules.filter((meta) => meta.family === family);
    const counts = Object.keys(levels).map((level) => own.filter((meta) => meta.level === level).length);
    return `| [${heading}](${index}#${heading.toLowerCase().replaceAll(' ', '-')}) | ${counts.join(' | ')} |`;
  });
  return [
    `${rules.length} rules, at these levels out of the box (\`--profile strict\` shows those that are off):`,
    '',
    `| family | ${Object.values(levels).join(' | ')} |`,
    `|---|${Object.keys(levels)
      .map(() => '--:|')
      .join('')}`,
    ...rows,
  ].join('\n');
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
