import type { FileFacts } from '../facts';
import type { CallPaths } from '../loops/reach';

const deepest = 6;
const most = 500;

interface FunctionAt {
  readonly facts: FileFacts;
  readonly index: number;
}

/** A function and those that it calls, nearest first, at most six calls deep; each once. */
export function* functionsBehind(paths: CallPaths, start: FunctionAt): Generator<FunctionAt> {
  const seen = new Set<string>();
  const queue = [{ ...start, depth: 0 }];
  for (let at = queue.shift(); at && seen.size < most; at = queue.shift()) {
    yield at;
    if (at.depth >= deepest) continue;
    for (const index of paths.callsOf(at.facts, at.index)) {
      const call = at.facts.calls[index];
      for (const target of call ? paths.targetsOf(at.facts, call) : []) {
        const key = `${target.facts.file}#${target.index}`;
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push({ facts: target.facts, index: target.index, depth: at.depth + 1 });
      }
    }
  }
}
