import type { RefusingSwitch } from '../../model/code';
import { isScript, isTest } from '../code-files';
import type { CallFact, FileFacts, Value } from '../facts';
import { calleeText } from '../libraries/recognition';
import type { FileSites } from '../linking/sites';

/** What a handler of messages from outside calls what it is given. */
const message = /^(?:event|webhook|message|msg|notification|payload|envelope)$/i;
/** Messages that other code of the same program sends: of the browser, of node, of a reducer. */
const inside = /(?:^|\/)(?:components?|hooks?|reducers?|stores?|ui|client|frontend)(?:\/|$)|\.tsx$/i;
const parsing = /^(?:parse|safeParse|parseAsync|validate|decode|constructEvent)$/;

/** Switches with a default that throws, over a value that another system sent. Tests and scripts are left out. */
export function refusingSwitchesIn({ facts, outside }: FileSites): readonly RefusingSwitch[] {
  const { switches } = facts.decisions;
  if (switches.length === 0 || isTest(facts.file) || isScript(facts.file)) return [];
  return switches.flatMap(({ value, start, end, cases, refuses }) => {
    const origin = originOf(facts, outside, value, 0);
    if (origin === null) return [];
    const subject = calleeText(facts, value);
    return [{ file: facts.file, range: { start, end }, subject, cases, refuses, origin }];
  });
}

/** Where a value comes from, when that is outside; null otherwise. */
function originOf(
  facts: FileFacts,
  outside: FileSites['outside'],
  { root, path }: Value,
  depth: number,
): string | null {
  if (depth > 4) return null;
  if (root.kind === 'call') {
    const call = facts.calls[root.call];
    const reached = outside.get(root.call);
    if (reached) return `the answer of ${reached.call}`;
    return call ? originOfCall(facts, outside, call, depth) : null;
  }
  if (root.kind !== 'variable') return null;
  const variable = facts.variables[root.variable];
  if (!variable) return null;
  if (variable.init) return originOf(facts, outside, variable.init, depth + 1);
  const isMessage = variable.parameterOf >= 0 && path.length > 0 && message.test(variable.name);
  return isMessage && !inside.test(facts.file) ? `the ${variable.name} that a handler is given` : null;
}

/** `JSON.parse(…)`, `orderSchema.parse(…)`, `response.json()` of an answer. */
function originOfCall(
  facts: FileFacts,
  outside: FileSites['outside'],
  call: CallFact,
  depth: number,
): string | null {
  const { root, path } = call.callee;
  if (parsing.test(call.name) && path.length > 0) return `what ${calleeText(facts, call.callee)} reads`;
  return originOf(facts, outside, { root, path: path.slice(0, -1) }, depth + 1);
}
