import assert from 'node:assert/strict';
import { readDirectives, silences } from '../../src/rules/suppression/directives';

const comment = (text: string, start: number, next: { start: number; end: number } | null = null) => ({
  text,
  range: { start, end: start + text.length + 2 },
  next,
});

describe('evolens-ignore comments', () => {
  it('silence the named rules for the next statement only', () => {
    const [directive] = readDirectives(
      [comment(' evolens-ignore drop-column, drop-table: empty since May', 0, { start: 60, end: 90 })],
      200,
    );
    assert.deepEqual(directive?.rules, ['drop-column', 'drop-table']);
    assert.equal(directive.reason, 'empty since May');
    assert.equal(silences(directive, 'drop-table', 60), true);
    assert.equal(silences(directive, 'drop-table', 90), false);
    assert.equal(silences(directive, 'rename-column', 60), false);
  });

  it('silence a block between start and end, and to the end of the file without one', () => {
    const [closed] = readDirectives(
      [comment('evolens-ignore-start drop-table: old', 0), comment('evolens-ignore-end', 100)],
      200,
    );
    assert.equal(silences(closed!, 'drop-table', 99), true);
    assert.equal(silences(closed!, 'drop-table', 120), false);
    const [open] = readDirectives([comment('evolens-ignore-start drop-table: old', 0)], 200);
    assert.equal(silences(open!, 'drop-table', 199), true);
  });

  it('close the block that names the same rule when blocks are nested', () => {
    const directives = readDirectives(
      [
        comment('evolens-ignore-start a: x', 0),
        comment('evolens-ignore-start b: x', 50),
        comment('evolens-ignore-end a', 100),
        comment('evolens-ignore-end', 150),
      ],
      200,
    );
    assert.deepEqual(
      directives.map((directive) => [directive.rules[0], directive.covers.end]),
      [
        ['a', 100],
        ['b', 150],
      ],
    );
  });

  it('silence a whole file', () => {
    const [directive] = readDirectives([comment('evolens-ignore-file drop-table: seeds', 150)], 200);
    assert.equal(silences(directive!, 'drop-table', 0), true);
  });

  it('have no reason when none is written', () => {
    assert.equal(readDirectives([comment('evolens-ignore drop-table', 0)], 10)[0]?.reason, null);
    assert.equal(readDirectives([comment('evolens-ignore drop-table:  ', 0)], 10)[0]?.reason, null);
  });

  it('are not every comment that mentions them', () => {
    assert.deepEqual(
      readDirectives([comment('see evolens-ignore in the docs', 0), comment('evolens-ignored: x', 50)], 99),
      [],
    );
  });
});
