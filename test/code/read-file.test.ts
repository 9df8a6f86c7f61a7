import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCodeFile } from '../../src/code/read-file';

describe('readCodeFile', () => {
  it('skips what holds no code of people, and says why', () => {
    assert.equal(readCodeFile('a.d.ts', 'declare const a: 1').skipped, 'Declaration files hold no code.');
    assert.equal(readCodeFile('a.js', ' '.repeat(1_000_001)).skipped, 'The file is larger than 1 MB.');
  });

  it('reads every kind of file', () => {
    for (const file of ['a.ts', 'a.tsx', 'a.mts', 'a.cts', 'a.js', 'a.jsx']) {
      assert.deepEqual(
        readCodeFile(file, 'export const load = (id) => find(id);').functions.map((fn) => fn.name),
        ['load'],
        file,
      );
    }
    assert.equal(
      readCodeFile('a.tsx', 'const a = <A onClick={() => run(1)}>text</A>;').calls[0]?.name,
      'run',
    );
  });

  it('tells a receiver chain by its root', () => {
    const facts = readCodeFile('a.ts', 'class A { b() { return this.repo.users.find(1); } }');
    assert.deepEqual(facts.calls[0]?.callee, { root: { kind: 'this' }, path: ['repo', 'users', 'find'] });
  });

  it('keeps offsets in UTF-16, byte order mark and CRLF counted', () => {
    const text = '\uFEFFconst 𝒶 = 1;\r\nrun(𝒶);';
    const [call] = readCodeFile('a.ts', text).calls;
    assert.equal(text.slice(call?.start, call?.end), 'run(𝒶)');
  });

  it('knows the loop kinds', () => {
    const text = `for (;;) {} for (const a of b) {} for (const a in b) {} while (x) {} do {} while (x)
      b.forEach((c) => c); b.map((c) => c); b.map(async (c) => c); Promise.all(b.map((c) => c)); b.reduce((s, c) => s, 0);`;
    assert.deepEqual(
      readCodeFile('a.ts', text).loops.map((loop) => loop.kind),
      [
        'for',
        'for-of',
        'for-in',
        'while',
        'do',
        'for-each',
        'map',
        'concurrent-map',
        'concurrent-map',
        'reduce',
      ],
    );
  });

  it('keeps SQL of strings and templates at their place, holes blanked', () => {
    const text = 'const q = `SELECT name FROM users WHERE id = ${id} AND age > 3`;';
    const [sql] = readCodeFile('a.ts', text).sql;
    assert.equal(sql!.text, 'SELECT name FROM users WHERE id =       AND age > 3');
    assert.equal(text.slice(sql!.start + 7, sql!.start + 11), 'name');
    assert.deepEqual(readCodeFile('a.ts', "alert('Select one from the list below');").sql.length, 1);
    assert.deepEqual(readCodeFile('a.ts', "alert('Please select something');").sql, []);
  });

  it('gives a directive the statement after it, or the one on its line', () => {
    const text = [
      '// evolens-ignore-file a: b',
      'function f() {',
      '  // evolens-ignore query-in-loop: small',
      '  run();',
      '  walk(); // evolens-ignore x: y',
      '}',
      '// evolens-ignore z: end',
    ].join('\n');
    const hosts = readCodeFile('a.ts', text).comments.map(({ next }) =>
      next ? text.slice(next.start, next.end).split('\n')[0] : null,
    );
    assert.deepEqual(hosts, ['function f() {', 'run();', 'walk();', null]);
  });

  it('never throws on broken text', () => {
    const pieces = fc.constantFrom(
      'for (',
      'const {',
      'a.map(',
      '`${',
      'class A {',
      '=>',
      'await ',
      'x',
      ')',
      '}',
      '"',
      '@D(',
      'import ',
      '\n',
      ';',
      '[',
      'new ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join(' ');
        const facts = readCodeFile('a.ts', text);
        assert.equal(facts.skipped, null);
        for (const call of facts.calls) assert.ok(call.start >= 0 && call.end <= text.length);
      }),
      { numRuns: 300 },
    );
  });
});
