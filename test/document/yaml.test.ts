import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseYaml } from '../../src/document/yaml';

/** Each comment with the text it speaks of. */
function commentsOf(text: string): readonly (readonly [string, string | null])[] {
  return parseYaml(text).comments.map(({ text: comment, next }) => [
    comment,
    next === null ? null : text.slice(next.start, next.end),
  ]);
}

describe('comments of a YAML text', () => {
  it('speak of the part they stand behind, or of the one that follows', () => {
    const text = `# head
version: 1 # one
stages:
  # the first
  - name: expand # short
    rollback: |
      # SQL, no comment
    why: "# nor this"
# the end
`;
    assert.deepEqual(commentsOf(text), [
      [' head', 'version: 1'],
      [' one', 'version: 1'],
      [
        ' the first',
        'name: expand # short\n    rollback: |\n      # SQL, no comment\n    why: "# nor this"\n',
      ],
      [' short', 'name: expand'],
      [' the end', null],
    ]);
  });

  it('are found after a byte order mark, in flow collections and after CRLF', () => {
    for (const text of ['\ufeff# x\na: 1', 'a: {b: 1, # c\n c: 2}\r\n# d\r\n', '"a": !!str # ok\n']) {
      const { comments } = parseYaml(text);
      assert.ok(comments.length > 0, text);
      for (const { range } of comments) assert.equal(text[range.start], '#', text);
    }
  });

  it('never throws, and every comment lies in the text', () => {
    const piece = fc.constantFrom(
      '# c',
      '\n',
      '- ',
      'a: ',
      '"',
      '{',
      '}',
      '|',
      '\n  ',
      '1',
      ' ',
      '&a ',
      '\r\n',
      '\u0002',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const { range } of parseYaml(text).comments)
          assert.ok(range.start >= 0 && range.end <= text.length + 1, text);
      }),
    );
  });
});
