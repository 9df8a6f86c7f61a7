import type { ConstantFlag } from '../../model/code';
import { isScript, isTest } from '../code-files';
import type { ConstantFact, FlagTestFact } from '../decision-facts';
import type { FileFacts } from '../facts';
import type { Program } from '../linking/program';

/** Conditions that ask a flag which is a constant, of this file or imported. Tests and scripts are left out. */
export function constantFlagsIn(program: Program, facts: FileFacts): readonly ConstantFlag[] {
  const { tests } = facts.decisions;
  if (tests.length === 0 || isTest(facts.file) || isScript(facts.file)) return [];
  return tests.flatMap((test) => {
    const declared = declarationOf(program, facts, test);
    if (declared === null) return [];
    const { constant, file } = declared;
    const holds = constant.on !== test.negated;
    return [
      {
        file: facts.file,
        range: { start: test.start, end: test.end },
        flag: constant.name,
        on: constant.on,
        negated: test.negated,
        declaredAt: { file, range: { start: constant.start, end: constant.end } },
        statement: test.statement,
        whole: test.whole,
        live: holds ? test.then : test.else,
        dead: holds ? test.else : test.then,
      },
    ];
  });
}

function declarationOf(
  program: Program,
  facts: FileFacts,
  { value }: FlagTestFact,
): { readonly constant: ConstantFact; readonly file: string } | null {
  const { root, path } = value;
  if (root.kind === 'variable') {
    const variable = facts.variables[root.variable];
    return variable?.within === -1 ? constantIn(facts, [variable.name, ...path]) : null;
  }
  if (root.kind !== 'name') return null;
  const declaration = program.resolveName(facts, root.name, -1);
  if (declaration?.kind !== 'variable') return null;
  const variable = declaration.facts.variables[declaration.index];
  return variable ? constantIn(declaration.facts, [variable.name, ...path]) : null;
}

function constantIn(
  facts: FileFacts,
  path: readonly string[],
): { readonly constant: ConstantFact; readonly file: string } | null {
  const constant = facts.decisions.constants.find(({ name }) => name === path.join('.'));
  return constant ? { constant, file: facts.file } : null;
}
