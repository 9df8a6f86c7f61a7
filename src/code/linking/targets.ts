import type { CallFact, FileFacts, TypeRef, Value } from '../facts';
import { FunctionRef, TypeOfWorkspace, type Declaration, type TypeHit } from './declarations';
import type { FileCell } from './file-cell';
import type { Names } from './names';
import { ObjectMembers } from './object-members';
import type { Types } from './types';

const deepest = 12;

/** The functions that calls may enter. */
export class Targets {
  private readonly objects: ObjectMembers;
  private typedObjects: Map<string, readonly { readonly cell: FileCell; readonly owner: string }[]> | null =
    null;
  private implementers: Map<string, { readonly cell: FileCell; readonly index: number }[]> | null = null;

  constructor(
    private readonly files: () => Iterable<FileFacts>,
    private readonly names: Names,
    private readonly types: Types,
  ) {
    this.objects = new ObjectMembers(names, this, (facts, within) => names.cellOf(facts).classAround(within));
  }

  /** The functions a call may enter. Several for an interface with several implementations; none when it is not known. */
  targetsOf(facts: FileFacts, call: CallFact, depth = 0): readonly FunctionRef[] {
    if (call.kind !== 'call' || depth > deepest) return [];
    return this.functionsOf(facts, call.callee, call.within, depth);
  }

  /** The functions a value that is called may be. */
  functionsOf(facts: FileFacts, value: Value, within: number, depth = 0): readonly FunctionRef[] {
    if (depth > deepest) return [];
    const method = value.path[value.path.length - 1];
    if (method === undefined) return this.plainFunctions(facts, value, within, depth);
    const receiver: Value = { root: value.root, path: value.path.slice(0, -1) };
    if (receiver.root.kind === 'name') {
      const declaration = this.names.resolveName(facts, receiver.root.name, within);
      if (declaration?.kind === 'module')
        return this.asFunctions(
          this.names.resolveExport(declaration.facts, value.path.slice(0, 2).join('.')) ??
            this.names.resolveExport(declaration.facts, method),
          depth,
        );
      if (declaration?.kind === 'variable') {
        const literal = this.objectMethod(declaration.facts, declaration.index, value.path.join('.'));
        if (literal) return [literal];
      }
    }
    if (receiver.root.kind === 'variable') {
      const literal = this.objectMethod(facts, receiver.root.variable, value.path.join('.'));
      if (literal) return [literal];
    }
    const type = this.types.typeOf(facts, receiver, within, depth + 1);
    const methods = type ? this.methodsOf(type, method) : [];
    return methods.length > 0 ? methods : this.objects.functionsOf(facts, value, within, depth + 1);
  }

  private plainFunctions(
    facts: FileFacts,
    value: Value,
    within: number,
    depth: number,
  ): readonly FunctionRef[] {
    if (value.root.kind === 'variable') return this.functionOfVariable(facts, value.root.variable, depth);
    if (value.root.kind === 'call') return this.objects.functionsOf(facts, value, within, depth + 1);
    if (value.root.kind !== 'name') return [];
    return this.asFunctions(this.names.resolveName(facts, value.root.name, within), depth);
  }

  private asFunctions(declaration: Declaration | null, depth: number): readonly FunctionRef[] {
    if (declaration?.kind === 'function') return [declaration];
    if (declaration?.kind !== 'variable') return [];
    return this.functionOfVariable(declaration.facts, declaration.index, depth);
  }

  private functionOfVariable(facts: FileFacts, index: number, depth: number): readonly FunctionRef[] {
    const variable = facts.variables[index];
    if (!variable) return [];
    if (variable.fn >= 0) return [new FunctionRef(this.names.cellOf(facts), variable.fn)];
    const { init, fallback, within } = variable;
    const given = init ? this.functionsOf(facts, init, within, depth + 1) : [];
    return given.length > 0 || !fallback ? given : this.functionsOf(facts, fallback, within, depth + 1);
  }

  /** `orders.find` of `const orders = { find() {…} }`. */
  private objectMethod(facts: FileFacts, variable: number, path: string): FunctionRef | null {
    const name = facts.variables[variable]?.name;
    if (name === undefined || name === '') return null;
    const cell = this.names.cellOf(facts);
    const index = cell.objectFunction(`${name}.${path}`);
    return index < 0 ? null : new FunctionRef(cell, index);
  }

  private methodsOf(type: TypeHit, method: string, depth = 0): readonly FunctionRef[] {
    if (type.kind === 'external' || depth > 4) return [];
    if (type.kind === 'class') {
      for (const { facts, index } of this.types.withBases(type.facts, type.index)) {
        const methods = facts.classes[index]?.methods;
        const found = methods && Object.hasOwn(methods, method) ? methods[method] : undefined;
        if (found !== undefined) return [new FunctionRef(this.names.cellOf(facts), found)];
      }
    }
    const found: FunctionRef[] = [];
    for (const { cell, index } of this.implementersOf(keyOf(type))) {
      const target = this.methodsOf(new TypeOfWorkspace(cell, 'class', index, [], cell), method, depth + 1);
      for (const ref of target) if (!found.some((seen) => seen.is(ref))) found.push(ref);
    }
    if (type.kind === 'interface')
      for (const { cell, owner } of this.objectsOf(keyOf(type))) {
        const index = cell.objectFunction(`${owner}.${method}`);
        if (index >= 0) found.push(new FunctionRef(cell, index));
      }
    return found;
  }

  /** Object literals that are declared to be of an interface, and those that functions give back as one, by `file#name`. */
  private objectsOf(key: string): readonly { readonly cell: FileCell; readonly owner: string }[] {
    if (!this.typedObjects) {
      this.typedObjects = new Map();
      for (const facts of this.files()) {
        const cell = this.names.cellOf(facts);
        for (const { name, type } of facts.variables)
          if (type && name !== '' && cell.membersOf(name)) this.addObject(facts, type, cell, name);
        for (const { name, returns } of facts.functions)
          if (returns && name !== '' && cell.membersOf(`${name}()`))
            this.addObject(facts, returns, cell, `${name}()`);
      }
    }
    return this.typedObjects.get(key) ?? [];
  }

  private addObject(facts: FileFacts, type: TypeRef, cell: FileCell, owner: string): void {
    const resolved = this.types.resolveType(facts, type);
    if (resolved?.kind !== 'interface') return;
    const list = this.typedObjects?.get(keyOf(resolved)) ?? [];
    this.typedObjects?.set(keyOf(resolved), [...list, { cell, owner }]);
  }

  /** Classes that implement an interface or extend a class, by `file#name`; those of interfaces that extend it too. */
  private implementersOf(key: string): readonly { readonly cell: FileCell; readonly index: number }[] {
    if (!this.implementers) {
      this.implementers = new Map();
      for (const facts of this.files()) {
        facts.classes.forEach((item, index) => {
          for (const type of item.extends ? [...item.implements, item.extends] : item.implements)
            this.addImplementer(facts, index, type, 0);
        });
      }
    }
    return this.implementers.get(key) ?? [];
  }

  private addImplementer(facts: FileFacts, index: number, type: TypeRef, depth: number, from = facts): void {
    const resolved = this.types.resolveType(from, type);
    if (!resolved || resolved.kind === 'external' || depth > 4) return;
    const key = keyOf(resolved);
    const entry = { cell: this.names.cellOf(facts), index };
    const list = this.implementers?.get(key);
    if (list) list.push(entry);
    else this.implementers?.set(key, [entry]);
    if (resolved.kind !== 'interface') return;
    for (const base of resolved.facts.interfaces[resolved.index]?.extends ?? [])
      this.addImplementer(facts, index, base, depth + 1, resolved.facts);
  }
}

function keyOf(type: TypeOfWorkspace): string {
  const list = type.kind === 'class' ? type.facts.classes : type.facts.interfaces;
  return `${type.facts.file}#${list[type.index]?.name ?? ''}`;
}
