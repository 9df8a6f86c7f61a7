import { ts } from '../../syntax';
import { classValue } from './classes';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import { nameOfNode, placeOf } from './places';
import type { Scope } from './scope';
import { record, scalar, unknown, type Value } from './values';

/** Declares functions, classes and enums of a block: they are known before their statement is reached. */
export function declareAhead(run: Evaluation, scope: Scope, statements: readonly ts.Statement[]): void {
  for (const node of statements) {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined && node.body !== undefined)
      scope.declare(node.name.text, {
        kind: 'function',
        node,
        scope,
        self: null,
        place: placeOf(run, scope, node.name),
      });
    else if (ts.isClassDeclaration(node) && node.name !== undefined)
      scope.declare(node.name.text, classValue(run, scope, node));
    else if (ts.isEnumDeclaration(node))
      scope.declareLazily(node.name.text, () => enumValue(run, scope, node));
  }
}

function enumValue(run: Evaluation, scope: Scope, node: ts.EnumDeclaration): Value {
  const entries = new Map<string, Value>();
  let next: number | null = 0;
  for (const member of node.members) {
    const name = ts.isComputedPropertyName(member.name) ? null : nameOfNode(member.name);
    if (name === null) continue;
    const place = placeOf(run, scope, member);
    const value: Value = member.initializer
      ? evaluate(run, scope, member.initializer)
      : next === null
        ? unknown(name, place)
        : scalar(next, place);
    entries.set(name, value);
    next = value.kind === 'scalar' && typeof value.value === 'number' ? value.value + 1 : null;
  }
  return record(entries, placeOf(run, scope, node.name));
}
