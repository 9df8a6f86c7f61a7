import assert from 'node:assert/strict';
import { readMigrationCode } from '../../../../src/code/migrations/read-migration';
import type { MigrationCode } from '../../../../src/code/migrations/migration-code';
import type { Dialect } from '../../../../src/model/dialect';
import type { FrameworkName } from '../../../../src/model/migration';
import type { SqlReader } from '../../../../src/sql/reader';

/** What a migration's code is read as. */
export function readCode(library: FrameworkName, text: string, dialect: Dialect): MigrationCode {
  return readMigrationCode({ file: 'migrations/1.ts', text, library, dialect, textOf: () => null });
}

/** The changes of a text, without places; `unread` of each statement stands among them. */
export function changesIn(reader: SqlReader, text: string, dialect: Dialect): unknown[] {
  return reader
    .readScript(text, dialect)
    .statements.flatMap(({ reading }) => [
      ...reading.changes.map(withoutRanges),
      ...reading.unread.map(({ reason }) => ({ unread: reason, text: reading.text })),
    ]);
}

/** Both texts mean the same: what our rendering is read as is what the library's own SQL is read as. */
export function assertSameChanges(reader: SqlReader, ours: string, real: string, dialect: Dialect): void {
  const expected = changesIn(reader, real, dialect);
  assert.notEqual(expected.length, 0, `the library sends nothing that is read: ${real}`);
  assert.deepEqual(changesIn(reader, ours, dialect), expected, `ours: ${ours}\nreal: ${real}`);
}

function withoutRanges(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRanges);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'range')
      .map(([key, child]) => [key, key === 'notNull' ? child !== null : withoutRanges(child)]),
  );
}
