import { ts } from '../syntax';
import type { DecoratorFact } from '../facts';
import { entityName } from './nodes';
import { shapeOf } from './shapes';
import type { Walk } from './walk';

const none: readonly DecoratorFact[] = [];

/** The decorators of a class, member or parameter, with their arguments. */
export function readDecorators(walk: Walk, node: ts.Node): readonly DecoratorFact[] {
  if (!ts.canHaveDecorators(node)) return none;
  const decorators = node.modifiers?.filter(ts.isDecorator);
  if (!decorators || decorators.length === 0) return none;
  return decorators.map((decorator) => {
    const expression = decorator.expression;
    const called = ts.isCallExpression(expression);
    return {
      name: entityName(called ? expression.expression : expression),
      args: called ? expression.arguments.map((argument) => shapeOf(walk, argument)) : [],
      start: walk.startOf(decorator),
      end: decorator.end,
    };
  });
}
