import type { ResultUse } from '../../model/code';
import type { FileFacts } from '../facts';

/** What the file takes from the results of its calls, by call; calls whose result goes elsewhere (returned, passed on) are left out. */
export function resultUses(facts: FileFacts): ReadonlyMap<number, ResultUse> {
  const taken = new Map<number, Set<string>>();
  const of = (call: number): Set<string> => {
    const known = taken.get(call) ?? new Set<string>();
    taken.set(call, known);
    return known;
  };
  for (const { init, taken: names } of facts.variables) {
    if (init?.root.kind !== 'call') continue;
    const [first] = init.path;
    const into = of(init.root.call);
    // `const { id } = await …` takes `id`; `const [row] = …` an element.
    if (first !== undefined) into.add(first);
    else for (const name of names) into.add(name);
  }
  facts.calls.forEach((call, index) => {
    if (call.taken !== null) of(index).add(call.taken);
  });
  return new Map([...taken].map(([call, names]) => [call, { taken: [...names] }]));
}
