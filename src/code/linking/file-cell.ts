import type { FileFacts, Value } from '../facts';
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
  readonly valueTypes = new Map<string, TypeHit | null>();
  private readonly classes = new Map<number, string>();
  private ownNames: FileNames | null = null;
  private nested: ReadonlyMap<string, readonly number[]> | null = null;
  private methods: ReadonlyMap<string, number> | null = null;
  private owned: ReadonlyMap<string, OwnedMembers> | null = null;
  private readonly lists = new Map<DeclaredKind, NamedIndexes>();
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
    this.valueTypes.clear();
    this.classes.clear();
    this.ownNames = null;
    this.nested = null;
    this.methods = null;
    this.owned = null;
    this.lists.clear();
  }

  get names(): FileNames {
    return (this.ownNames ??= namesOf(this.facts));
  }

  /** What the file declares of a kind, by name. */
  declared(kind: DeclaredKind): NamedIndexes {
    let list = this.lists.get(kind);
    if (!list) this.lists.set(kind, (list = new NamedIndexes(namesIn(this.facts, kind))));
    return list;
  }

  /** Name of the class a function belongs to, through the functions around it; '' without. */
  classAround(within: number): string {
    const known = this.classes.get(within);
    if (known !== undefined) return known;
    const fn = this.facts.functions[within];
    const name = fn ? (fn.className ?? this.classAround(fn.parent)) : '';
    this.classes.set(within, name);
    return name;
  }

  /** A function declared inside another, by name; -1 without. */
  functionIn(scope: number, name: string): number {
    this.nested ??= nestedFunctions(this.facts);
    return this.nested.get(name)?.find((index) => this.facts.functions[index]?.parent === scope) ?? -1;
  }

  /** A function of an object literal, `orders.find`; -1 without. */
  objectFunction(path: string): number {
    this.methods ??= firstOf(this.facts.functions, (fn) => (fn.inlineOf < 0 ? fn.name : null));
    return this.methods.get(path) ?? -1;
  }

  /** What an object literal holds, by the name of its owner: `handlers`, `createLimiter()`; null without. */
  membersOf(owner: string): OwnedMembers | null {
    this.owned ??= ownedMembers(this.facts);
    return this.owned.get(owner) ?? null;
  }
}

/** The members of an object literal: functions written in it, values that name others, objects inside. */
export interface OwnedMembers {
  readonly functions: Map<string, number>;
  readonly values: Map<string, { readonly value: Value; readonly within: number }>;
  readonly objects: Set<string>;
}

function ownedMembers(facts: FileFacts): ReadonlyMap<string, OwnedMembers> {
  const owners = new Map<string, OwnedMembers>();
  const of = (owner: string): OwnedMembers => {
    const known = owners.get(owner);
    if (known) return known;
    const members: OwnedMembers = { functions: new Map(), values: new Map(), objects: new Set() };
    owners.set(owner, members);
    const dot = owner.lastIndexOf('.');
    if (dot > 0) of(owner.slice(0, dot)).objects.add(owner.slice(dot + 1));
    return members;
  };
  facts.functions.forEach(({ name, inlineOf }, index) => {
    const dot = inlineOf < 0 ? name.lastIndexOf('.') : -1;
    if (dot <= 0) return;
    const { functions } = of(name.slice(0, dot));
    const member = name.slice(dot + 1);
    if (!functions.has(member)) functions.set(member, index);
  });
  for (const { owner, within, members } of facts.objects)
    for (const [name, value] of Object.entries(members)) of(owner).values.set(name, { value, within });
  return owners;
}

export type DeclaredKind = 'function' | 'variable' | 'class' | 'interface';

/** The names of a list's items; null for those that others cannot name. */
function namesIn(facts: FileFacts, kind: DeclaredKind): readonly (string | null)[] {
  if (kind === 'function')
    return facts.functions.map((fn) => (fn.inlineOf < 0 || fn.name !== '' ? fn.name : null));
  if (kind === 'variable')
    return facts.variables.map((variable) => (variable.within === -1 ? variable.name : null));
  return (kind === 'class' ? facts.classes : facts.interfaces).map(({ name }) => name);
}

/** From the index of a named item to its name and number among those of that name, and back. */
export class NamedIndexes {
  private readonly byName = new Map<string, number[]>();

  constructor(private readonly names: readonly (string | null)[]) {
    names.forEach((name, index) => {
      if (name === null) return;
      const list = this.byName.get(name);
      if (list) list.push(index);
      else this.byName.set(name, [index]);
    });
  }

  nameAt(index: number): string | null {
    return this.names[index] ?? null;
  }

  /** How many of that name come before. */
  numberOf(index: number): number {
    return this.byName.get(this.names[index] ?? '')?.indexOf(index) ?? -1;
  }

  /** The index of the nth of a name; -1 without. */
  indexOf(name: string, number: number): number {
    return this.byName.get(name)?.[number] ?? -1;
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
