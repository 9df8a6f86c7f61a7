import type { FileFacts, Value } from '../facts';
import type { Program } from '../linking/program';

export interface ClassPlace {
  readonly facts: FileFacts;
  readonly index: number;
}

/** Methods that give rows of the class they are asked on or with. */
const finders =
  /^(?:find|findOne\w*|findBy\w*|findAll|findAndCount\w*|findByPk|findOrCreate|create|build|merge|assign|upsert|getReference|refresh\w*)$/;
const transparent = new Set(['[]', 'rows']);

/** The class a name stands for; null for anything else. */
export function classNamed(
  program: Program,
  facts: FileFacts,
  value: Value | null,
  within: number,
): ClassPlace | null {
  if (value?.root.kind !== 'name' || value.path.length > 1) return null;
  let found = program.resolveName(facts, value.root.name, within);
  if (found?.kind === 'module' && value.path[0] !== undefined)
    found = program.resolveExport(found.facts, value.path[0]);
  else if (value.path.length > 0) return null;
  return found?.kind === 'class' ? { facts: found.facts, index: found.index } : null;
}

/**
 * The class whose rows a value holds: by its type, or as the result of `em.find(Order)`, `Order.findAll()`,
 * `orders.find()` of a `Repository<Order>`. null when the code does not show it.
 */
export function classOfRows(
  program: Program,
  facts: FileFacts,
  value: Value,
  within: number,
  depth = 0,
): ClassPlace | null {
  if (depth > 6) return null;
  const path = value.path.filter((name) => !transparent.has(name));
  const type = program.typeOf(facts, { root: value.root, path }, within);
  if (type?.kind === 'class') return { facts: type.facts, index: type.index };
  if (path.length > 0) return null;
  if (value.root.kind === 'variable') {
    const init = facts.variables[value.root.variable]?.init;
    const scope = facts.variables[value.root.variable]?.within ?? within;
    return init ? classOfRows(program, facts, init, scope, depth + 1) : null;
  }
  const call = value.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  if (!call || !finders.test(call.name)) return null;
  const named = classNamed(program, facts, call.values[0] ?? null, call.within);
  if (named) return named;
  const receiver: Value = { root: call.callee.root, path: call.callee.path.slice(0, -1) };
  const owner = classNamed(program, facts, receiver, call.within);
  if (owner) return owner;
  const holder = program.typeOf(facts, receiver, call.within);
  const argument = holder?.kind === 'external' ? holder.args[0] : undefined;
  const resolved = holder && argument ? program.resolveType(holder.from, argument) : null;
  return resolved?.kind === 'class' ? { facts: resolved.facts, index: resolved.index } : null;
}
