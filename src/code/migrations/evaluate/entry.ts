import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import { instantiate, memberOf } from './classes';
import type { Evaluation } from './evaluation';
import type { Host } from './host';
import type { Module } from './scope';
import { unknown, type ClassValue, type FunctionValue, type Value } from './values';

/** The functions of a migration; null where it has none. */
export interface Entry {
  readonly up: FunctionValue | null;
  readonly down: FunctionValue | null;
}

const nowhere: Range = { start: 0, end: 0 };

/**
 * Finds `up` and `down`: exported functions, members of what is exported (`export default`, `module.exports`, a
 * named object), or methods of a class. `self` answers what the class does not define.
 */
export function findEntry(run: Evaluation, module: Module, self: Host | null): Entry {
  const up = find(run, module, self, 'up');
  return { up, down: up === null ? null : find(run, module, self, 'down') };
}

function find(run: Evaluation, module: Module, self: Host | null, name: string): FunctionValue | null {
  const direct = run.modules.exported(run, module, name, nowhere);
  if (direct?.kind === 'function') return direct;
  for (const candidate of candidates(run, module)) {
    const found = memberFunction(run, candidate, self, name);
    if (found !== null) return found;
  }
  return null;
}

/** Things of the file that may hold `up`, the likeliest first. */
function candidates(run: Evaluation, module: Module): readonly Value[] {
  const { scope } = run.modules.load(run, module);
  const found: Value[] = [];
  const byDefault = run.modules.exported(run, module, 'default', nowhere);
  if (byDefault !== undefined) found.push(byDefault);
  for (const node of module.source.statements) {
    const names = ts.isVariableStatement(node)
      ? node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
      : ts.isClassDeclaration(node) && node.name !== undefined
        ? [node.name.text]
        : [];
    for (const name of names) {
      const value = scope.own(name, () => unknown(name, nowhere));
      if (value !== undefined) found.push(value);
    }
  }
  return found;
}

function memberFunction(
  run: Evaluation,
  holder: Value,
  self: Host | null,
  name: string,
): FunctionValue | null {
  if (holder.kind === 'record' && holder.of === null) {
    const member = holder.entries.get(name);
    return member?.kind === 'function' ? member : null;
  }
  if (holder.kind === 'class') return methodOf(run, holder, self, name);
  return null;
}

function methodOf(run: Evaluation, of: ClassValue, self: Host | null, name: string): FunctionValue | null {
  const instance = instantiate(run, of, [], of.place, self);
  const member = instance.entries.get(name) ?? memberOf(run, of, instance, name, of.place);
  return member?.kind === 'function' ? member : null;
}

/** True for a `down` that was never written: no statement in it. */
export function isEmpty({ node }: FunctionValue): boolean {
  return node.body !== undefined && ts.isBlock(node.body) && node.body.statements.length === 0;
}
