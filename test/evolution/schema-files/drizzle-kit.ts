import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Work } from '../writing/project';

/** What drizzle-kit makes of schema files, and the statements it would generate from one snapshot to the other. */
interface Kit {
  readonly generateDrizzleJson: (tables: object, previous?: string) => object;
  readonly generateMigration: (from: object, to: object) => Promise<readonly string[]>;
  readonly generateMySQLDrizzleJson: (tables: object, previous?: string) => Promise<object>;
  readonly generateMySQLMigration: (from: object, to: object) => Promise<readonly string[]>;
  readonly generateSQLiteDrizzleJson: (tables: object, previous?: string) => Promise<object>;
  readonly generateSQLiteMigration: (from: object, to: object) => Promise<readonly string[]>;
}

const load = createRequire(__filename);
const kit = load('drizzle-kit/api') as Kit;
const out = path.join(__dirname, '../../../out');

export type DrizzleDialect = 'postgres' | 'mysql' | 'sqlite';

/** What a schema file exports, loaded with the drizzle-orm of this project. */
function exported(source: string): object {
  fs.mkdirSync(out, { recursive: true });
  const folder = fs.mkdtempSync(path.join(out, 'drizzle-'));
  try {
    const file = path.join(folder, 'schema.ts');
    fs.writeFileSync(file, source);
    return load(file) as object;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The snapshot of a schema, as drizzle-kit makes it. */
export async function snapshotOf(source: string, dialect: DrizzleDialect): Promise<object> {
  const tables = exported(source);
  if (dialect === 'postgres') return kit.generateDrizzleJson(tables);
  return dialect === 'mysql' ? kit.generateMySQLDrizzleJson(tables) : kit.generateSQLiteDrizzleJson(tables);
}

/** The statements that `drizzle-kit generate` would write: the last snapshot of the folder against the schema. */
export async function drift(work: Work, schema: string, dialect: DrizzleDialect): Promise<readonly string[]> {
  const last =
    [...work.files.keys()]
      .filter((file) => file.endsWith('_snapshot.json'))
      .sort()
      .at(-1) ?? '';
  const from = JSON.parse(work.files.get(last) ?? '{}') as object;
  const to = await snapshotOf(work.files.get(schema) ?? '', dialect);
  if (dialect === 'postgres') return kit.generateMigration(from, to);
  return dialect === 'mysql' ? kit.generateMySQLMigration(from, to) : kit.generateSQLiteMigration(from, to);
}
