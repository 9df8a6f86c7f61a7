import type { FileFacts, Value } from '../facts';
import { FunctionRef } from './declarations';
import type { FileCell } from './file-cell';
import type { Names } from './names';
import type { Targets } from './targets';

/** An object literal in its file: `handlers`, `handlers.late`, `Jobs.handlers`, `createLimiter()`. */
interface NamedObject {
  readonly cell: FileCell;
  readonly owner: string;
}

const deepest = 8;

/** Functions that objects hold: tables of handlers, what factories give back, functions taken from either. */
export class ObjectMembers {
  constructor(
    private readonly names: Names,
    private readonly targets: Targets,
    private readonly classOf: (facts: FileFacts, within: number) => string,
  ) {}

  /** The functions a value may be, where its root is an object literal or what a function gives back; `handlers[kind]` may be any of them. */
  functionsOf(facts: FileFacts, value: Value, within: number, depth: number): readonly FunctionRef[] {
    if (depth > deepest) return [];
    const { root, path } = value;
    switch (root.kind) {
      case 'variable':
        return this.ofVariable(facts, root.variable, path, depth);
      case 'name': {
        const declaration = this.names.resolveName(facts, root.name, within);
        if (declaration?.kind === 'variable')
          return this.ofVariable(declaration.facts, declaration.index, path, depth);
        if (declaration?.kind !== 'module') return [];
        const [first, ...rest] = path;
        const exported = first === undefined ? null : this.names.resolveExport(declaration.facts, first);
        return exported?.kind === 'variable'
          ? this.ofVariable(exported.facts, exported.index, rest, depth)
          : [];
      }
      case 'call':
        return this.ofResult(facts, root.call, path, depth);
      case 'this': {
        const [property, ...rest] = path;
        const name = this.classOf(facts, within);
        if (name === '' || property === undefined || rest.length === 0) return [];
        return this.inside({ cell: this.names.cellOf(facts), owner: `${name}.${property}` }, rest, depth);
      }
      default:
        return [];
    }
  }

  private ofVariable(
    facts: FileFacts,
    index: number,
    path: readonly string[],
    depth: number,
  ): readonly FunctionRef[] {
    const variable = facts.variables[index];
    if (!variable) return [];
    if (path.length > 0 && variable.name !== '' && variable.parameterOf < 0) {
      const own = this.inside({ cell: this.names.cellOf(facts), owner: variable.name }, path, depth);
      if (own.length > 0) return own;
    }
    const { init, fallback } = variable;
    const found: FunctionRef[] = [];
    for (const source of [init, fallback]) {
      if (!source) continue;
      const whole = { root: source.root, path: [...source.path, ...path] };
      // A result that is called is what `executeTask()` gives back, not `executeTask`.
      addNew(found, this.targets.functionsOf(facts, whole, variable.within, depth + 1));
    }
    return found;
  }

  /** What the functions that a call may enter give back. */
  private ofResult(
    facts: FileFacts,
    index: number,
    path: readonly string[],
    depth: number,
  ): readonly FunctionRef[] {
    const call = facts.calls[index];
    if (!call) return [];
    if (call.name === 'bind' && call.callee.path.length > 0 && path.length === 0) {
      const bound = { root: call.callee.root, path: call.callee.path.slice(0, -1) };
      return this.targets.functionsOf(facts, bound, call.within, depth + 1);
    }
    const listed =
      call.callee.root.kind === 'name' && call.callee.root.name === 'Object' ? call.values[0] : null;
    if (listed && (call.name === 'values' || call.name === 'entries') && path[0] === '[]') {
      // `[name, handler]` of an entry: one step more.
      const taken = call.name === 'entries' ? path.slice(1) : path;
      const whole = { root: listed.root, path: [...listed.path, ...taken] };
      return this.targets.functionsOf(facts, whole, call.within, depth + 1);
    }
    const found: FunctionRef[] = [];
    for (const target of this.targets.targetsOf(facts, call, depth + 1)) {
      const fn = target.facts.functions[target.index];
      if (!fn || fn.name === '') continue;
      const cell = this.names.cellOf(target.facts);
      const owner = `${fn.name}()`;
      if (path.length === 0) {
        const given = cell.objectFunction(owner);
        if (given >= 0 && target.facts.functions[given]?.parent === target.index)
          addNew(found, [new FunctionRef(cell, given)]);
      } else addNew(found, this.inside({ cell, owner }, path, depth + 1));
      if (found.length === 0 && fn.returned && fn.returned.root.kind !== 'call') {
        const whole = { root: fn.returned.root, path: [...fn.returned.path, ...path] };
        addNew(found, this.targets.functionsOf(target.facts, whole, target.index, depth + 1));
      }
    }
    return found;
  }

  private inside(
    { cell, owner }: NamedObject,
    path: readonly string[],
    depth: number,
  ): readonly FunctionRef[] {
    const [step, ...rest] = path;
    const members = step === undefined || depth > deepest ? null : cell.membersOf(owner);
    if (!members || step === undefined) return [];
    const { functions, values, objects } = members;
    const found: FunctionRef[] = [];
    for (const name of step === '[]'
      ? new Set([...functions.keys(), ...values.keys(), ...objects])
      : [step]) {
      const fn = functions.get(name);
      if (fn !== undefined && rest.length === 0) addNew(found, [new FunctionRef(cell, fn)]);
      const named = values.get(name);
      if (named) addNew(found, this.ofMember(cell, owner, named, rest, depth));
      if (rest.length > 0 && objects.has(name))
        addNew(found, this.inside({ cell, owner: `${owner}.${name}` }, rest, depth + 1));
    }
    return found;
  }

  /** `this` in the initialiser of a property is the class that the owner is named after. */
  private ofMember(
    cell: FileCell,
    owner: string,
    { value, within }: { readonly value: Value; readonly within: number },
    rest: readonly string[],
    depth: number,
  ): readonly FunctionRef[] {
    const whole = { root: value.root, path: [...value.path, ...rest] };
    if (value.root.kind === 'this' && within < 0) {
      const type = cell.declared('class').indexOf(owner.split('.')[0] ?? '', 0);
      const method =
        whole.path.length === 1 ? cell.facts.classes[type]?.methods[whole.path[0] ?? ''] : undefined;
      return method === undefined ? [] : [new FunctionRef(cell, method)];
    }
    return this.targets.functionsOf(cell.facts, whole, within, depth + 1);
  }
}

function addNew(found: FunctionRef[], more: readonly FunctionRef[]): void {
  for (const ref of more) if (!found.some((seen) => seen.is(ref))) found.push(ref);
}
