import type { FrameworkName } from '../../model/migration';

/** What the text of a TypeScript or JavaScript file shows of the migration library it is written for. */
export interface CodeSigns {
  /** It has an `up`. */
  readonly isMigration: boolean;
  /** null: no migration, or of a library that is not known. */
  readonly framework: CodeFramework | null;
  /** The class that is the migration, where the library wants one. */
  readonly className: string | null;
  /** `name = '…'` of a TypeORM migration, which stands above the class name. */
  readonly ownName: string | null;
  readonly hasDown: boolean;
}

export type CodeFramework = Extract<
  FrameworkName,
  'typeorm' | 'knex' | 'sequelize' | 'mikro-orm' | 'kysely' | 'node-pg-migrate' | 'slonik'
>;

/** A library by its import, its base type, or the parameter its migrations are called with; the first that fits. */
const libraries: readonly (readonly [CodeFramework, RegExp])[] = [
  [
    'typeorm',
    /\bimplements\s+[\w\s,]*\bMigrationInterface\b|@typedef\s*\{import\(['"]typeorm['"]\)\.MigrationInterface\b/,
  ],
  [
    'mikro-orm',
    /\bextends\s+Migration\b[^]*?\baddSql\s*\(|\bextends\s+Migration\b[^]*?\bup\s*\(\s*\)|mikro-orm\/migrations/,
  ],
  ['node-pg-migrate', /['"]node-pg-migrate['"]|\b(?:up|down)\b[^\n]{0,40}\(\s*pgm\b|\bpgm\s*\.\s*\w+\s*\(/],
  ['kysely', /['"]kysely['"]|\bKysely\s*</],
  ['slonik', /['"](?:@[\w-]+\/)?slonik(?:\/[\w-]+)?['"]|['"]@slonik\/migrator['"]/],
  ['sequelize', /\bqueryInterface\b|\bQueryInterface\b|['"]sequelize['"]|['"]umzug['"]/],
  ['knex', /['"]knex['"]|\bknex\s*(?:\.|\()|\b(?:up|down)\b[^\n]{0,40}\(\s*knex\b/],
];

const up =
  /\bexports\s*\.\s*up\b|\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+up\b|\bup\s*[:(=]|\bup\s*,|\bexport\s*\{[^}]*\bup\b/;
const hasDown =
  /\bexports\s*\.\s*down\b(?!\s*=\s*(?:false|null|undefined|async\s*\(\)\s*=>\s*\{\s*\}))|\b(?:function|const|let|var)\s+down\b(?!\s*=\s*false)|\bdown\s*\([^)]*\)\s*(?::[^{]+)?\{(?!\s*\})|\bdown\s*:\s*(?!false|null|undefined)/;

/** Reads the signs from the text alone; the file is not parsed. */
export function readCodeSigns(text: string): CodeSigns {
  const isMigration = up.test(text);
  const framework = isMigration ? (libraries.find(([, sign]) => sign.test(text))?.[0] ?? null) : null;
  const declared =
    /\bclass\s+([\w$]+)\s+(?:implements|extends)\b/.exec(text) ?? /\bclass\s+([\w$]+)/.exec(text);
  return {
    isMigration,
    framework,
    className: declared?.[1] ?? null,
    ownName:
      /^\s*(?:public\s+|readonly\s+)*name\s*(?::\s*string\s*)?=\s*['"]([^'"]+)['"]/m.exec(text)?.[1] ?? null,
    hasDown: hasDown.test(text),
  };
}
