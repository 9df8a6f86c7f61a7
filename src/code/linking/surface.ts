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

/** How two surfaces of a file differ: names that came or went; null when a name means something else now. */
export function surfaceChange(before: Surface, after: Surface): readonly string[] | null {
  const names: string[] = [];
  for (const [name, meaning] of after) {
    const earlier = before.get(name);
    if (earlier === undefined) names.push(name);
    else if (earlier !== meaning) return null;
  }
  for (const name of before.keys()) if (!after.has(name)) names.push(name);
  // Classes and what is exported whole decide what names of other files mean.
  if (
    names.some(
      (name) => name.startsWith('class ') || name.startsWith('interface ') || name.startsWith('all of '),
    )
  )
    return null;
  return names.map((name) => name.slice(name.lastIndexOf(' ') + 1));
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
      const properties = item.properties.map(
        ({ name, type, init, decorators }) =>
          `${name}:${typeText(type)}=${this.value(init, 0)}${decorators.map((decorator) => decorator.name).join()}`,
      );
      const bases = [item.extends, ...item.implements].map(typeText);
      surface.set(
        `class ${item.name}`,
        `${bases.join()}{${properties.join(';')}}${item.decorators.map(({ name }) => name).join()}`,
      );
      for (const [name, index] of Object.entries(item.methods)) {
        const fn = facts.functions[index];
        surface.set(`method of ${item.name} ${name}`, fn ? this.fn(fn, 0) : '');
      }
    }
    for (const { name, extends: bases, members, alias } of facts.interfaces) {
      // A type literal is named by its place.
      if (name.startsWith('{}@')) continue;
      const parts = Object.entries(members).map(([member, type]) => `${member}:${typeText(type)}`);
      surface.set(`interface ${name}`, `${bases.map(typeText).join()}{${parts.join(';')}}${typeText(alias)}`);
    }
    for (const fn of facts.functions)
      if (fn.name.includes('.') && fn.className === null && fn.inlineOf < 0)
        surface.set(`member ${fn.name}`, this.fn(fn, 0));
    return surface;
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
