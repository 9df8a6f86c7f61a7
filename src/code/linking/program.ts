import type {
  CallFact,
  ClassFact,
  FileFacts,
  FunctionFact,
  InterfaceFact,
  TypeRef,
  Value,
  VariableFact,
} from '../facts';
import { wholeModule } from '../commonjs-names';
import type { ResolveModule } from './modules';

/** A declaration in its file. `module` is the whole of a file (`import * as x`); `external` is a name of an installed package. */
export type Declaration =
  | {
      readonly kind: 'function' | 'class' | 'interface' | 'variable';
      readonly facts: FileFacts;
      readonly index: number;
    }
  | { readonly kind: 'module'; readonly facts: FileFacts }
  | { readonly kind: 'external'; readonly module: string; readonly name: string };

/** A type as far as the code shows it. */
export type TypeHit =
  | {
      readonly kind: 'class' | 'interface';
      readonly facts: FileFacts;
      readonly index: number;
      readonly args: readonly TypeRef[];
      readonly from: FileFacts;
    }
  /** A type of an installed package, or one that was not found (`module` is ''). */
  | {
      readonly kind: 'external';
      readonly module: string;
      readonly name: string;
      readonly args: readonly TypeRef[];
      readonly from: FileFacts;
    };

/** A function in its file. */
export interface FunctionRef {
  readonly facts: FileFacts;
  readonly index: number;
}

interface FileNames {
  readonly functions: ReadonlyMap<string, number>;
  readonly classes: ReadonlyMap<string, number>;
  readonly interfaces: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, number>;
  readonly imports: ReadonlyMap<string, number>;
}

/** The names of all files and what they mean across files. Everything is found on demand and remembered. */
export class Program {
  private readonly names = new Map<FileFacts, FileNames>();
  private readonly exported = new Map<FileFacts, Map<string, Declaration | null>>();
  private readonly types = new Map<FileFacts, Map<number, TypeHit | null>>();
  private implementers: Map<string, { facts: FileFacts; index: number }[]> | null = null;

  constructor(
    readonly files: ReadonlyMap<string, FileFacts>,
    private readonly resolveModule: ResolveModule,
  ) {}

  /** What a name means in a function of a file (`within` -1: at module level); null when it is a global or unknown. */
  resolveName(facts: FileFacts, name: string, within: number): Declaration | null {
    for (let scope = within; scope >= 0; scope = facts.functions[scope]?.parent ?? -1) {
      const index = facts.functions.findIndex(
        (fn) => fn.parent === scope && fn.name === name && fn.className === null,
      );
      if (index >= 0) return { kind: 'function', facts, index };
    }
    return this.resolveLocal(facts, name, 0);
  }

  resolveExport(facts: FileFacts, name: string, depth = 0): Declaration | null {
    let known = this.exported.get(facts);
    if (!known) this.exported.set(facts, (known = new Map<string, Declaration | null>()));
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, null);
    const result = depth > 10 ? null : this.findExport(facts, name, depth);
    known.set(name, result);
    return result;
  }

  private findExport(facts: FileFacts, name: string, depth: number): Declaration | null {
    for (const entry of facts.exports) {
      if (entry.exported !== name) continue;
      if (entry.from === null) return this.resolveLocal(facts, entry.local, depth + 1);
      return this.resolveImported(facts, entry.from, entry.local, depth + 1);
    }
    for (const entry of facts.exports) {
      if (entry.exported !== '*' || entry.from === null) continue;
      const target = this.moduleOf(facts, entry.from);
      const found = target ? this.resolveExport(target, name, depth + 1) : null;
      if (found) return found;
    }
    return null;
  }

  private resolveLocal(facts: FileFacts, name: string, depth: number): Declaration | null {
    const names = this.namesOf(facts);
    for (const [kind, map] of [
      ['function', names.functions],
      ['class', names.classes],
      ['variable', names.variables],
      ['interface', names.interfaces],
    ] as const) {
      const index = map.get(name);
      if (index !== undefined) return { kind, facts, index };
    }
    const at = names.imports.get(name);
    const imported = at === undefined ? undefined : facts.imports[at];
    return imported ? this.resolveImported(facts, imported.from, imported.imported, depth + 1) : null;
  }

  private resolveImported(facts: FileFacts, from: string, name: string, depth: number): Declaration | null {
    const target = this.moduleOf(facts, from);
    if (!target) return { kind: 'external', module: from, name };
    if (name === '*')
      return this.resolveExport(target, wholeModule, depth) ?? { kind: 'module', facts: target };
    return (
      this.resolveExport(target, name, depth) ??
      (name === 'default' ? this.resolveExport(target, wholeModule, depth) : null)
    );
  }

  moduleOf(facts: FileFacts, specifier: string): FileFacts | null {
    const file = this.resolveModule(facts.file, specifier);
    return file === null ? null : (this.files.get(file) ?? null);
  }

  private namesOf(facts: FileFacts): FileNames {
    const known = this.names.get(facts);
    if (known) return known;
    const first = <T>(items: readonly T[], nameOf: (item: T) => string | null): Map<string, number> => {
      const map = new Map<string, number>();
      items.forEach((item, index) => {
        const name = nameOf(item);
        if (name !== null && name !== '' && !map.has(name)) map.set(name, index);
      });
      return map;
    };
    const names: FileNames = {
      functions: first<FunctionFact>(facts.functions, (fn) =>
        fn.parent === -1 && fn.className === null && fn.inlineOf < 0 ? fn.name : null,
      ),
      classes: first<ClassFact>(facts.classes, (item) => item.name),
      interfaces: first<InterfaceFact>(facts.interfaces, (item) => item.name),
      variables: first<VariableFact>(facts.variables, (item) => (item.within === -1 ? item.name : null)),
      imports: first(facts.imports, (item) => item.local),
    };
    this.names.set(facts, names);
    return names;
  }

  /** What a written type means; aliases are followed. null only for an empty name. */
  resolveType(facts: FileFacts, type: TypeRef, depth = 0): TypeHit | null {
    if (type.name === '' || depth > 6) return null;
    if (type.name.startsWith('typeof ')) {
      const declaration = this.resolveName(facts, type.name.slice(7), -1);
      return declaration?.kind === 'variable'
        ? this.typeOfVariable(declaration.facts, declaration.index, depth + 1)
        : null;
    }
    const [head = '', ...rest] = type.name.split('.');
    let declaration = this.resolveLocal(facts, head, 0);
    if (declaration?.kind === 'module' && rest[0] !== undefined)
      declaration = this.resolveExport(declaration.facts, rest[0]);
    const common = { args: type.args, from: facts };
    if (declaration?.kind === 'class')
      return { kind: 'class', facts: declaration.facts, index: declaration.index, ...common };
    if (declaration?.kind === 'interface') {
      const alias = declaration.facts.interfaces[declaration.index]?.alias;
      if (alias) return this.resolveType(declaration.facts, alias, depth + 1);
      return { kind: 'interface', facts: declaration.facts, index: declaration.index, ...common };
    }
    if (declaration?.kind === 'external')
      return {
        kind: 'external',
        module: declaration.module,
        name:
          rest.length > 0
            ? type.name
            : declaration.name === 'default' || declaration.name === '*'
              ? head
              : declaration.name,
        ...common,
      };
    return { kind: 'external', module: '', name: type.name, ...common };
  }

  typeOfVariable(facts: FileFacts, index: number, depth = 0): TypeHit | null {
    let known = this.types.get(facts);
    if (!known) this.types.set(facts, (known = new Map<number, TypeHit | null>()));
    const found = known.get(index);
    if (found !== undefined) return found;
    known.set(index, null);
    const variable = facts.variables[index];
    let type: TypeHit | null = null;
    if (variable && depth < 8) {
      if (variable.type) type = this.resolveType(facts, variable.type, depth + 1);
      else if (variable.init) type = this.typeOf(facts, variable.init, variable.within, depth + 1);
    }
    known.set(index, type);
    return type;
  }

  /** The type of an expression that stands in function `within` of a file. */
  typeOf(facts: FileFacts, value: Value, within: number, depth = 0): TypeHit | null {
    if (depth > 8) return null;
    let type: TypeHit | null = null;
    const path = [...value.path];
    switch (value.root.kind) {
      case 'variable':
        type = this.typeOfVariable(facts, value.root.variable, depth + 1);
        break;
      case 'this':
        type = this.classAround(facts, within);
        break;
      case 'super': {
        const own = this.classAround(facts, within);
        const base = own?.kind === 'class' ? own.facts.classes[own.index]?.extends : null;
        type = base ? this.resolveType(facts, base) : null;
        break;
      }
      case 'call':
        type = this.typeOfCall(facts, value.root.call, depth + 1);
        break;
      case 'name': {
        let declaration = this.resolveName(facts, value.root.name, within);
        if (declaration?.kind === 'module')
          declaration = this.resolveExport(declaration.facts, path.shift() ?? '');
        if (declaration?.kind === 'variable')
          type = this.typeOfVariable(declaration.facts, declaration.index, depth + 1);
        else if (declaration?.kind === 'class')
          type = { ...declaration, kind: 'class', args: [], from: facts };
        break;
      }
      case 'other':
        return null;
    }
    for (const name of path) {
      if (name === '[]') continue;
      if (!type) return null;
      type = this.memberType(type, name, depth + 1);
    }
    return type;
  }

  private typeOfCall(facts: FileFacts, index: number, depth: number): TypeHit | null {
    const call = facts.calls[index];
    if (!call) return null;
    if (call.kind === 'new')
      return this.resolveType(facts, {
        name: [
          ...(call.callee.root.kind === 'name' ? [call.callee.root.name] : []),
          ...call.callee.path,
        ].join('.'),
        args: call.typeArgs,
      });
    for (const target of this.targetsOf(facts, call, depth)) {
      const returns = target.facts.functions[target.index]?.returns;
      if (returns) return this.resolveType(target.facts, returns);
    }
    return null;
  }

  private memberType(type: TypeHit, name: string, depth: number): TypeHit | null {
    if (type.kind === 'class') {
      for (const { facts, index } of this.withBases(type.facts, type.index)) {
        const property = facts.classes[index]?.properties.find((candidate) => candidate.name === name);
        if (property?.type) return this.resolveType(facts, property.type);
        if (property?.init)
          return this.typeOf(
            facts,
            property.init,
            facts.classes[index]?.methods['constructor'] ?? -1,
            depth + 1,
          );
      }
      return null;
    }
    if (type.kind === 'interface') {
      const found = type.facts.interfaces[type.index];
      const member = found && Object.hasOwn(found.members, name) ? found.members[name] : undefined;
      if (member) return this.resolveType(type.facts, member);
      for (const base of found?.extends ?? []) {
        const resolved = depth < 8 ? this.resolveType(type.facts, base) : null;
        const inherited =
          resolved && resolved.kind !== 'external' ? this.memberType(resolved, name, depth + 1) : null;
        if (inherited) return inherited;
      }
    }
    return null;
  }

  /** The class a function belongs to, through nested functions. */
  classAround(facts: FileFacts, within: number): TypeHit | null {
    for (let at = within; at >= 0; at = facts.functions[at]?.parent ?? -1) {
      const name = facts.functions[at]?.className;
      if (!name) continue;
      const index = facts.classes.findIndex((candidate) => candidate.name === name);
      return index < 0 ? null : { kind: 'class', facts, index, args: [], from: facts };
    }
    return null;
  }

  /** A class and the classes it extends, nearest first. */
  withBases(facts: FileFacts, index: number): { facts: FileFacts; index: number }[] {
    const chain = [{ facts, index }];
    for (let at = facts.classes[index], file = facts; at?.extends && chain.length < 8;) {
      const base = this.resolveType(file, at.extends);
      if (
        base?.kind !== 'class' ||
        chain.some((seen) => seen.facts === base.facts && seen.index === base.index)
      )
        break;
      chain.push({ facts: base.facts, index: base.index });
      file = base.facts;
      at = base.facts.classes[base.index];
    }
    return chain;
  }

  /** The functions a call may enter. Several for an interface with several implementations; none when it is not known. */
  targetsOf(facts: FileFacts, call: CallFact, depth = 0): readonly FunctionRef[] {
    if (call.kind !== 'call' || depth > 8) return [];
    return this.functionsOf(facts, call.callee, call.within, depth);
  }

  private functionsOf(facts: FileFacts, value: Value, within: number, depth: number): readonly FunctionRef[] {
    if (depth > 8) return [];
    const method = value.path[value.path.length - 1];
    if (method === undefined) return this.plainFunctions(facts, value, within, depth);
    const receiver: Value = { root: value.root, path: value.path.slice(0, -1) };
    if (receiver.root.kind === 'name') {
      const declaration = this.resolveName(facts, receiver.root.name, within);
      if (declaration?.kind === 'module')
        return this.asFunctions(
          this.resolveExport(declaration.facts, value.path.slice(0, 2).join('.')) ??
            this.resolveExport(declaration.facts, method),
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
    const type = this.typeOf(facts, receiver, within, depth + 1);
    return type ? this.methodsOf(type, method) : [];
  }

  private plainFunctions(
    facts: FileFacts,
    value: Value,
    within: number,
    depth: number,
  ): readonly FunctionRef[] {
    if (value.root.kind === 'variable')
      return this.asFunctions({ kind: 'variable', facts, index: value.root.variable }, depth);
    if (value.root.kind !== 'name') return [];
    return this.asFunctions(this.resolveName(facts, value.root.name, within), depth);
  }

  private asFunctions(declaration: Declaration | null, depth: number): readonly FunctionRef[] {
    if (declaration?.kind === 'function') return [{ facts: declaration.facts, index: declaration.index }];
    if (declaration?.kind !== 'variable') return [];
    const variable = declaration.facts.variables[declaration.index];
    if (!variable) return [];
    if (variable.fn >= 0) return [{ facts: declaration.facts, index: variable.fn }];
    if (variable.init && variable.init.root.kind !== 'call')
      return this.functionsOf(declaration.facts, variable.init, variable.within, depth + 1);
    return [];
  }

  /** `orders.find` of `const orders = { find() {…} }`. */
  private objectMethod(facts: FileFacts, variable: number, path: string): FunctionRef | null {
    const name = facts.variables[variable]?.name;
    if (name === undefined || name === '') return null;
    const index = facts.functions.findIndex((fn) => fn.name === `${name}.${path}` && fn.className === null);
    return index < 0 ? null : { facts, index };
  }

  private methodsOf(type: TypeHit, method: string, depth = 0): readonly FunctionRef[] {
    if (type.kind === 'external' || depth > 4) return [];
    if (type.kind === 'class') {
      for (const { facts, index } of this.withBases(type.facts, type.index)) {
        const methods = facts.classes[index]?.methods;
        const found = methods && Object.hasOwn(methods, method) ? methods[method] : undefined;
        if (found !== undefined) return [{ facts, index: found }];
      }
    }
    const key = `${type.facts.file}#${type.facts[type.kind === 'class' ? 'classes' : 'interfaces'][type.index]?.name ?? ''}`;
    const found: FunctionRef[] = [];
    for (const { facts, index } of this.implementersOf(key)) {
      const target = this.methodsOf(
        { kind: 'class', facts, index, args: [], from: facts },
        method,
        depth + 1,
      );
      for (const ref of target)
        if (!found.some((seen) => seen.facts === ref.facts && seen.index === ref.index)) found.push(ref);
    }
    return found;
  }

  /** Classes that implement an interface or extend a class, by `file#name`; those of interfaces that extend it too. */
  private implementersOf(key: string): readonly { facts: FileFacts; index: number }[] {
    if (!this.implementers) {
      this.implementers = new Map();
      for (const facts of this.files.values()) {
        facts.classes.forEach((item, index) => {
          for (const type of item.extends ? [...item.implements, item.extends] : item.implements)
            this.addImplementer(facts, index, type, 0);
        });
      }
    }
    return this.implementers.get(key) ?? [];
  }

  private addImplementer(facts: FileFacts, index: number, type: TypeRef, depth: number, from = facts): void {
    const resolved = this.resolveType(from, type);
    if (!resolved || resolved.kind === 'external' || depth > 4) return;
    const name =
      resolved.facts[resolved.kind === 'class' ? 'classes' : 'interfaces'][resolved.index]?.name ?? '';
    const key = `${resolved.facts.file}#${name}`;
    const list = this.implementers?.get(key) ?? [];
    this.implementers?.set(key, [...list, { facts, index }]);
    if (resolved.kind === 'interface') {
      for (const base of resolved.facts.interfaces[resolved.index]?.extends ?? [])
        this.addImplementer(facts, index, base, depth + 1, resolved.facts);
    }
  }
}
