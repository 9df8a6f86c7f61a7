import { elementPreserving } from '../reading/interesting';
import type { CallFact, FileFacts, TypeRef, Value } from '../facts';
import { ExternalType, NamedType, TypeOfWorkspace, type Declaration, type TypeHit } from './declarations';
import type { FileCell } from './file-cell';
import type { Names } from './names';
import type { Targets } from './targets';
import { handsTransaction } from './transaction-calls';

/** Steps from a value to its type, and up to which of them an answer is whole. */
const deepest = 14;
const wholeTo = 2;

/** `import(./jobs).Jobs`, as typeRefOf writes it. */
const importType = /^import\((.*)\)\.([\w$.]+)$/;

/** Types as far as the code shows them: written, constructed, returned. */
export class Types {
  /** The `typeof` names that are being looked up, outermost first. */
  private readonly asked = new Set<string>();

  constructor(
    private readonly names: Names,
    private readonly targets: () => Targets,
  ) {}

  /** What a written type means; aliases are followed. null only for an empty name. */
  resolveType(facts: FileFacts, type: TypeRef, depth = 0): TypeHit | null {
    if (type.name === '' || depth > 6) return null;
    if (type.name.startsWith('typeof ')) return this.typeAsked(facts, type.name.slice(7), depth + 1);
    const imported = importType.exec(type.name);
    const [head = '', ...rest] = (imported?.[2] ?? type.name).split('.');
    let declaration = imported
      ? this.names.resolveImportType(facts, imported[1] ?? '', head)
      : this.names.resolveLocal(facts, head, 0);
    if (declaration?.kind === 'module' && rest[0] !== undefined)
      declaration = this.names.resolveExport(declaration.facts, rest[0]);
    const from = this.names.cellOf(facts);
    if (declaration instanceof NamedType) return this.typeOfDeclared(facts, declaration, type.args, depth);
    if (declaration?.kind !== 'external') return new ExternalType('', type.name, type.args, from);
    const whole = declaration.name === 'default' || declaration.name === '*';
    const name = rest.length > 0 ? type.name : whole ? head : declaration.name;
    return new ExternalType(declaration.module, name, type.args, from);
  }

  private typeOfDeclared(
    facts: FileFacts,
    declared: NamedType,
    args: readonly TypeRef[],
    depth: number,
  ): TypeHit | null {
    const alias =
      declared.kind === 'interface' ? declared.facts.interfaces[declared.index]?.alias : undefined;
    if (alias) return this.resolveType(declared.facts, alias, depth + 1);
    return this.typeAt(declared, declared.kind, args, facts);
  }

  private typeAt(
    { facts, index }: { readonly facts: FileFacts; readonly index: number },
    kind: 'class' | 'interface',
    args: readonly TypeRef[],
    from: FileFacts,
  ): TypeHit {
    return new TypeOfWorkspace(this.names.cellOf(facts), kind, index, args, this.names.cellOf(from));
  }

  /** `typeof db`; null where that is what is being asked already: functions may name each other's results. */
  private typeAsked(facts: FileFacts, name: string, depth: number): TypeHit | null {
    const key = `${facts.file}#${name}`;
    if (this.asked.has(key) || this.asked.size >= deepest) return null;
    this.asked.add(key);
    try {
      return this.typeOfNamed(facts, name, depth);
    } finally {
      this.asked.delete(key);
    }
  }

  /** `typeof db` of a variable; of a function, what it returns (`ReturnType<typeof connect>`). */
  private typeOfNamed(facts: FileFacts, name: string, depth: number): TypeHit | null {
    const declaration = this.names.resolveName(facts, name, -1);
    if (declaration?.kind === 'variable') {
      const variable = declaration.facts.variables[declaration.index];
      return variable && variable.fn >= 0
        ? this.typeReturned(declaration.facts, variable.fn, depth + 1)
        : this.typeOfVariable(declaration.facts, declaration.index, depth + 1);
    }
    if (declaration?.kind === 'function')
      return this.typeReturned(declaration.facts, declaration.index, depth + 1);
    return declaration?.kind === 'external' ? this.madeBy(facts, declaration) : null;
  }

  /** What a function of a package gives: known by the function's name only. */
  private madeBy(facts: FileFacts, declaration: Declaration & { readonly kind: 'external' }): TypeHit {
    const name = declaration.name === '*' ? 'default' : declaration.name;
    return new ExternalType(declaration.module, `${name}()`, [], this.names.cellOf(facts));
  }

  private typeReturned(facts: FileFacts, index: number, depth: number): TypeHit | null {
    const fn = facts.functions[index];
    if (!fn || depth > deepest) return null;
    if (fn.returns) {
      const written = this.resolveType(facts, fn.returns);
      if (written && !(written.kind === 'external' && written.module === '' && written.name.length === 1))
        return written;
    }
    return fn.returned ? this.typeOf(facts, fn.returned, index, depth + 1) : null;
  }

  typeOfVariable(facts: FileFacts, index: number, depth = 0): TypeHit | null {
    const known = this.names.cellOf(facts).types;
    const found = known.get(index);
    if (found !== undefined) return found;
    known.set(index, null);
    const variable = facts.variables[index];
    let type: TypeHit | null = null;
    if (variable && depth < deepest) {
      if (variable.type) type = this.resolveType(facts, variable.type, depth + 1);
      else if (variable.init) type = this.typeOf(facts, variable.init, variable.within, depth + 1);
      if (!type && variable.fallback)
        type = this.typeOf(facts, variable.fallback, variable.within, depth + 1);
      type ??= variable.parameterOf >= 0 ? this.typeOfHandle(facts, index, depth + 1) : null;
    }
    // Nothing, found deep down, may only have been cut short.
    if (type || depth <= wholeTo) known.set(index, type);
    else known.delete(index);
    return type;
  }

  /** `tx` of `db.transaction(async (tx) => …)` has the type of `db`. */
  private typeOfHandle(facts: FileFacts, index: number, depth: number): TypeHit | null {
    const variable = facts.variables[index];
    const passed = variable ? facts.calls[facts.functions[variable.parameterOf]?.inlineOf ?? -1] : undefined;
    if (!variable || !passed || variable.position !== 0 || variable.name === '') return null;
    const { root, path } = passed.callee;
    // Kysely: `db.transaction().execute(async (trx) => …)`.
    const opened = passed.name === 'execute' && root.kind === 'call' ? facts.calls[root.call] : passed;
    if (!opened || !handsTransaction.test(opened.name) || path.length === 0) return null;
    return this.typeOf(
      facts,
      { ...opened.callee, path: opened.callee.path.slice(0, -1) },
      opened.within,
      depth,
    );
  }

  /** The type of an expression that stands in function `within` of a file. */
  typeOf(facts: FileFacts, value: Value, within: number, depth = 0): TypeHit | null {
    if (value.root.kind === 'other' || depth > deepest) return null;
    // What is found deep down may be cut short; only whole answers are remembered.
    if (depth > wholeTo) return this.findTypeOf(facts, value, within, depth);
    const cell = this.names.cellOf(facts);
    const key = keyOf(cell, value, within);
    const known = cell.valueTypes.get(key);
    if (known !== undefined) return known;
    const found = this.findTypeOf(facts, value, within, depth);
    cell.valueTypes.set(key, found);
    return found;
  }

  private findTypeOf(facts: FileFacts, value: Value, within: number, depth: number): TypeHit | null {
    const path = [...value.path];
    let type = this.typeOfRoot(facts, value, within, path, depth);
    for (const name of path) {
      if (name === '[]') {
        // Lists stand for what they hold; objects with an index signature do not.
        type = type && (this.elementType(type) ?? type);
        continue;
      }
      if (!type) return null;
      type = this.memberType(type, name, depth + 1);
    }
    return type;
  }

  /** The type of the root; takes from `path` what it used of it. */
  private typeOfRoot(
    facts: FileFacts,
    { root }: Value,
    within: number,
    path: string[],
    depth: number,
  ): TypeHit | null {
    switch (root.kind) {
      case 'variable':
        return this.typeOfVariable(facts, root.variable, depth + 1);
      case 'this':
        return this.classAround(facts, within);
      case 'super': {
        const own = this.classAround(facts, within);
        const base = own?.kind === 'class' ? own.facts.classes[own.index]?.extends : null;
        return base ? this.resolveType(facts, base) : null;
      }
      case 'call':
        return this.typeOfCall(facts, root.call, depth + 1);
      case 'name': {
        let declaration = this.names.resolveName(facts, root.name, within);
        if (declaration?.kind === 'module')
          declaration = this.names.resolveExport(declaration.facts, path.shift() ?? '');
        if (declaration?.kind === 'variable')
          return this.typeOfVariable(declaration.facts, declaration.index, depth + 1);
        return declaration?.kind === 'class' ? this.typeAt(declaration, 'class', [], facts) : null;
      }
      case 'other':
        return null;
    }
  }

  private typeOfCall(facts: FileFacts, index: number, depth: number): TypeHit | null {
    const call = facts.calls[index];
    if (!call || depth > deepest) return null;
    const { root, path } = call.callee;
    if (call.kind === 'new') {
      const name = [...(root.kind === 'name' ? [root.name] : []), ...path].join('.');
      return this.resolveType(facts, { name, args: call.typeArgs });
    }
    for (const target of this.targets().targetsOf(facts, call, depth)) {
      const returns = this.typeReturned(target.facts, target.index, depth);
      if (returns) return returns;
    }
    const element = this.typeOfElements(facts, call, depth) ?? this.typeFromContainer(facts, call);
    if (element) return element;
    if (root.kind !== 'name' || path.length > 1) return null;
    const declaration = this.names.resolveName(facts, root.name, call.within);
    if (declaration?.kind !== 'external') return null;
    return this.madeBy(facts, path[0] === undefined ? declaration : { ...declaration, name: path[0] });
  }

  /** `container.get(OrderService)`, `inject(OrderService)`, `container.resolve<Orders>('orders')` give what they are asked for. */
  private typeFromContainer(facts: FileFacts, call: CallFact): TypeHit | null {
    if (!/^(?:get|resolve|inject)(?:Async)?$/.test(call.name)) return null;
    const [asked] = call.values;
    const [written] = call.typeArgs;
    if (written) {
      const type = this.resolveType(facts, written);
      return type?.kind === 'external' ? null : type;
    }
    if (asked?.root.kind !== 'name' || asked.path.length > 0) return null;
    const declaration = this.names.resolveName(facts, asked.root.name, call.within);
    return declaration?.kind === 'class' ? this.typeAt(declaration, 'class', [], facts) : null;
  }

  /** `{ [key: string]: Handler }` and `Record<string, Handler>` hold handlers; null for what has no index signature. */
  private elementType(type: TypeHit): TypeHit | null {
    if (type.kind === 'external')
      return type.module === '' && type.name === 'Record' && type.args[1]
        ? this.resolveType(type.from, type.args[1])
        : null;
    const found = type.kind === 'interface' ? type.facts.interfaces[type.index] : undefined;
    const member = found && Object.hasOwn(found.members, '[]') ? found.members['[]'] : undefined;
    return member ? this.resolveType(type.facts, member) : null;
  }

  /** `handlers.find((one) => …)` of a list is one of what it holds, `handlers.get(key)` of a Map too; a list has the type of its elements. */
  private typeOfElements(facts: FileFacts, call: CallFact, depth: number): TypeHit | null {
    const { root, path } = call.callee;
    if (path.length === 0) return null;
    const [values] = call.values;
    if (root.kind === 'name' && root.name === 'Object' && values && /^(?:values|entries)$/.test(call.name)) {
      const held = this.typeOf(facts, values, call.within, depth + 1);
      return held ? this.elementType(held) : null;
    }
    if (call.name === 'map') return this.typeOfMapped(facts, call, depth);
    const inMap = call.name === 'get' || call.name === 'values';
    if (!inMap && !elementPreserving.has(call.name)) return null;
    const list = this.typeOf(facts, { root, path: path.slice(0, -1) }, call.within, depth + 1);
    if (!list) return null;
    if (list.kind === 'external')
      return inMap && list.module === '' && /^(?:Readonly)?Map$/.test(list.name) && list.args[1]
        ? this.resolveType(list.from, list.args[1])
        : null;
    // What a class of a package can do is not known: `repository.find()` gives no repository.
    return !inMap && this.isOwn(list) ? list : null;
  }

  /** `names.map((name) => this.provider(name))` holds what the callback gives back. */
  private typeOfMapped(facts: FileFacts, call: CallFact, depth: number): TypeHit | null {
    const callback = facts.functions.findIndex(
      ({ inlineOf, bodyOf }) => bodyOf >= 0 && facts.calls[inlineOf] === call,
    );
    return callback < 0 ? null : this.typeReturned(facts, callback, depth + 1);
  }

  /** A class or interface of the workspace that takes nothing from a package. */
  private isOwn(type: TypeOfWorkspace): boolean {
    if (type.kind === 'interface')
      return (type.facts.interfaces[type.index]?.extends ?? []).every(
        (base) => this.resolveType(type.facts, base)?.kind !== 'external',
      );
    const bases = this.withBases(type.facts, type.index);
    const last = bases[bases.length - 1];
    return last !== undefined && last.facts.classes[last.index]?.extends === null;
  }

  private memberType(type: TypeHit, name: string, depth: number): TypeHit | null {
    if (type.kind === 'class') return this.propertyType(type, name, depth);
    if (type.kind !== 'interface') return this.elementType(type);
    const found = type.facts.interfaces[type.index];
    const member = found && Object.hasOwn(found.members, name) ? found.members[name] : undefined;
    if (member) return this.resolveType(type.facts, member);
    for (const base of found?.extends ?? []) {
      const resolved = depth < 8 ? this.resolveType(type.facts, base) : null;
      const inherited =
        resolved && resolved.kind !== 'external' ? this.memberType(resolved, name, depth + 1) : null;
      if (inherited) return inherited;
    }
    return depth < 8 ? this.elementType(type) : null;
  }

  private propertyType(type: TypeOfWorkspace, name: string, depth: number): TypeHit | null {
    for (const { facts, index } of this.withBases(type.facts, type.index)) {
      const item = facts.classes[index];
      const property = item?.properties.find((candidate) => candidate.name === name);
      if (property?.type) return this.resolveType(facts, property.type);
      if (property?.init)
        return this.typeOf(facts, property.init, item?.methods['constructor'] ?? -1, depth + 1);
    }
    return null;
  }

  /** The type of a property of a class, or of one it extends. */
  typeOfProperty(facts: FileFacts, index: number, name: string): TypeHit | null {
    const type = this.typeAt({ facts, index }, 'class', [], facts);
    return type.kind === 'class' ? this.propertyType(type, name, 0) : null;
  }

  /** The class a function belongs to, through nested functions. */
  classAround(facts: FileFacts, within: number): TypeHit | null {
    const cell = this.names.cellOf(facts);
    const name = cell.classAround(within);
    const index = name === '' ? -1 : cell.declared('class').indexOf(name, 0);
    return index < 0 ? null : this.typeAt({ facts, index }, 'class', [], facts);
  }

  /** A class and the classes it extends, nearest first. */
  withBases(
    facts: FileFacts,
    index: number,
  ): readonly { readonly facts: FileFacts; readonly index: number }[] {
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
}

/** Tells values of a file apart that may have different types. */
function keyOf(cell: FileCell, { root, path }: Value, within: number): string {
  const rest = path.join('.');
  switch (root.kind) {
    case 'variable':
      return `v${root.variable}.${rest}`;
    case 'call':
      return `c${root.call}.${rest}`;
    case 'name':
      return `${within} ${root.name}.${rest}`;
    default:
      return `${root.kind} ${cell.classAround(within)}.${rest}`;
  }
}
