import type { BatchLoader } from '../../model/code';
import type { CallFact, FileFacts } from '../facts';
import type { Program } from '../linking/program';
import { functionId } from '../linking/sites';

/** Every `new DataLoader(batch)` of the package dataloader (or a class that a project calls so). */
export function batchLoadersIn(program: Program, facts: FileFacts): readonly BatchLoader[] {
  return facts.calls.flatMap((call, index) =>
    call.kind === 'new' && /DataLoader$/i.test(call.name)
      ? [
          {
            file: facts.file,
            range: { start: call.start, end: call.end },
            name: nameOf(facts, index),
            batch: batchOf(program, facts, call, index),
          },
        ]
      : [],
  );
}

function nameOf(facts: FileFacts, index: number): string {
  const variable = facts.variables.find(({ init }) => init?.root.kind === 'call' && init.root.call === index);
  if (variable) return variable.name;
  for (const item of facts.classes)
    for (const { name, init } of item.properties)
      if (init?.root.kind === 'call' && init.root.call === index) return name;
  return '';
}

function batchOf(program: Program, facts: FileFacts, call: CallFact, index: number): BatchLoader['batch'] {
  const inline = facts.functions.findIndex((fn) => fn.inlineOf === index);
  if (inline >= 0) return functionId(facts, inline);
  const value = call.values[0];
  const [target] = value ? program.functionsOf(facts, value, call.within) : [];
  return target ? functionId(target.facts, target.index) : null;
}
