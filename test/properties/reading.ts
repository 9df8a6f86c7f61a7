import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { dialects, type Dialect } from '../../src/model/dialect';
import type { SqlScript } from '../../src/model/statement';
import { acceptedForms } from '../oracle/mariadb-forms';
import { sqliteForms } from '../oracle/sqlite-forms';

export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly dialect: Dialect;
}

const root = path.join(__dirname, '../..');

/** The SQL files of tests and examples, each in the dialect that it states or its name holds, else in Postgres's. */
export function sqlFiles(): readonly Sample[] {
  return ['test/rules/fixtures', 'test/schema', 'examples/shop'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.sql'))
      .map((file) => {
        const text = fs.readFileSync(path.join(root, folder, file), 'utf8');
        const stated = /^-- dialect: (\w+)/m.exec(text)?.[1];
        const dialect = dialects.find((one) => one === stated) ?? dialects.find((one) => file.includes(one));
        return { name: `${folder}/${file}`, text, dialect: dialect ?? 'postgres' };
      }),
  );
}

/** All forms that a real MariaDB or SQLite accepts, each kind as texts of some kilobytes. */
export function longTexts(): readonly Sample[] {
  const joined = (forms: readonly string[], size: number): string[] =>
    Array.from(
      { length: Math.ceil(forms.length / size) },
      (_, i) => `${forms.slice(i * size, (i + 1) * size).join(';\n')};\n`,
    );
  return [
    ...joined(acceptedForms, 60).flatMap((text, i) => [
      { name: `MariaDB forms ${String(i)}`, text, dialect: 'mariadb' as const },
      { name: `MySQL forms ${String(i)}`, text, dialect: 'mysql' as const },
    ]),
    ...joined(sqliteForms, 20).map((text, i) => ({
      name: `SQLite forms ${String(i)}`,
      text,
      dialect: 'sqlite' as const,
    })),
  ];
}

/** Statements follow each other, and every range lies in the text it is relative to. */
export function assertInside(script: SqlScript, name: string): void {
  let at = 0;
  for (const { start, end, next, reading } of script.statements) {
    assert.ok(at <= start && start <= end && end <= next && next <= script.text.length, name);
    assert.equal(reading.text, script.text.slice(start, end), name);
    visit([reading.changes, reading.unread], reading.text.length, name);
    at = next;
  }
  visit([script.comments, script.unread], script.text.length, name);
}

function visit(value: unknown, length: number, name: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    const { start, end } = value as { start?: unknown; end?: unknown };
    if (typeof start === 'number' && typeof end === 'number')
      assert.ok(0 <= start && start <= end && end <= length, `${name}: ${String(start)}..${String(end)}`);
  }
  for (const item of Object.values(value)) visit(item, length, name);
}
