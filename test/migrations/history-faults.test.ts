import assert from 'node:assert/strict';
import { sqlFile } from '../../src/migrations/frameworks/framework';
import { historyFaults, type BaseHistory } from '../../src/migrations/history-faults';

const file = (name: string) =>
  sqlFile(name, `db/${name}`, /^R__/.test(name) ? null : (name.split('_')[0] ?? null));
const files = (...names: string[]) => names.map(file);

function base(
  names: readonly string[],
  edits: Readonly<Record<string, 'comments' | 'statements'>> = {},
): BaseHistory {
  return { files: files(...names), editOf: (one) => edits[one.slice('db/'.length)] ?? 'none' };
}

function faults(names: readonly string[], before: BaseHistory | null): string[] {
  return historyFaults(files(...names), before).map(
    (fault) =>
      `${fault.kind} ${fault.file.slice(3)}${fault.other === null ? '' : ` ${fault.other.slice(3)}`}`,
  );
}

describe('faults of a history against the base revision', () => {
  it('a new migration that stands before one that ran, and its twin at the end', () => {
    assert.deepEqual(faults(['1_a', '2_new', '3_b'], base(['1_a', '3_b'])), ['out-of-order 2_new 3_b']);
    assert.deepEqual(faults(['1_a', '3_b', '4_new'], base(['1_a', '3_b'])), []);
  });

  it('new migrations among themselves are in nobody’s way', () => {
    assert.deepEqual(faults(['1_a', '4_new', '5_new'], base(['1_a'])), []);
  });

  it('an edit of what ran; of comments; of what is new', () => {
    const before = base(['1_a', '2_b'], { '1_a': 'statements', '2_b': 'comments', '3_c': 'statements' });
    assert.deepEqual(faults(['1_a', '2_b', '3_c'], before), ['edited 1_a', 'edited-comments 2_b']);
  });

  it('two of one version: the one that did not run is named, without a base the later', () => {
    assert.deepEqual(faults(['1_a', '2_a', '2_b'], base(['1_a', '2_b'])), ['duplicate 2_a 2_b']);
    assert.deepEqual(faults(['1_a', '2_a', '2_b'], null), ['duplicate 2_b 2_a']);
  });

  it('a gap is reported where it is, or on the last', () => {
    assert.deepEqual(faults(['1_a', '3_c'], base(['1_a', '2_b', '3_c'])), ['missing 3_c 2_b']);
    assert.deepEqual(faults(['1_a', '2_b'], base(['1_a', '2_b', '3_c'])), ['missing 2_b 3_c']);
  });

  it('a renamed file keeps its version and is the same migration', () => {
    assert.deepEqual(faults(['1_a', '2_better', '3_c'], base(['1_a', '2_b', '3_c'])), []);
  });

  it('a squashed history starts anew', () => {
    assert.deepEqual(faults(['9_baseline'], base(['1_a', '2_b', '3_c'])), []);
    assert.deepEqual(faults(['0_baseline', '3_c'], base(['1_a', '2_b', '3_c'])), []);
  });

  it('repeatable migrations have no place to be out of', () => {
    assert.deepEqual(faults(['1_a', 'R__views'], base(['1_a', 'R__views'], { R__views: 'statements' })), []);
  });

  it('nothing is known of a base without migrations', () => {
    assert.deepEqual(faults(['1_a', '2_b'], base([])), []);
    assert.deepEqual(faults([], base(['1_a'])), []);
  });
});
