import assert from 'node:assert/strict';
import type { Dialect } from '../../../src/model/dialect';
import type { ChangeOf, SchemaChange, SchemaChangeKind } from '../../../src/model/schema-change';
import type { StatementReading } from '../../../src/model/statement';
import { readTolerant } from '../../../src/sql/tolerant/read';

/** The changes of a statement that must be understood to its end. */
export function changesOf(text: string, dialect: Dialect): readonly SchemaChange[] {
  const reading = readTolerant(text, dialect);
  assert.deepEqual(unreadOf(reading), []);
  return reading.changes;
}

/** The only change of a statement, which must be of the kind. */
export function onlyChange<K extends SchemaChangeKind>(text: string, dialect: Dialect, kind: K): ChangeOf<K> {
  const changes = changesOf(text, dialect);
  assert.deepEqual(
    changes.map((change) => change.kind),
    [kind],
  );
  return changes[0] as ChangeOf<K>;
}

export function unreadOf(reading: StatementReading): string[] {
  return reading.unread.map(({ range }) => reading.text.slice(range.start, range.end));
}

/** Checks every range of a reading: inside the text, and names where they are said to be. */
export function checkRanges(reading: StatementReading): void {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (
      'start' in value &&
      'end' in value &&
      typeof value.start === 'number' &&
      typeof value.end === 'number'
    ) {
      assert.ok(0 <= value.start && value.start <= value.end && value.end <= reading.text.length);
    }
    Object.values(value).forEach(visit);
  };
  visit(reading.changes);
  visit(reading.unread);
}
