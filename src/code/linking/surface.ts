import type { FileFacts, FunctionFact, TypeRef, Value, VariableFact } from '../facts';

/**
 * What other files can see of a file: by the name under which they see it, a text that changes when its meaning
 * does. Bodies and offsets are no part of it, save what they give back.
 */
export type Surface = ReadonlyMap<string, string>;

const known = new WeakMap<FileFacts, Surface>();
const deepest = 3;

export function surfaceOf(facts: FileFacts): Surface {
  let surface = known.get(facts);
  if (!surface) known.set(facts, (surface = new Reader(facts).read()));
  return surface;
}

/**
 * The names by which two surfaces of a file differ: what came, went or means something else; null when a class, an
 * interface or a re-export did, on which names elsewhere may rest that do not show it.
 */
export function surfaceChange(before: Surface, after: Surface): readonly string[] | null {
  const differing = [...after]
    .filter(([name, meaning]) => before.get(name) !== meaning)
    .map(([name]) => name);
  for (const name of before.keys()) if (!after.has(name)) differing.push(name);
  if (differing.some((name) => /^(?:class|interface|all of) /.test(name))) return null;
  return differing.map(
    (name) =>
      name
        .slice(name.lastIndexOf(' ') + 1)
        .split('.')
        .pop() ?? '',
  );
}

const used = new WeakMap<FileFacts, ReadonlySet<string>>();

/** Every name that a file may take from another: imported, called, or a property on the way. */
export function namesUsedIn(facts: FileFacts): ReadonlySet<string> {
  let names = used.get(facts);
  if (names) return names;
  const found = new Set<string>();
  for (const { imported } of facts.imports) found.add(imported);
  for (const { local } of facts.exports) found.add(local);
  for (const call of facts.calls) {
    found.add(call.name);
    for (const name of call.callee.path) found.add(name);
    for (const value of call.values) for (const name of value?.path ?? []) found.add(name);
  }
  for (const { init } of facts.variables) for (const name of init?.path ?? []) found.add(name);
  for (const { returned } of facts.functions) for (const name of returned?.path ?? []) found.add(name);
  for (const item of facts.classes)
    for (const { init } of item.properties) for (const name of init?.path ?? []) found.add(name);
  names = found;
  used.set(facts, names);
  return names;
}

class Reader {
  private readonly byName = new Map<string, FunctionFact>();
  private readonly topVariables = new Map<string, VariableFact>();

  constructor(private readonly facts: FileFacts) {
    for (const fn of facts.functions)
      if (fn.parent === -1 && fn.className === null && !this.byName.has(fn.name))
        this.byName.set(fn.name, fn);
    for (const variable of facts.variables)
      if (variable.within === -1 && !this.topVariables.has(variable.name))
        this.topVariables.set(variable.name, variable);
  }

  read(): Surface {
    const { facts } = this;
    const surface = new Map<string, string>();
    for (const entry of facts.exports) {
      const name = entry.exported === '*' ? `all of ${entry.from ?? ''}` : `export ${entry.exported}`;
      surface.set(name, entry.from === null ? this.named(entry.local, 0) : `${entry.from} ${entry.local}`);
    }
    for (const item of facts.classes) {
      const bases = [item.extends, ...item.implements].map(typeText);
      surface.set(`class ${item.name}`, `${bases.join()} ${item.decorators.map(({ name }) => name).join()}`);
      for (const { name, type, init, decorators } of item.properties)
        surface.set(
          `property of ${item.name} ${name}`,
          `${typeText(type)}=${this.value(init, 0)} ${decorators.map((decorator) => decorator.name).join()}`,
        );
      for (const [name, index] of Object.entries(item.methods)) {
        const fn = facts.functions[index];
        surface.set(`method of ${item.name} ${name}`, fn ? this.fn(fn, 0) : '');
      }
    }
    for (const { name, extends: bases, members, alias } of facts.interfaces) {
      // A type literal is named by its place.
      if (name.startsWith('{}@')) continue;
      surface.set(`interface ${name}`, `${bases.map(typeText).join()} ${typeText(alias)}`);
      for (const [member, type] of Object.entries(members))
        surface.set(`property of ${name} ${member}`, typeText(type));
    }
    for (const fn of facts.functions)
      if (fn.name.includes('.') && fn.className === null && fn.inlineOf < 0)
        surface.set(`member ${fn.name}`, this.fn(fn, 0));
    // Associations give the rows of a model their methods.
    for (const { name, callee, values, shapes, start } of facts.calls)
      if (/^(?:hasMany|hasOne|belongsTo|belongsToMany)$/.test(name) && shapes)
        surface.set(
          `class in ${name} ${this.value(callee, deepest)} ${values[0] ? this.value(values[0], 0) : start}`,
          textOfShape(shapes[1] ?? null),
        );
    const held = this.heldMembers();
    for (const [root, members] of held) surface.set(`members of ${root}`, members);
    // An object that is declared to be of an interface implements it.
    for (const { name, type } of facts.variables)
      if (type && held.has(name)) surface.set(`interface of object ${name}`, typeText(type));
    for (const { name, returns } of facts.functions)
      if (returns && held.has(name)) surface.set(`interface of result ${name}`, typeText(returns));
    return surface;
  }

  /** What object literals hold, by the name of the variable, class or function they belong to. */
  private heldMembers(): ReadonlyMap<string, string> {
    const held = new Map<string, string>();
    const add = (path: string, text: string): void => {
      const root = path.slice(0, path.search(/[.(]|$/));
      held.set(root, `${held.get(root) ?? ''} ${path}${text}`);
    };
    for (const { name, inlineOf, className } of this.facts.functions)
      if (inlineOf < 0 && (className === null ? /[.(]/.test(name) : name.split('.').length > 2))
        add(name, '');
    for (const { owner, members } of this.facts.objects)
      for (const [name, value] of Object.entries(members))
        add(`${owner}.${name}`, `=${this.value(value, 1)}`);
    return held;
  }

  /** What a name at the top of the file means. */
  private named(name: string, depth: number): string {
    const variable = this.topVariables.get(name);
    if (variable) return this.variable(variable, depth);
    const fn = this.byName.get(name);
    if (fn) return this.fn(fn, depth);
    const imported = this.facts.imports.find((item) => item.local === name);
    return imported ? `${imported.from} ${imported.imported}` : name;
  }

  private variable(variable: VariableFact, depth: number): string {
    const { type, init, fn, wrapper, constructs, literal, shape, parameterOf } = variable;
    if (parameterOf >= 0) return `parameter ${typeText(type)}`;
    const returned = this.facts.functions[fn];
    const index = variable.within === -1 ? this.facts.variables.indexOf(variable) : -1;
    const sql =
      index < 0 ? [] : this.facts.sql.filter((text) => text.variable === index).map(({ text }) => text);
    const data = depth === 0 && variable.within === -1 && shape ? textOfShape(shape) : '';
    return [
      typeText(type),
      type ? '' : this.value(init, depth + 1),
      returned ? this.fn(returned, depth + 1) : '',
      wrapper ?? '',
      constructs.join(),
      String(literal),
      data,
      ...sql,
    ].join('|');
  }

  private fn({ returns, returned, parameters, destructured }: FunctionFact, depth: number): string {
    const written = typeText(returns);
    return `(${parameters},${destructured.join()})${written === '' ? this.value(returned, depth + 1) : written}`;
  }

  private value(value: Value | null, depth: number): string {
    if (!value) return '';
    const path = value.path.join('.');
    const { root } = value;
    if (depth > deepest) return path;
    if (root.kind === 'name') return `${this.named(root.name, depth + 1)}.${root.name}.${path}`;
    if (root.kind === 'variable') {
      const variable = this.facts.variables[root.variable];
      return `${variable ? this.variable(variable, depth + 1) : ''}.${path}`;
    }
    if (root.kind !== 'call') return `${root.kind}.${path}`;
    const call = this.facts.calls[root.call];
    return call
      ? `${call.kind} ${this.value(call.callee, depth + 1)}(${call.typeArgs.map(typeText).join()},${call.text ?? ''}).${path}`
      : path;
  }
}

function typeText(type: TypeRef | null): string {
  if (!type) return '';
  return type.args.length === 0 ? type.name : `${type.name}<${type.args.map(typeText).join()}>`;
}

/** A literal without its places. */
function textOfShape(shape: unknown): string {
  return JSON.stringify(shape, (key, value: unknown) =>
    key === 'start' || key === 'end' || key === 'value' || key === 'function' || key === 'result'
      ? plain(value)
      : value,
  );
}

function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value : undefined;
}
