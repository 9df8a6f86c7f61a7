import type { FileFacts, Value } from '../facts';
import type { Program, TypeHit } from '../linking/program';
import { handsTransaction } from '../linking/transaction-calls';
import { calleeText } from './recognition';

/** How the clients of a library are known: by the packages they come from, and by their types or the functions that make them (`drizzle()`). */
export interface ClientKind {
  readonly modules: RegExp;
  readonly types: RegExp;
}

/** Whether a value is a client of a library: by its declared type, its construction, a class that extends one, or a handle it was given. */
export function isClientOf(
  program: Program,
  facts: FileFacts,
  value: Value,
  within: number,
  kind: ClientKind,
): boolean {
  const type = program.typeOf(facts, value, within);
  return type !== null && isTypeOf(program, type, kind);
}

/** Whether a type is one of a library, or a class that extends one. */
export function isTypeOf(program: Program, type: TypeHit, kind: ClientKind): boolean {
  if (type.kind === 'external') return kind.modules.test(type.module) && kind.types.test(type.name);
  if (type.kind !== 'class') return false;
  const bases = program.withBases(type.facts, type.index);
  const last = bases[bases.length - 1];
  const top = last?.facts.classes[last.index]?.extends;
  const base = last && top ? program.resolveType(last.facts, top) : null;
  return base?.kind === 'external' && kind.modules.test(base.module) && kind.types.test(base.name);
}

/** Whether a value is an import of a package: `supabase` of '@supabase/supabase-js'. */
export function isImportOf(
  program: Program,
  facts: FileFacts,
  value: Value,
  within: number,
  modules: RegExp,
): boolean {
  if (value.root.kind !== 'name') return false;
  const declaration = program.resolveName(facts, value.root.name, within);
  return declaration?.kind === 'external' && modules.test(declaration.module);
}

/** Names of built-in types whose methods are called like queries: `get`, `delete`. */
export function isCollectionName(name: string): boolean {
  return /^(?:Weak)?(?:Map|Set)$|^(?:Headers|FormData|URLSearchParams|Array)$/.test(name);
}

/** Whether the file imports from a package. */
export function imports(facts: FileFacts, modules: RegExp): boolean {
  return facts.imports.some((item) => modules.test(item.from));
}

/** The last name of a value: `db` of `this.ctx.db`, `tx` of `tx`; '' without. */
export function nameOfValue(facts: FileFacts, { root, path }: Value): string {
  const last = path[path.length - 1];
  if (last !== undefined) return last;
  if (root.kind === 'variable') return facts.variables[root.variable]?.name ?? '';
  return root.kind === 'name' ? root.name : '';
}

const handleName = /^(?:tx|trx|txn|transaction\w*|\w+(?:Tx|Trx)|transactional\w*)$/;

/** Whether a client is a transaction's: the handle a callback was given, one named or typed as such. */
export function isHandle(facts: FileFacts, client: Value): boolean {
  if (handleName.test(nameOfValue(facts, client))) return true;
  if (client.root.kind !== 'variable' || client.path.length > 0) return false;
  const variable = facts.variables[client.root.variable];
  if (!variable) return false;
  if (/Transaction|Trx/.test(variable.type?.name ?? '')) return true;
  const passed = facts.calls[facts.functions[variable.parameterOf]?.inlineOf ?? -1];
  if (!passed || variable.position !== 0) return false;
  const { root } = passed.callee;
  const opened = passed.name === 'execute' && root.kind === 'call' ? facts.calls[root.call] : passed;
  return opened !== undefined && handsTransaction.test(opened.name);
}

/** The client as a reader knows it; '' when it has no name. */
export function clientText(facts: FileFacts, client: Value): string {
  const text = calleeText(facts, client);
  return client.root.kind === 'this' && text !== 'this' ? `this.${text}` : text;
}
