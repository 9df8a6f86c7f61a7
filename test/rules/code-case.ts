import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildCodeIndex } from '../../src/code/code-index';
import { readCodeFile } from '../../src/code/read-file';
import type { CodeIndex } from '../../src/model/code';
import type { Severity } from '../../src/model/finding';
import type { LevelSettings } from '../../src/rules/levels';
import { contractRules, queryRules, wholeCodeRules } from '../../src/rules/registry';
import { runCodeRules } from '../../src/rules/run-code-rules';
import { flagsOf } from './case-flags';
import { historiesOf } from './case-histories';
import { readConfiguration, type Configuration } from '../../src/workspace/configuration';

/** What every case finds beside its own files. */
const world = new Map([
  [
    'schema.prisma',
    `datasource db {
  provider = "postgresql"
}

model Customer {
  id     Int     @id
  name   String
  orders Order[]
}

model Order {
  id         Int         @id
  status     String
  customerId Int
  customer   Customer    @relation(fields: [customerId], references: [id])
  items      OrderItem[]
}

model OrderItem {
  id      Int   @id
  orderId Int
  order   Order @relation(fields: [orderId], references: [id])
}
`,
  ],
  [
    'client.ts',
    `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
  ],
  [
    'entities.ts',
    `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity('orders')\nexport class Order {\n  @PrimaryGeneratedColumn() id: number;\n  @Column({ name: 'order_status' }) status: string;\n}\n`,
  ],
]);

export const codeRules = [...queryRules, ...wholeCodeRules, ...contractRules];

/** The files of a case's folder, by their paths in it. */
export function filesOf(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) walk(path);
      else files.set(relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
  };
  walk(folder);
  return files;
}

/** The index of a case's files, beside a Prisma schema, its client and a TypeORM entity. */
export function indexOf(files: ReadonlyMap<string, string>): CodeIndex {
  const all = new Map([...world, ...files]);
  const pick = (pattern: RegExp): Map<string, string> =>
    new Map([...all].filter(([file]) => pattern.test(file)));
  return buildCodeIndex({
    files: new Map([...pick(/\.tsx?$/)].map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: pick(/\.prisma$/),
    tsconfigs: pick(/tsconfig\.json$/),
    packageJsons: pick(/package\.json$/),
  });
}

/** Every rule that is off by default is on. */
const all: LevelSettings = { profile: 'strict', configured: {} };

/** A report on a case: line counted from one. */
export interface Report {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly severity: Severity;
}

/** What all rules about code find in a case, merged as for users. A fault of a rule is an error here. */
export function findingsOf(files: ReadonlyMap<string, string>): ReturnType<typeof runCodeRules> {
  const facts = {
    code: indexOf(files),
    tables: declaredOf(files),
    histories: historiesOf(files),
    flags: flagsOf(files),
  };
  return runCodeRules(facts, all, (message) => {
    throw new Error(message);
  });
}

/** The same, as cases expect it. */
export function reportsOf(files: ReadonlyMap<string, string>): Report[] {
  return findingsOf(files).map(({ rule, file, range, severity }) => ({
    rule,
    file,
    severity,
    line: (files.get(file) ?? '').slice(0, range.start).split('\n').length,
  }));
}

/** `tables:` of the case's evolens.yml. */
function declaredOf(files: ReadonlyMap<string, string>): Configuration['tables'] {
  const text = files.get('evolens.yml');
  return text === undefined ? {} : readConfiguration(text).configuration.tables;
}

/** A report that a case expects: in the line after `// expect: <rule> [level]`. */
export interface Expected extends Pick<Report, 'rule' | 'file' | 'line'> {
  readonly severity: string | null;
}

/** What the case says it expects. */
export function expectedOf(files: ReadonlyMap<string, string>): Expected[] {
  return [...files].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, at) => {
      const [, rule, severity] = /\/\/ expect: ([\w-]+)(?: (error|warning|info))?/.exec(line) ?? [];
      return rule === undefined ? [] : [{ rule, file, line: at + 2, severity: severity ?? null }];
    }),
  );
}
