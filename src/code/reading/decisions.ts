import { ts } from '../syntax';
import {
  noDecisions,
  type ConstantFact,
  type DecisionFacts,
  type FlagTestFact,
  type MemoryFact,
} from '../decision-facts';
import { nameOf, peel } from './nodes';
import type { Walk } from './walk';

const flagName =
  /flag|feature|toggle|experiment|rollout|(?:^|_|[a-z])beta(?:_|$|[A-Z])|^(?:is_?)?(?:enable|use_?new)|enabled$|^(?:USE|SHOW|ALLOW)_[A-Z]/i;
/** Names of what is switched by hand, or is a matter of building and watching the program. */
const otherName =
  /kill|switch|circuit|breaker|maintenance|emergency|debug|log|trac|verbos|profil|mock|test|(?:^|_)dev(?:_|$|elop)|telemetry|metric/i;

/** What a file decides by. Texts without any such name cost a search. */
export function readDecisions(walk: Walk, source: ts.SourceFile): DecisionFacts {
  const constants = source.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? constantsOf(walk, statement) : [],
  );
  const keyMentions = mentionsOfKeys(source.text);
  const { tests, switches, singles } = walk.decisions;
  const memories = keptIn(walk.decisions.memories);
  const all = [constants, tests, switches, memories, singles, keyMentions];
  return all.every((list) => list.length === 0)
    ? noDecisions
    : { constants, tests, switches, memories, singles, keyMentions };
}

/** What is both asked and filled. */
function keptIn(memories: readonly MemoryFact[]): readonly MemoryFact[] {
  const named = (act: MemoryFact['act']): ReadonlySet<string> =>
    new Set(memories.flatMap((memory) => (memory.act === act ? [memory.name] : [])));
  const asked = named('asked');
  const filled = asked.size === 0 ? asked : named('filled');
  return memories.filter(({ name }) => asked.has(name) && filled.has(name));
}

/** A search for a text is many times as fast as one that ignores case, and most files hold no such word. */
function mentionsOfKeys(text: string): readonly number[] {
  if (!text.includes('dempoten') && !text.includes('DEMPOTEN')) return [];
  return [...text.matchAll(/idempoten/gi)].map(({ index }) => index).filter((at) => !isInComment(text, at));
}

function isInComment(text: string, at: number): boolean {
  return /\/\/|^\s*\/?\*/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
}

function constantsOf(walk: Walk, statement: ts.VariableStatement): ConstantFact[] {
  const { declarationList } = statement;
  if ((declarationList.flags & ts.NodeFlags.Const) === 0) return [];
  return declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name) || initializer === undefined) return [];
    const on = booleanOf(initializer);
    if (on !== null) return isFlag(name.text) ? [constantAt(walk, name.text, on, name, initializer)] : [];
    return frozenProperties(initializer).flatMap((property) => {
      if (!ts.isPropertyAssignment(property)) return [];
      const own = booleanOf(property.initializer);
      const full = `${name.text}.${nameOf(property.name)}`;
      return own === null || !isFlag(full)
        ? []
        : [constantAt(walk, full, own, property.name, property.initializer)];
    });
  });
}

function constantAt(walk: Walk, name: string, on: boolean, from: ts.Node, to: ts.Node): ConstantFact {
  return { name, on, start: walk.startOf(from), end: to.end };
}

/** The properties of `{…} as const` and `Object.freeze({…})`: nobody changes them later. */
function frozenProperties(initializer: ts.Expression): readonly ts.ObjectLiteralElementLike[] {
  if (ts.isCallExpression(initializer)) {
    const { expression, arguments: given } = initializer;
    const isFreeze = ts.isPropertyAccessExpression(expression) && expression.name.text === 'freeze';
    return isFreeze && given[0] !== undefined ? propertiesOf(given[0]) : [];
  }
  const isConst =
    ts.isAsExpression(initializer) &&
    ts.isTypeReferenceNode(initializer.type) &&
    nameOf(initializer.type.typeName) === 'const';
  return isConst ? propertiesOf(initializer.expression) : [];
}

function propertiesOf(node: ts.Expression): readonly ts.ObjectLiteralElementLike[] {
  const literal = peel(node);
  return ts.isObjectLiteralExpression(literal) ? literal.properties : [];
}

function booleanOf(node: ts.Expression): boolean | null {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return node.kind === ts.SyntaxKind.FalseKeyword ? false : null;
}

function isFlag(name: string): boolean {
  return flagName.test(name) && !otherName.test(name);
}

/** Notes a condition that is a flag's name and nothing else, negated or not. */
export function readFlagTest(walk: Walk, node: ts.IfStatement | ts.ConditionalExpression): void {
  const statement = ts.isIfStatement(node);
  const condition = statement ? node.expression : node.condition;
  let asked = peel(condition);
  let negated = false;
  while (ts.isPrefixUnaryExpression(asked) && asked.operator === ts.SyntaxKind.ExclamationToken) {
    negated = !negated;
    asked = peel(asked.operand);
  }
  if (!isFlag(nameAsked(asked))) return;
  const [yes, no] = statement ? [node.thenStatement, node.elseStatement] : [node.whenTrue, node.whenFalse];
  const test: FlagTestFact = {
    value: walk.valueOf(asked),
    negated,
    start: walk.startOf(condition),
    end: condition.end,
    statement,
    whole: spanOf(walk, node),
    then: spanOf(walk, yes),
    else: no === undefined ? null : spanOf(walk, no),
  };
  walk.decisions.tests.push(test);
}

/** `flags.newCheckout`; '' for anything but a name or one property of a name. */
function nameAsked(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)
    ? `${node.expression.text}.${node.name.text}`
    : '';
}

function spanOf(walk: Walk, node: ts.Node): { start: number; end: number } {
  return { start: walk.startOf(node), end: node.end };
}

/** Notes a switch over texts or members that throws where it knows nothing better. */
export function readRefusingSwitch(walk: Walk, node: ts.SwitchStatement): void {
  const { clauses } = node.caseBlock;
  const fallback = clauses.find(ts.isDefaultClause);
  const cases = clauses.filter(ts.isCaseClause).map(({ expression }) => caseOf(expression));
  if (fallback === undefined || cases.length < 2 || cases.includes(null)) return;
  const refusal = refusalIn(fallback);
  if (refusal === null) return;
  walk.decisions.switches.push({
    value: walk.valueOf(node.expression),
    within: walk.fn,
    start: walk.startOf(node),
    end: node.expression.end + 1,
    cases: cases.map((text) => text ?? ''),
    refuses: spanOf(walk, refusal),
  });
}

function caseOf(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? '' : null;
}

/** `throw …`, or `assertNever(value)`. */
function refusalIn(clause: ts.DefaultClause): ts.Statement | null {
  const statements = clause.statements.flatMap((one) => (ts.isBlock(one) ? [...one.statements] : [one]));
  return (
    statements.find((statement) => {
      if (ts.isThrowStatement(statement)) return true;
      const value =
        ts.isReturnStatement(statement) || ts.isExpressionStatement(statement)
          ? statement.expression
          : undefined;
      return (
        value !== undefined &&
        ts.isCallExpression(value) &&
        /assert_?(?:never|unreachable)|exhaustive|unreachable/i.test(nameOf(value.expression))
      );
    }) ?? null
  );
}
