import assert from 'node:assert/strict';
import { buildCodeIndex } from '../../../src/code/code-index';
import { withoutCondition } from '../../../src/code/edits/constant-flag';
import { readCodeFile } from '../../../src/code/read-file';

/** The text after the condition on its only constant flag is gone; null: no edit is offered. */
function after(body: string): string | null {
  const text = `const useNewRouting = true;\nconst enableOldRouting = false;\n${body}`;
  const code = buildCodeIndex({
    files: new Map([['a.ts', readCodeFile('a.ts', text)]]),
    prismaSchemas: new Map(),
    tsconfigs: new Map(),
    packageJsons: new Map(),
  });
  const [flag] = code.constantFlags;
  assert.ok(flag);
  const edit = withoutCondition(flag, text);
  if (edit === null) return null;
  const edited = text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
  return edited.split('\n').slice(2).join('\n');
}

describe('a condition on a constant flag', () => {
  it('goes with the statement that never runs', () => {
    assert.equal(after('a();\nif (enableOldRouting) {\n  b();\n}\nc();\n'), 'a();\nc();\n');
    assert.equal(after('if (!useNewRouting) b();\nc();\n'), 'c();\n');
  });

  it('leaves the arm that runs, one step further out', () => {
    assert.equal(
      after(
        'function f() {\n  if (useNewRouting) {\n    a();\n    // kept\n    b();\n  } else {\n    c();\n  }\n}\n',
      ),
      'function f() {\n  a();\n  // kept\n  b();\n}\n',
    );
    assert.equal(after('if (enableOldRouting) a();\nelse b();\n'), 'b();\n');
  });

  it('keeps the braces of an arm that declares names', () => {
    assert.equal(
      after('if (useNewRouting) {\n  const a = 1;\n  use(a);\n}\n'),
      '{\n  const a = 1;\n  use(a);\n}\n',
    );
  });

  it('goes out of a chain of else', () => {
    assert.equal(
      after('if (x) {\n  a();\n} else if (enableOldRouting) {\n  b();\n}\nc();\n'),
      'if (x) {\n  a();\n}\nc();\n',
    );
    assert.equal(
      after('if (x) {\n  a();\n} else if (enableOldRouting) {\n  b();\n} else {\n  c();\n}\n'),
      'if (x) {\n  a();\n} else {\n  c();\n}\n',
    );
  });

  it('leaves the value of a conditional expression', () => {
    assert.equal(
      after('const f = () => useNewRouting ? { a: 1 } : null;\n'),
      'const f = () => ({ a: 1 });\n',
    );
  });

  it('stays where the live arm leaves, since what follows would be dead', () => {
    assert.equal(after('function f() {\n  if (useNewRouting) {\n    return 1;\n  }\n  return 2;\n}\n'), null);
  });
});
