import type { CallFact, FileFacts, TypeRef, Value } from '../facts';
import type { Declaration, FunctionRef, TypeHit } from './declarations';
import type { ResolveModule } from './modules';
import { Names } from './names';
import { Targets } from './targets';
import { Types } from './types';

export type { Declaration, FunctionRef, TypeHit } from './declarations';

/** The files of a root and what their names, types and calls mean across files. Found on demand and remembered. */
export class Program {
  private readonly names: Names;
  private readonly types: Types;
  private readonly targets: Targets;
  private readonly all: Map<string, FileFacts>;

  constructor(files: ReadonlyMap<string, FileFacts>, resolveModule: ResolveModule) {
    this.all = new Map(files);
    this.names = new Names(files, resolveModule);
    this.types = new Types(this.names, () => this.targets);
    this.targets = new Targets(() => this.all.values(), this.names, this.types);
  }

  get files(): ReadonlyMap<string, FileFacts> {
    return this.all;
  }

  /** A file's text changed, but nothing of what it declares to others: what is known of the other files stays. */
  replace(facts: FileFacts): void {
    const before = this.all.get(facts.file);
    if (!before) return;
    this.names.cellOf(before).replace(facts);
    this.all.set(facts.file, facts);
  }

  /** What a name means in a function of a file (`within` -1: at module level); null when it is a global or unknown. */
  resolveName(facts: FileFacts, name: string, within: number): Declaration | null {
    return this.names.resolveName(facts, name, within);
  }

  /** What a file exports under a name; null when it does not. */
  resolveExport(facts: FileFacts, name: string): Declaration | null {
    return this.names.resolveExport(facts, name);
  }

  /** The file a specifier means; null for an installed package. */
  moduleOf(facts: FileFacts, specifier: string): FileFacts | null {
    return this.names.moduleOf(facts, specifier);
  }

  /** What a written type means; aliases are followed. null only for an empty name. */
  resolveType(facts: FileFacts, type: TypeRef): TypeHit | null {
    return this.types.resolveType(facts, type);
  }

  /** The type of an expression that stands in function `within` of a file; null when the code does not show it. */
  typeOf(facts: FileFacts, value: Value, within: number): TypeHit | null {
    return this.types.typeOf(facts, value, within);
  }

  typeOfVariable(facts: FileFacts, index: number): TypeHit | null {
    return this.types.typeOfVariable(facts, index);
  }

  /** The type of a property of a class, or of one it extends; null when the class does not say. */
  typeOfProperty(facts: FileFacts, index: number, name: string): TypeHit | null {
    return this.types.typeOfProperty(facts, index, name);
  }

  /** The class a function belongs to, through nested functions. */
  classAround(facts: FileFacts, within: number): TypeHit | null {
    return this.types.classAround(facts, within);
  }

  /** A class and the classes it extends, nearest first. */
  withBases(
    facts: FileFacts,
    index: number,
  ): readonly { readonly facts: FileFacts; readonly index: number }[] {
    return this.types.withBases(facts, index);
  }

  /** The functions a call may enter. Several for an interface with several implementations; none when it is not known. */
  targetsOf(facts: FileFacts, call: CallFact): readonly FunctionRef[] {
    return this.targets.targetsOf(facts, call);
  }

  /** The functions a value that is called may be: an argument, a property of a resolver map. */
  functionsOf(facts: FileFacts, value: Value, within: number): readonly FunctionRef[] {
    return this.targets.functionsOf(facts, value, within);
  }
}
