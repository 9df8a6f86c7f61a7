import type { FileFacts } from '../facts';
import type { Declaration, TypeHit } from './declarations';

/** What a name at the top of a file means there: indexes into its facts. */
export interface FileNames {
  readonly functions: ReadonlyMap<string, number>;
  readonly classes: ReadonlyMap<string, number>;
  readonly interfaces: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, number>;
  readonly imports: ReadonlyMap<string, number>;
}

/**
 * The place of a file in a program. When its text changes but not what it declares to others, its facts are
 * replaced here and every reference that others hold stays true: references count only what is declared.
 */
export class FileCell {
  /** What was worked out for this file; dropped when it changes. */
  readonly exported = new Map<string, Declaration | null>();
  readonly types = new Map<number, TypeHit | null>();
  private ownNames: FileNames | null = null;
  private nested: ReadonlyMap<string, readonly number[]> | null = null;
  private methods: ReadonlyMap<string, number> | null = null;
  private functionOrder: Order | null = null;
  private variableOrder: Order | null = null;
  private classOrder: ReadonlyMap<string, number> | null = null;
  private current: FileFacts;

  constructor(facts: FileFacts) {
    this.current = facts;
  }

  get facts(): FileFacts {
    return this.current;
  }

  /** The file's text changed, what it declares did not. */
  replace(facts: FileFacts): void {
    this.current = facts;
    this.exported.clear();
    this.types.clear();
    this.ownNames = null;
    this.nested = null;
    this.methods = null;
    this.functionOrder = null;
    this.variableOrder = null;
    this.classOrder = null;
  }

  get names(): FileNames {
    return (this.ownNames ??= namesOf(this.facts));
  }

  /** Index of a class by its name; -1 without. */
  classNamed(name: string): number {
    this.classOrder ??= firstOf(this.facts.classes, (item) => item.name);
    return this.classOrder.get(name) ?? -1;
  }

  /** A function declared inside another, by name; -1 without. */
  functionIn(scope: number, name: string): number {
    this.nested ??= nestedFunctions(this.facts);
    return this.nested.get(name)?.find((index) => this.facts.functions[index]?.parent === scope) ?? -1;
  }

  /** A function of an object literal, `orders.find`; -1 without. */
  objectFunction(path: string): number {
    this.methods ??= firstOf(this.facts.functions, (fn) => (fn.className === null ? fn.name : null));
    return this.methods.get(path) ?? -1;
  }

  /** Functions that others may name, and variables of the module, counted in their order. */
  get functions(): Order {
    return (this.functionOrder ??= new Order(
      this.facts.functions.map((fn) => fn.inlineOf < 0 || fn.name !== ''),
    ));
  }

  get variables(): Order {
    return (this.variableOrder ??= new Order(this.facts.variables.map((variable) => variable.within === -1)));
  }
}

/** Counts the items of a list that matter: from their index to their number and back. */
export class Order {
  private readonly indexes: number[] = [];
  private readonly numbers = new Map<number, number>();

  constructor(counted: readonly boolean[]) {
    counted.forEach((counts, index) => {
      if (!counts) return;
      this.numbers.set(index, this.indexes.length);
      this.indexes.push(index);
    });
  }

  numberOf(index: number): number {
    return this.numbers.get(index) ?? -1;
  }

  indexOf(number: number): number {
    return this.indexes[number] ?? -1;
  }
}

function namesOf(facts: FileFacts): FileNames {
  return {
    functions: firstOf(facts.functions, (fn) =>
      fn.parent === -1 && fn.className === null && fn.inlineOf < 0 ? fn.name : null,
    ),
    classes: firstOf(facts.classes, (item) => item.name),
    interfaces: firstOf(facts.interfaces, (item) => item.name),
    variables: firstOf(facts.variables, (item) => (item.within === -1 ? item.name : null)),
    imports: firstOf(facts.imports, (item) => item.local),
  };
}

function nestedFunctions(facts: FileFacts): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  facts.functions.forEach((fn, index) => {
    if (fn.parent < 0 || fn.className !== null || fn.name === '') return;
    const list = found.get(fn.name);
    if (list) list.push(index);
    else found.set(fn.name, [index]);
  });
  return found;
}

function firstOf<T>(items: readonly T[], nameOf: (item: T) => string | null): Map<string, number> {
  const map = new Map<string, number>();
  items.forEach((item, index) => {
    const name = nameOf(item);
    if (name !== null && name !== '' && !map.has(name)) map.set(name, index);
  });
  return map;
}
