import assert from 'node:assert/strict';
import { generatedWarnings } from '../../../src/migrations/frameworks/prisma-warnings';

describe('the warnings that Prisma writes into a migration', () => {
  const lines: readonly [line: string, kind: string, table: string, columns: readonly string[]][] = [
    [
      'You are about to drop the `Session` table. If the table is not empty, all the data it contains will be lost.',
      'drop-table',
      'Session',
      [],
    ],
    [
      'You are about to drop the column `fax` on the `User` table. All the data in the column will be lost.',
      'drop-column',
      'User',
      ['fax'],
    ],
    [
      'The `role` column on the `User` table would be dropped and recreated. This will lead to data loss if there is data in the column.',
      'recreate-column',
      'User',
      ['role'],
    ],
    [
      'Changed the type of `id` on the `User` table. No cast exists, the column would be dropped and recreated, which cannot be done if there is data, since the column is required.',
      'recreate-column',
      'User',
      ['id'],
    ],
    [
      'You are about to alter the column `name` on the `User` table. The data in that column could be lost. The data in that column will be cast from `Text` to `VarChar(10)`.',
      'change-type',
      'User',
      ['name'],
    ],
    [
      'Added the required column `email` to the `User` table without a default value. This is not possible if the table is not empty.',
      'required-column',
      'User',
      ['email'],
    ],
    [
      'The required column `id` was added to the `User` table with a prisma-level default value. This is not possible if the table is not empty. Please add this column as optional, then populate it before making it required.',
      'required-column',
      'User',
      ['id'],
    ],
    [
      'Made the column `name` on table `User` required. This step will fail if there are existing NULL values in that column.',
      'made-required',
      'User',
      ['name'],
    ],
    [
      'The primary key for the `User` table will be changed. If it partially fails, the table could be left without primary key constraint.',
      'primary-key',
      'User',
      [],
    ],
    [
      'A unique constraint covering the columns `[orgId,email]` on the table `User` will be added. If there are existing duplicate values, this will fail.',
      'unique',
      'User',
      ['orgId', 'email'],
    ],
    [
      'The values [A,B] on the enum `Role` will be removed. If these variants are still used in the database, this will fail.',
      'enum-values',
      'Role',
      ['A', 'B'],
    ],
  ];

  for (const [line, kind, table, columns] of lines)
    it(`${kind}: ${line.slice(0, 60)}…`, () => {
      const text = `/*\n  Warnings:\n\n  - ${line}\n\n*/\nSELECT 1;`;
      const start = text.indexOf(line);
      assert.deepEqual(generatedWarnings(text), [{ kind, table, columns, start, end: start + line.length }]);
    });

  it('are several in their order, and other lines say nothing', () => {
    const text = `/*\r\n  Warnings:\r\n\r\n  - ${lines[0]?.[0] ?? ''}\r\n  - NOTE: by hand\r\n  - ${lines[1]?.[0] ?? ''}\r\n*/\r\n`;
    assert.deepEqual(
      generatedWarnings(text).map((one) => one.kind),
      ['drop-table', 'drop-column'],
    );
  });

  it('are none in a comment without the heading, nor in statements', () => {
    assert.deepEqual(generatedWarnings('/* - You are about to drop the `a` table. */ DROP TABLE a;'), []);
    assert.deepEqual(generatedWarnings(''), []);
  });
});
