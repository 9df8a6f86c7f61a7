import assert from 'node:assert/strict';
import { batchSize, takeBatches } from '../../src/cli/check-threads';
import type { CheckedFiles } from '../../src/cli/check-files';
import { Scenario } from './scenario';

interface Output {
  readonly summary: { readonly files: number; readonly statements: number; readonly findings: number };
  readonly findings: readonly { readonly rule: string; readonly file: string; readonly message: string }[];
  readonly notAnalysed: readonly { readonly file: string }[];
}

/** More files than one thread is given, with something to find and something that cannot be read. */
const names = Array.from({ length: 450 }, (_, index) => `m/${String(index).padStart(4, '0')}.sql`);
const texts = names.map((name, index) =>
  [
    `ALTER TABLE t${index % 7} ADD COLUMN c${index} int NOT NULL;`,
    `DROP TABLE t${index % 11};`,
    'CREATE TABEL x;',
  ][index % 3]!.concat(`\n-- ${name}\n`),
);

describe('evolens check --isolated with a second thread', () => {
  it('says in the same order what one thread says of the same files', () => {
    const run = (from: number, to: number): Output => {
      const scenario = new Scenario(
        Object.fromEntries(names.slice(from, to).map((name, index) => [name, texts[from + index]!])),
      );
      return JSON.parse(
        scenario.run('check', '--isolated', '--dialect', 'postgres', '--format', 'json', '.').out,
      ) as Output;
    };
    const together = run(0, 450);
    const [first, second] = [run(0, 225), run(225, 450)];
    assert.equal(together.summary.files, 450);
    assert.equal(together.summary.statements, 450);
    const shown = ({ findings }: Output): string[] =>
      findings.map((finding) => `${finding.file} ${finding.rule} ${finding.message}`);
    assert.deepEqual(shown(together), [...shown(first), ...shown(second)]);
    assert.deepEqual(together.notAnalysed, [...first.notAnalysed, ...second.notAnalysed]);
    assert.ok(together.findings.length > 250);
  });

  it('each batch is taken once, whoever takes it', () => {
    const next = new Int32Array(new SharedArrayBuffer(4));
    const files = Array.from({ length: batchSize * 3 + 5 }, (_, index) => `${index}.sql`);
    const seen: string[] = [];
    const check = (taken: ReadonlySet<string>): CheckedFiles => {
      seen.push(...taken);
      // Another thread takes a batch in between.
      if (Atomics.load(next, 0) === 1) Atomics.add(next, 0, 1);
      return {
        summary: { files: taken.size, statements: 0, notAnalysed: 0, findings: 0, foreign: [] },
        findings: [],
        notAnalysed: [],
      };
    };
    const done = takeBatches(files, next, check);
    assert.deepEqual([...done.keys()], [0, 2, 3]);
    assert.deepEqual(seen, [...files.slice(0, batchSize), ...files.slice(batchSize * 2)]);
  });
});
