import assert from 'node:assert/strict';
import { generatedWarnings } from '../../src/migrations/frameworks/prisma-warnings';
import type { GeneratedWarning } from '../../src/model/migration';
import { historyOf, judgeHistory, parseCase, sqlReader } from './migration-case';

// Prisma writes what a migration loses into a comment at its top. Each is found by a rule of ours, by itself, from
// the statements alone. The migrations are written by hand, as Prisma generates them.

interface Loss {
  readonly kind: GeneratedWarning['kind'];
  /** The line of the comment. */
  readonly warning: string;
  readonly setup: string;
  readonly change: string;
  /** The rule that says the same, and a word of its message that names what is lost. */
  readonly rule: string;
  readonly names: RegExp;
}

const users = `CREATE TABLE "User" ("id" SERIAL NOT NULL, "name" TEXT, "email" TEXT NOT NULL, "fax" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`;

const losses: readonly Loss[] = [
  {
    kind: 'drop-column',
    warning:
      'You are about to drop the column `fax` on the `User` table. All the data in the column will be lost.',
    setup: users,
    change: 'ALTER TABLE "User" DROP COLUMN "fax";',
    rule: 'drop-column',
    names: /fax of User/,
  },
  {
    kind: 'drop-table',
    warning:
      'You are about to drop the `User` table. If the table is not empty, all the data it contains will be lost.',
    setup: users,
    change: 'DROP TABLE "User";',
    rule: 'drop-table',
    names: /Table User/,
  },
  {
    kind: 'required-column',
    warning:
      'Added the required column `city` to the `User` table without a default value. This is not possible if the table is not empty.',
    setup: users,
    change: 'ALTER TABLE "User" ADD COLUMN "city" TEXT NOT NULL;',
    rule: 'add-required-column',
    names: /city is added to User/,
  },
  {
    kind: 'required-column',
    warning:
      'The required column `cuid` was added to the `User` table with a prisma-level default value. This is not possible if the table is not empty. Please add this column as optional, then populate it before making it required.',
    setup: users,
    change: 'ALTER TABLE "User" ADD COLUMN "cuid" TEXT NOT NULL;',
    rule: 'add-required-column',
    names: /cuid is added to User/,
  },
  {
    kind: 'made-required',
    warning:
      'Made the column `name` on table `User` required. This step will fail if there are existing NULL values in that column.',
    setup: users,
    change: 'ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;',
    rule: 'set-not-null-scanning',
    names: /name of User/,
  },
  {
    kind: 'unique',
    warning:
      'A unique constraint covering the columns `[email]` on the table `User` will be added. If there are existing duplicate values, this will fail.',
    setup: users,
    change: 'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
    rule: 'unique-may-fail-on-duplicates',
    names: /User \(email\)/,
  },
  {
    kind: 'primary-key',
    warning:
      'The primary key for the `User` table will be changed. If it partially fails, the table could be left without primary key constraint.',
    setup: users,
    change:
      'ALTER TABLE "User" DROP CONSTRAINT "User_pkey", ADD CONSTRAINT "User_pkey" PRIMARY KEY ("id", "email");',
    rule: 'add-primary-key-blocking',
    names: /User \(id and email\)/,
  },
  {
    kind: 'primary-key',
    warning:
      'The primary key for the `User` table will be changed. If it partially fails, the table could be left without primary key constraint.',
    setup: users,
    change: 'ALTER TABLE "User" DROP CONSTRAINT "User_pkey";',
    rule: 'drop-primary-key',
    names: /primary key of User/,
  },
  {
    kind: 'change-type',
    warning:
      'You are about to alter the column `age` on the `User` table. The data in that column could be lost. The data in that column will be cast from `Integer` to `SmallInt`.',
    setup: users,
    change: 'ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE SMALLINT;',
    rule: 'narrow-column-type',
    names: /age of User/,
  },
  {
    kind: 'change-type',
    warning:
      'You are about to alter the column `name` on the `User` table. The data in that column could be lost. The data in that column will be cast from `Text` to `VarChar(10)`.',
    setup: users,
    change: 'ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE VARCHAR(10);',
    rule: 'narrow-column-type',
    names: /name of User/,
  },
  {
    kind: 'recreate-column',
    warning:
      'The `age` column on the `User` table would be dropped and recreated. This will lead to data loss if there is data in the column.',
    setup: users,
    change: 'ALTER TABLE "User" DROP COLUMN "age",\nADD COLUMN     "age" TIMESTAMP(3);',
    rule: 'drop-column',
    names: /age of User/,
  },
  {
    kind: 'recreate-column',
    warning:
      'Changed the type of `email` on the `User` table. No cast exists, the column would be dropped and recreated, which cannot be done if there is data, since the column is required.',
    setup: users,
    change: 'ALTER TABLE "User" DROP COLUMN "email",\nADD COLUMN     "email" JSONB NOT NULL;',
    rule: 'add-required-column',
    names: /email is added to User/,
  },
  {
    kind: 'enum-values',
    warning:
      'The values [GUEST] on the enum `Role` will be removed. If these variants are still used in the database, this will fail.',
    setup: `CREATE TYPE "Role" AS ENUM ('ADMIN', 'GUEST');\nCREATE TABLE "Member" ("id" SERIAL NOT NULL, "role" "Role" NOT NULL, CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));`,
    change: [
      'BEGIN;',
      `CREATE TYPE "Role_new" AS ENUM ('ADMIN');`,
      'ALTER TABLE "Member" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");',
      'ALTER TYPE "Role" RENAME TO "Role_old";',
      'ALTER TYPE "Role_new" RENAME TO "Role";',
      'DROP TYPE "Role_old";',
      'COMMIT;',
    ].join('\n'),
    rule: 'enum-recreate',
    names: /'GUEST'/,
  },
];

/** Every migration with its comment, judged as the second of a Prisma folder. */
async function messagesOf({ setup, warning, change }: Pick<Loss, 'setup' | 'warning' | 'change'>) {
  const text = `/*\n  Warnings:\n\n  - ${warning}\n\n*/\n-- AlterTable\n${change}\n`;
  const { main } = parseCase('');
  const history = historyOf(await sqlReader(), {
    ...main,
    transaction: 'single-query',
    setup,
    change: text,
  });
  const messages = judgeHistory(history, 1).map(({ finding }) => `${finding.rule}: ${finding.message}`);
  return { warnings: generatedWarnings(text), messages };
}

/** The rule's own message, or its note in the finding that it was merged into. */
function said(messages: readonly string[], rule: string): string {
  return (
    messages.flatMap((message) => message.split(' Also ')).find((one) => one.startsWith(`${rule}: `)) ?? ''
  );
}

describe('what Prisma warns of in the migrations it writes is found by us', () => {
  for (const loss of losses)
    it(`${loss.kind} by ${loss.rule}: ${loss.change.slice(0, 50)}`, async () => {
      const { warnings, messages } = await messagesOf(loss);
      assert.deepEqual(
        warnings.map((one) => one.kind),
        [loss.kind],
      );
      assert.match(said(messages, loss.rule), loss.names, messages.join('\n'));
    });

  it('has one of every kind that the comment knows', () => {
    const kinds: readonly GeneratedWarning['kind'][] = [
      'change-type',
      'drop-column',
      'drop-table',
      'enum-values',
      'made-required',
      'primary-key',
      'recreate-column',
      'required-column',
      'unique',
    ];
    assert.deepEqual([...new Set(losses.map((loss) => loss.kind))].sort(), kinds);
  });

  it('says nothing where the comment stands and the statement was edited away', async () => {
    for (const { setup, warning, kind } of losses) {
      const { warnings, messages } = await messagesOf({ setup, warning, change: 'SELECT 1;' });
      assert.deepEqual([warnings[0]?.kind, messages], [kind, []]);
    }
  });

  it('says of a column made optional by hand nothing that Prisma said of the required one', async () => {
    const { messages } = await messagesOf({
      setup: users,
      warning: 'Added the required column `city` to the `User` table without a default value.',
      change: 'ALTER TABLE "User" ADD COLUMN "city" TEXT;',
    });
    assert.deepEqual(messages, []);
  });
});

interface Unsaid {
  /** Where such a comment was read: project and migration. The statements here are written by hand. */
  readonly seenIn: string;
  readonly warning: string;
  readonly setup: string;
  readonly change: string;
  readonly because: string;
}

/**
 * The comments in documenso, langfuse and formbricks of which we say nothing, each looked at by hand: the migration
 * no longer does what its comment says, or what it says cannot happen.
 */
const unsaid: readonly Unsaid[] = [
  {
    seenIn: 'langfuse 20240513082204',
    warning:
      'A unique constraint covering the columns `[id,email]` on the table `User` will be added. If there are existing duplicate values, this will fail.',
    setup: users,
    change: 'CREATE UNIQUE INDEX "User_id_email_key" ON "User"("id", "email");',
    because: 'the columns hold the primary key, so no two rows have the same values in them',
  },
  {
    seenIn: 'langfuse 20251210133946',
    warning:
      'A unique constraint covering the columns `[email,name,age]` on the table `User` will be added. If there are existing duplicate values, this will fail.',
    setup: `${users}\nCREATE UNIQUE INDEX "User_email_name_key" ON "User"("email", "name");\nALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;`,
    change: 'CREATE UNIQUE INDEX "User_email_name_age_key" ON "User"("email", "name", "age");',
    because: 'the columns hold those of another unique index',
  },
  ...['documenso 20250918070645', 'langfuse 20240513082203', 'langfuse 20250519093328'].map((seenIn) => ({
    seenIn,
    warning:
      'A unique constraint covering the columns `[email]` on the table `User` will be added. If there are existing duplicate values, this will fail.',
    setup: `${users}\nCREATE INDEX "User_email_idx" ON "User"("email");`,
    change: 'DROP INDEX "User_email_idx";',
    because: 'no statement of the migration makes anything unique: another migration does',
  })),
  {
    seenIn: 'langfuse 20251218102933',
    warning:
      'Changed the type of `role` on the `Member` table. No cast exists, the column would be dropped and recreated, which cannot be done if there is data, since the column is required.',
    setup: `CREATE TYPE "Role" AS ENUM ('ADMIN');\nCREATE TABLE "Member" ("id" SERIAL PRIMARY KEY, "role" "Role" NOT NULL);`,
    change: 'ALTER TYPE "Role" RENAME TO "MemberRole";',
    because: 'the type is renamed, and the column stays',
  },
  {
    seenIn: 'langfuse 20230809132331',
    warning:
      'Added the required column `city` to the `User` table without a default value. This is not possible if the table is not empty.',
    setup: users,
    change: 'ALTER TABLE "User" ADD COLUMN "city" TEXT;\nUPDATE "User" SET "city" = "fax";',
    because: 'the column is added nullable and filled; NOT NULL was left to a later migration',
  },
  {
    seenIn: 'formbricks 20231114143459',
    warning:
      'You are about to drop the column `fax` on the `User` table. All the data in the column will be lost.',
    setup: users,
    change: 'ALTER TABLE "User" RENAME COLUMN "fax" TO "telefax";',
    because: 'the column is renamed, which the finding about the rename says',
  },
];

describe('what Prisma warns of and does not happen is not said by us', () => {
  const losing = new Set(losses.map(({ rule }) => rule));

  for (const one of unsaid)
    it(`${one.seenIn}: ${one.because}`, async () => {
      const { warnings, messages } = await messagesOf(one);
      assert.equal(warnings.length, 1);
      // The lock of an index build is another matter than what Prisma warns of.
      const same = messages.filter((message) => losing.has(message.split(':')[0] ?? ''));
      assert.deepEqual(same, []);
    });
});
