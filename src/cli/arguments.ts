import { parseArgs } from 'node:util';
import { dialects, type Dialect } from '../model/dialect';
import { severities, type Severity } from '../model/finding';
import type { Profile } from '../rules/levels';
import { readPlanArguments, type PlanArguments } from './plan-arguments';
import { UsageError } from './usage-error';

export { UsageError };

export interface CheckArguments {
  readonly command: 'check';
  readonly paths: readonly string[];
  readonly dialect: Dialect | null;
  readonly databaseVersion: number | null;
  readonly isolated: boolean;
  readonly profile: Profile;
  readonly format: 'text' | 'json';
  readonly failOn: Severity | 'never';
}
export interface ExplainArguments {
  readonly command: 'explain';
  readonly file: string;
  readonly setup: string | null;
  readonly dialect: Dialect | null;
  readonly databaseVersion: number | null;
  readonly format: 'text' | 'json';
}
export interface ReportArguments {
  readonly command: 'report';
  readonly path: string;
  readonly format: 'markdown' | 'html' | 'json';
  readonly output: string | null;
}
export interface RulesArguments {
  readonly command: 'rules';
  readonly format: 'text' | 'json';
}
export interface EvolutionsArguments {
  readonly command: 'evolutions';
  readonly path: string;
  readonly format: 'text' | 'json';
}
export interface AdvanceArguments {
  readonly command: 'advance';
  readonly plan: string;
}
export interface HelpArguments {
  readonly command: 'help' | 'version';
}
export type Arguments =
  | CheckArguments
  | ExplainArguments
  | ReportArguments
  | RulesArguments
  | EvolutionsArguments
  | PlanArguments
  | AdvanceArguments
  | HelpArguments;

export const help = `Usage: evolens <command> [options]

  check [PATH…]     report hazards in migrations and code (default: this folder)
    --dialect postgres|mysql|mariadb|sqlite   instead of finding it
    --db-version N                            oldest server version to serve
    --isolated                                every file is its own history
    --profile default|strict                  strict turns every rule on
    --format text|json
    --fail-on error|warning|info|never        default: error
  explain FILE      what each statement does: locks, rewrites, scans
    --setup FILE    replayed first
    --dialect …  --db-version N  --format text|json
  report [PATH]     the risk report
    --format markdown|html|json   --output FILE
  rules             every rule with its default level
    --format text|json
  evolutions [PATH] where every evolution stands, and what blocks it
    --format text|json
  plan KIND [PATH]  write the stages of a change: the one that is due, and a plan with the others
    --list          the kinds, what each asks (--table orders --column total …), and options
    --set NAME=VALUE   dual-write, batch-rows, pause, key, bake-hours, … (several times)
    --folder FOLDER    where the migrations are, when there are several folders
    --owner NAME  --dry-run  --format text|json
  advance PLAN      move the next stage of an evolution into the migration folder

Exit codes: 0 nothing at the level of --fail-on, 1 findings, or a plan or stage that is refused,
2 usage or configuration error.
`;

const options = {
  dialect: { type: 'string' },
  'db-version': { type: 'string' },
  isolated: { type: 'boolean' },
  profile: { type: 'string' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  setup: { type: 'string' },
  output: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

type Values = { readonly [K in keyof typeof options]?: string | boolean };

const optionsOf: Readonly<Record<string, readonly (keyof typeof options)[]>> = {
  check: ['dialect', 'db-version', 'isolated', 'profile', 'format', 'fail-on'],
  explain: ['dialect', 'db-version', 'setup', 'format'],
  report: ['format', 'output'],
  rules: ['format'],
  evolutions: ['format'],
  advance: [],
};

/** Reads the words after the program's name. Throws `UsageError` for anything that is not understood. */
export function readArguments(words: readonly string[]): Arguments {
  if (words[0] === 'plan') return readPlanArguments(words.slice(1)) ?? { command: 'help' };
  const { values, positionals } = parse(words);
  if (values.help === true || (positionals.length === 0 && values.version !== true))
    return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command = '', ...rest] = positionals;
  const allowed = optionsOf[command];
  if (allowed === undefined)
    throw new UsageError(`There is no command \`${command}\`. \`evolens --help\` lists the commands.`);
  for (const name of Object.keys(values) as (keyof typeof options)[]) {
    if (!allowed.includes(name)) throw new UsageError(`\`evolens ${command}\` has no option --${name}.`);
  }
  return readCommand(command, values, rest);
}

function parse(words: readonly string[]): { values: Values; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readCommand(command: string, values: Values, rest: readonly string[]): Arguments {
  switch (command) {
    case 'check':
      return {
        command,
        paths: rest,
        dialect: choice(values.dialect, 'dialect', dialects, null),
        databaseVersion: version(values['db-version']),
        isolated: values.isolated === true,
        profile: choice(values.profile, 'profile', ['default', 'strict'] as const, 'default'),
        format: choice(values.format, 'format', ['text', 'json'] as const, 'text'),
        failOn: choice(values['fail-on'], 'fail-on', [...severities, 'never'] as const, 'error'),
      };
    case 'explain':
      return {
        command,
        file: only(rest, 'explain FILE'),
        setup: typeof values.setup === 'string' ? values.setup : null,
        dialect: choice(values.dialect, 'dialect', dialects, null),
        databaseVersion: version(values['db-version']),
        format: choice(values.format, 'format', ['text', 'json'] as const, 'text'),
      };
    case 'report':
      if (rest.length > 1) throw new UsageError('`evolens report` takes one path.');
      return {
        command,
        path: rest[0] ?? '.',
        format: choice(values.format, 'format', ['markdown', 'html', 'json'] as const, 'markdown'),
        output: typeof values.output === 'string' ? values.output : null,
      };
    case 'evolutions':
      if (rest.length > 1) throw new UsageError('`evolens evolutions` takes one path.');
      return {
        command,
        path: rest[0] ?? '.',
        format: choice(values.format, 'format', ['text', 'json'] as const, 'text'),
      };
    case 'advance':
      return { command, plan: only(rest, 'advance PLAN') };
    default:
      if (rest.length > 0) throw new UsageError('`evolens rules` takes no path.');
      return { command: 'rules', format: choice(values.format, 'format', ['text', 'json'] as const, 'text') };
  }
}

function only(rest: readonly string[], usage: string): string {
  const [first] = rest;
  if (first === undefined || rest.length > 1) throw new UsageError(`Usage: evolens ${usage}`);
  return first;
}

function choice<T extends string, D extends T | null>(
  value: string | boolean | undefined,
  name: string,
  allowed: readonly T[],
  otherwise: D,
): T | D {
  if (value === undefined) return otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(`--${name} is one of ${allowed.join(', ')}; \`${String(value)}\` is not.`);
  return found;
}

function version(value: string | boolean | undefined): number | null {
  if (value === undefined) return null;
  const number = /^\d+(\.\d+)*$/.test(String(value)) ? Number.parseFloat(String(value)) : Number.NaN;
  if (Number.isNaN(number))
    throw new UsageError(`--db-version is a number such as 16 or 10.11; \`${String(value)}\` is not.`);
  return number;
}
