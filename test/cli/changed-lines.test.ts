import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedLines } from '../../src/cli/changed-lines';

const lines = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);

describe('what changes in a file, as a person reads it', () => {
  it('shows each change with three lines around it, and nothing of the rest', () => {
    const after = [...lines];
    after[9] = 'ten';
    after.splice(30, 0, 'new');
    assert.equal(
      changedLines(lines.join('\n'), after.join('\n')),
      [
        '@@ line 7', '  line 7', '  line 8', '  line 9', '- line 10', '+ ten', '  line 11', '  line 12', '  line 13',
        '@@ line 28', '  line 28', '  line 29', '  line 30', '+ new', '  line 31', '  line 32', '  line 33',
      ].join('\n'),
    ); // prettier-ignore
  });

  it('shows nothing where nothing changes', () => {
    assert.equal(changedLines('a\nb\n', 'a\nb\n'), '');
  });

  it('what goes and what comes is all of the difference', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (old, made) => {
        const shown = changedLines(old.join('\n'), made.join('\n')).split('\n');
        const count = (mark: string): number => shown.filter((line) => line.startsWith(mark)).length;
        const was = old.join('\n').split('\n').length;
        const is = made.join('\n').split('\n').length;
        assert.equal(count('+') - count('-'), is - was);
        assert.ok(count('-') <= was && count('+') <= is);
      }),
    );
  });
});
