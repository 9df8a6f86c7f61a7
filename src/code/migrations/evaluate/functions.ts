import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import { bind } from './bindings';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import { Scope } from './scope';
import { runBlock } from './statements';
import { list, scalar, unknown, type FunctionValue, type Value } from './values';

const deepest = 50;

/** Runs a function of the migration, `async` or not, and gives what it returns. `place` is that of the call. */
export function invoke(run: Evaluation, fn: FunctionValue, args: readonly Value[], place: Range): Value {
  const { node } = fn;
  if (node.body === undefined) return unknown('a function without a body', place);
  if (run.depth >= deepest) {
    run.missed(place, 'functions call each other too deeply to be followed');
    return unknown('a call too deep', place);
  }
  const isForeign = fn.scope.module.path !== null;
  const { outside, conditional } = run;
  run.depth++;
  run.outside = isForeign ? (outside ?? place) : null;
  try {
    return body(run, fn, args, place);
  } finally {
    run.depth--;
    run.outside = outside;
    run.conditional = conditional;
  }
}

function body(run: Evaluation, fn: FunctionValue, args: readonly Value[], place: Range): Value {
  const { node } = fn;
  const scope = new Scope(fn.scope, fn.scope.module, fn.self);
  node.parameters.forEach((parameter, index) => {
    const value = parameter.dotDotDotToken ? list(args.slice(index), place) : args[index];
    bind(run, scope, parameter.name, value ?? scalar(undefined, place), parameter.initializer);
  });
  if (node.body === undefined) return scalar(undefined, place);
  if (!ts.isBlock(node.body)) return evaluate(run, scope, node.body);
  const end = runBlock(run, scope, node.body.statements);
  return end.kind === 'return' ? end.value : scalar(undefined, place);
}
