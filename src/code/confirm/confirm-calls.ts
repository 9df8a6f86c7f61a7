import { ts } from '../checker';
import type { Place } from '../../model/text';
import type { AskedCall, CheckerAnswer, CheckerLimits, CheckerSource, Verdict } from './asked';
import { checkedProgram, LimitReached, type CheckedProgram } from './checked-program';
import { enters } from './callee';
import { isOfLibrary } from './receiver';

/**
 * Asks the type checker about calls that the index found by syntax. `queries` are all places of queries: a method of
 * the workspace that holds one is no counter-evidence. Never throws: what could not be looked at is unknown, and why is said.
 */
export function confirmCalls(
  asked: readonly AskedCall[],
  queries: readonly Place[],
  source: CheckerSource,
  limits: CheckerLimits,
): CheckerAnswer {
  const verdicts: Verdict[] = asked.map(() => 'unknown');
  let files = 0;
  try {
    const program = checkedProgram([...new Set(asked.map(({ place }) => place.file))], source, limits);
    ({ files } = program);
    for (const [index, call] of asked.entries()) {
      program.goOn();
      verdicts[index] = verdictOf(call, queries, program);
    }
    return { verdicts, files, stopped: null };
  } catch (problem) {
    const stopped =
      problem instanceof LimitReached
        ? problem.message
        : `The checker failed: ${problem instanceof Error ? problem.message : String(problem)}`;
    return { verdicts, files, stopped };
  }
}

function verdictOf(
  { place, expected }: AskedCall,
  queries: readonly Place[],
  program: CheckedProgram,
): Verdict {
  const source = program.sourceOf(place.file);
  const call = source ? callAt(source, place) : null;
  if (!call) return 'unknown';
  return 'library' in expected
    ? isOfLibrary(call, expected.library, queries, program.checker)
    : enters(call, expected.next, program);
}

function callAt(
  source: ts.SourceFile,
  { range }: Place,
): ts.CallExpression | ts.TaggedTemplateExpression | null {
  const visit = (node: ts.Node): ts.CallExpression | ts.TaggedTemplateExpression | null => {
    if (node.end < range.end || node.pos > range.start) return null;
    if (
      (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) &&
      node.end === range.end &&
      node.getStart(source) === range.start
    )
      return node;
    return ts.forEachChild(node, (child) => visit(child) ?? undefined) ?? null;
  };
  return visit(source);
}
