import { buildCodeIndex } from '../../src/code/code-index';
import { readCodeFile } from '../../src/code/read-file';
import type { CodeIndex } from '../../src/model/code';
import { unversionedRoute } from '../../src/rules/contract/unversioned-route';
import { queryInConcurrentMap } from '../../src/rules/query/query-in-concurrent-map';
import { queryInLoop } from '../../src/rules/query/query-in-loop';
import { queryInLoopViaService } from '../../src/rules/query/query-in-loop-via-service';

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

export const queryRules = [queryInLoop, queryInConcurrentMap, queryInLoopViaService];
export const codeRules = [...queryRules, unversionedRoute];

/** The index of a case's files, beside a Prisma schema, its client and a TypeORM entity. */
export function indexOf(files: ReadonlyMap<string, string>): CodeIndex {
  const all = new Map([...world, ...files]);
  const pick = (pattern: RegExp): Map<string, string> =>
    new Map([...all].filter(([file]) => pattern.test(file)));
  return buildCodeIndex({
    files: new Map([...pick(/\.ts$/)].map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: pick(/\.prisma$/),
    tsconfigs: pick(/tsconfig\.json$/),
    packageJsons: pick(/package\.json$/),
  });
}

/** What all code rules report on a case: `rule file:line`, lines counted from one, sorted. */
export function reportsOf(files: ReadonlyMap<string, string>): string[] {
  const code = indexOf(files);
  const drafts = [
    ...queryRules.flatMap((rule) =>
      code.loopedQueries
        .filter((looped) => looped.exemption === null)
        .flatMap((looped) => rule.check(looped, code).map((draft) => ({ draft, rule: rule.meta.id }))),
    ),
    ...unversionedRoute.check(code.routes, code).map((draft) => ({ draft, rule: unversionedRoute.meta.id })),
  ];
  return drafts
    .map(({ draft, rule }) => {
      const text = files.get(draft.file) ?? '';
      return `${rule} ${draft.file}:${text.slice(0, draft.range.start).split('\n').length}`;
    })
    .sort();
}

/** Where a case says that it expects a report: the line after `// expect: <rule>`. */
export function expectedOf(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .flatMap(([file, text]) =>
      text.split('\n').flatMap((line, at) => {
        const rule = /\/\/ expect: ([\w-]+)/.exec(line)?.[1];
        return rule === undefined ? [] : [`${rule} ${file}:${at + 2}`];
      }),
    )
    .sort();
}
