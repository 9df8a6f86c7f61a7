import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { atlasSumOf, sealAtlas } from '../../../src/migrations/frameworks/atlas-sum';
import { Sha256 } from '../../../src/migrations/sha256';

const hash = (...texts: readonly string[]): string => {
  const running = createHash('sha256');
  for (const text of texts) running.update(text);
  return running.digest('base64');
};

describe('atlas.sum', () => {
  it('its hash is SHA-256, however a text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 150 }), { maxLength: 8 }), (texts) => {
        const ours = new Sha256();
        for (const [at, text] of texts.entries()) {
          ours.add(text);
          // Asking in between changes nothing.
          assert.equal(ours.digest(), hash(...texts.slice(0, at + 1)));
        }
      }),
    );
    const long = 'a'.repeat(100_000);
    const ours = new Sha256();
    ours.add(long);
    assert.equal(ours.digest(), hash(long));
  });

  it('a line for each file with the hash of all so far, and the hash of the lines on top', () => {
    const one = hash('1.sql', 'SELECT 1;\n');
    const two = hash('1.sql', 'SELECT 1;\n', '2.sql', '3.sql', 'SELECT 3;\n');
    assert.equal(
      atlasSumOf([
        { name: '3.sql', text: 'SELECT 3;\n' },
        { name: '1.sql', text: 'SELECT 1;\n' },
        { name: '2.sql', text: '-- atlas:sum ignore\nSELECT 2;\n' },
      ]),
      `h1:${hash('1.sql', one, '3.sql', two)}\n1.sql h1:${one}\n3.sql h1:${two}\n`,
    );
  });

  it('counts the files of the folder itself; of up and down files the up ones, where the sum does so', () => {
    const files = ['m/1_a.up.sql', 'm/1_a.down.sql', 'm/sub/2.sql', 'm/notes.md'];
    const sum = (before: string): string =>
      sealAtlas('m', files, (file) => (file === 'm/atlas.sum' ? before : file))[0]?.newText ?? '';
    assert.deepEqual(sum('h1:x\n1_a.up.sql h1:y\n').match(/^\S+\.sql/gm), ['1_a.up.sql']);
    assert.deepEqual(sum('h1:x\n').match(/^\S+\.sql/gm), ['1_a.down.sql', '1_a.up.sql']);
    assert.deepEqual(
      sealAtlas('m', files, () => null),
      [],
    );
  });
});
