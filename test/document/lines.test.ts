import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../src/document/lines';

describe('offsets and positions', () => {
  it('count lines as LSP does: \\n, \\r\\n and a lone \\r end one', () => {
    const lines = new LineIndex('a\nb\r\nc\rd');
    assert.deepEqual(
      [0, 2, 5, 7].map((offset) => lines.positionAt(offset).line),
      [0, 1, 2, 3],
    );
  });

  it('count characters in UTF-16 units', () => {
    assert.deepEqual(new LineIndex('😀x').positionAt(2), { line: 0, character: 2 });
  });

  it('lead back to the same offset from everywhere', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀', '\t') });
    fc.assert(
      fc.property(text, (sample) => {
        const lines = new LineIndex(sample);
        for (let offset = 0; offset <= sample.length; offset++)
          assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
      }),
    );
  });

  it('stay inside the text for positions outside it', () => {
    const lines = new LineIndex('ab\ncd');
    assert.equal(lines.offsetAt({ line: 9, character: 0 }), 5);
    assert.equal(lines.offsetAt({ line: -1, character: 0 }), 0);
    assert.deepEqual(lines.positionAt(99), { line: 1, character: 2 });
  });
});
