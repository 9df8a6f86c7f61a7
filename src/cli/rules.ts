import { allRules } from '../rules/registry';
import type { RulesArguments } from './arguments';
import { writeOut } from './output';

/** `evolens rules`: every rule with its default level. */
export async function rules(words: RulesArguments): Promise<number> {
  await writeOut(
    words.format === 'json' ? JSON.stringify({ schemaVersion: 1, rules: allRules }, null, 2) : asTable(),
  );
  return 0;
}

function asTable(): string {
  const width = Math.max(...allRules.map((rule) => rule.id.length));
  return allRules
    .map((rule) => `${rule.id.padEnd(width)}  ${rule.level.padEnd(7)}  ${rule.title}`)
    .join('\n');
}
