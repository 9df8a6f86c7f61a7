import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { dialects } from '../../src/model/dialect';
import type { SqlScript } from '../../src/model/statement';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { assertInside, longTexts, sqlFiles } from './reading';

const seed = 20261121;

describe('Properties of reading every dialect', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  it('reads every prefix of every file below 4 KB, with all ranges inside the text', () => {
    const files = sqlFiles().filter(({ text, dialect }) => text.length < 4096 && dialect !== 'postgres');
    assert.ok(files.length > 30);
    for (const { name, text, dialect } of files) {
      let previous: SqlScript | undefined;
      for (let length = 0; length <= text.length; length++) {
        previous = reader.readScript(text.slice(0, length), dialect, previous);
        assertInside(previous, `${name} to ${String(length)}`);
      }
    }
  });

  it('reads a sample of prefixes and of texts with a hole, of longer texts', () => {
    const longer = [...longTexts(), ...sqlFiles().filter(({ text }) => text.length >= 4096)];
    const lines = fc.constantFrom('\n', '\r\n', '\r', '\t\n');
    fc.assert(
      fc.property(
        fc.constantFrom(...longer),
        lines,
        fc.boolean(),
        fc.nat(),
        fc.nat(40),
        ({ text, dialect }, line, mark, length, lost) => {
          const whole = (mark ? '\ufeff' : '') + text.replaceAll('\n', line);
          const end = length % (whole.length + 1);
          for (const cut of [whole.slice(0, end), whole.slice(0, end) + whole.slice(end + lost)])
            assertInside(reader.readScript(cut, dialect), cut);
        },
      ),
      { numRuns: 120, seed },
    );
  });

  it('reads what is written in one dialect as if it were another', () => {
    const all = [...sqlFiles().filter(({ text }) => text.length < 8192), ...longTexts()];
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.constantFrom(...dialects),
        fc.nat(),
        ({ text }, dialect, length) => {
          const cut = text.slice(0, length % (text.length + 1));
          assertInside(reader.readScript(cut, dialect), `${dialect}: ${cut}`);
        },
      ),
      { numRuns: 400, seed },
    );
  });

  it('reads what nobody writes', () => {
    const word = fc.constantFrom(
      ...'ALTER TABLE t ADD DROP COLUMN a INT ( ) , ; \' " ` [ ] /*! */ -- # $$ DELIMITER // BEGIN END IF LOOP CASE PARTITION BY = @x 😀 \u0000 := . SET STATEMENT FOR'.split(
        ' ',
      ),
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.constantFrom(...dialects), (words, dialect) => {
        const text = words.join(' ');
        assertInside(reader.readScript(text, dialect), text);
      }),
      { numRuns: 3000, seed },
    );
  });

  it('takes time in proportion to the text: twice as much is not four times as slow', () => {
    const pieces: Readonly<Record<string, string>> = {
      statements:
        "ALTER TABLE t ADD COLUMN a INT DEFAULT 1, DROP COLUMN b;\nINSERT INTO t VALUES (1, 'x');\n",
      columns: ', a INT NOT NULL DEFAULT (1 + 1)',
      values: ", (1, 'it''s', NULL)",
      parentheses: '(',
      quotes: "'",
      'open comments': '/* ',
      routines: 'CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN IF 1 THEN SET @a = 1; END IF; END;\n',
      'routines cut short': 'CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN IF 1 THEN SET @a = 1;\n',
      'long line': 'SELECT 1 + ',
    };
    for (const [name, piece] of Object.entries(pieces))
      for (const dialect of ['mysql', 'sqlite'] as const) {
        const opening =
          name === 'columns' ? 'CREATE TABLE t (z INT' : name === 'values' ? 'INSERT INTO t VALUES (1)' : '';
        const text = (size: number): string => opening + piece.repeat(size / piece.length);
        const single = fastest(() => void reader.readScript(text(40_000), dialect));
        const double = fastest(() => void reader.readScript(text(80_000), dialect));
        // Generous: other work shares the machine. Quadratic growth from here would show at the next double too.
        assert.ok(
          double < 3.5 * single + 60,
          `${name}, ${dialect}: ${single.toFixed(0)} ms, then ${double.toFixed(0)} ms`,
        );
      }
  });
});

/** Milliseconds of the fastest of three runs. */
function fastest(work: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const from = performance.now();
      work();
      return performance.now() - from;
    }),
  );
}
