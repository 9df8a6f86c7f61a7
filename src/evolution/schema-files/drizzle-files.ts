import { readDrizzleTables, type DrizzleTable } from '../../code/libraries/drizzle-schema';
import type { History } from '../../model/migration';

/** A file of the Drizzle schema, read. */
export interface DrizzleFile {
  readonly file: string;
  readonly text: string;
  readonly tables: readonly DrizzleTable[];
}

export interface DrizzleSchema {
  readonly files: readonly DrizzleFile[];
  /** `casing: 'snake_case'`: a column without a name is called as its property in snake case. */
  readonly snakeCase: boolean;
}

/** What is read of a project to find its schema. */
export interface DrizzleProject {
  textOf(file: string): string | null;
  readonly files: readonly string[];
}

const configs = ['ts', 'js', 'mjs', 'cjs', 'mts', 'json'].map((ending) => `drizzle.config.${ending}`);

/**
 * The schema files that the drizzle.config beside or above the migrations names, with those they import and export.
 * null: there is no such configuration, or it names none as a literal. Source: orm.drizzle.team/docs/drizzle-config-file.
 */
export function drizzleSchema({ folder }: History, project: DrizzleProject): DrizzleSchema | null {
  const config = configAbove(folder, project);
  if (config === null) return null;
  const wanted = schemaPaths(config.text).map((path) => resolved(config.folder, path));
  const named = project.files.filter((file) => wanted.some((path) => matches(file, path)));
  const files = withImported(named.length > 0 ? named : wanted, project);
  if (!files.some(({ tables }) => tables.length > 0)) return null;
  return { files, snakeCase: /\bcasing['"]?\s*:\s*['"]snake_case['"]/.test(config.text) };
}

function configAbove(
  folder: string,
  project: DrizzleProject,
): { readonly folder: string; readonly text: string } | null {
  const steps = folder.split('/');
  for (let length = steps.length; length >= 0; length--) {
    const above = steps.slice(0, length).join('/');
    for (const name of configs) {
      const text = project.textOf(above === '' ? name : `${above}/${name}`);
      if (text !== null) return { folder: above, text };
    }
  }
  return null;
}

/** The literals behind `schema:`: one, or those of a list. */
function schemaPaths(config: string): readonly string[] {
  const found = /\bschema['"]?\s*:\s*(\[[^\]]*\]|(['"`])[^'"`]*\2)/.exec(config)?.[1] ?? '';
  return [...found.matchAll(/(['"`])([^'"`]*)\1/g)].map((match) => match[2] ?? '');
}

function resolved(folder: string, path: string): string {
  const steps: string[] = folder === '' ? [] : folder.split('/');
  for (const step of path.split('/'))
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  return steps.join('/');
}

/** A file itself, a file of a folder, or what a pattern with `*` and `**` stands for. */
function matches(file: string, path: string): boolean {
  if (file === path) return true;
  if (!/\.[cm]?[jt]s$/.test(file)) return false;
  if (!path.includes('*')) return file.startsWith(`${path}/`) && !file.slice(path.length + 1).includes('/');
  const pattern = path
    .replace(/[.+^$()[\]|\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_all, list: string) => `(?:${list.replaceAll(',', '|')})`)
    .replace(/\*\*\/|\*\*|\*/g, (star) => (star === '*' ? '[^/]*' : star === '**' ? '.*' : '(?:.*/)?'));
  return new RegExp(`^${pattern}$`).test(file);
}

const most = 200;

function withImported(named: readonly string[], project: DrizzleProject): readonly DrizzleFile[] {
  const files = new Map<string, DrizzleFile>();
  const waiting = [...named];
  for (let file = waiting.shift(); file !== undefined && files.size < most; file = waiting.shift()) {
    const text = files.has(file) ? null : project.textOf(file);
    if (text === null) continue;
    files.set(file, { file, text, tables: readDrizzleTables(text) });
    const folder = file.split('/').slice(0, -1).join('/');
    for (const [, , from = ''] of text.matchAll(/\bfrom\s*(['"])(\.[^'"]*)\1/g)) {
      const path = resolved(folder, from).replace(/\.[cm]?js$/, '');
      waiting.push(
        ...[path, `${path}.ts`, `${path}.js`, `${path}/index.ts`].filter((one) => /\.[cm]?[jt]s$/.test(one)),
      );
    }
  }
  return [...files.values()];
}
