import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Fix } from '../../src/model/finding';
import { dualWriteCases, readCases, type HintCase } from './hint-cases';
import { hintsOf, type HintedCase } from './hinted-case';

/*
 * The whole way: a project with a plan, the finding, its fix, the text after it. What comes out is compiled with
 * TypeScript against the types of the real library where the library has types of its own.
 */

const folder = join(__dirname, '../../out/application-hints');

describe('hints for the application in a finding of an evolution', () => {
  const written: string[] = [];

  before(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  });

  for (const [rule, cases] of [
    ['dual-write-incomplete', dualWriteCases],
    ['read-switched-without-fallback', readCases],
  ] as const)
    describe(rule, () => {
      for (const one of cases)
        it(`${one.library}: ${one.title}`, async () => {
          const hinted = await hintsOf(one, rule);
          assert.ok(hinted.findings > 0, 'there is a finding');
          if (one.after === null) {
            assert.deepEqual(hinted.fixes, []);
            return;
          }
          assert.deepEqual(
            hinted.fixes.map(({ title, kind }) => ({ title, kind })),
            [{ title: one.fix ?? titleOf(rule), kind: 'review' }],
          );
          const after = applied(hinted, hinted.fixes[0]);
          assert.ok(after.includes(one.after), after);
          if (one.compiles !== false) written.push(compiledFile(one, after, written.length));
        });
    });

  it('a value that is made of others is for a person to write, who is told where the plan makes it', async () => {
    const [one] = dualWriteCases.filter(({ title }) => title === 'a shorthand');
    assert.ok(one);
    const { fixes, messages } = await hintsOf({ ...one, kind: 'merge-columns' }, 'dual-write-incomplete');
    assert.deepEqual(fixes, []);
    assert.ok(
      messages[0]?.endsWith(
        'Write orders.amount in the same statement or transaction, with the value that 2-backfill.sql of the plan makes of the same row.',
      ),
      messages[0],
    );
  });

  describe('everything that was written', () => {
    it('compiles', () => {
      assert.ok(written.length > 8);
      assert.deepEqual(errorsOf(written), []);
    });
  });
});

function titleOf(rule: string): string {
  return rule === 'dual-write-incomplete' ? 'Write amount as well' : 'Read total where amount is empty';
}

function applied({ text }: HintedCase, fix: Fix | undefined): string {
  return [...(fix?.edits ?? [])]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

function compiledFile({ library }: HintCase, text: string, index: number): string {
  const file = join(folder, `${library}-${String(index)}.ts`);
  writeFileSync(file, text);
  return file;
}

function errorsOf(files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    strictPropertyInitialization: false,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
  });
  return files.flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map((one) => `${file}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`),
  );
}
