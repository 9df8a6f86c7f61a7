import { ts } from '../syntax';
import { independent, union } from '../origins';
import type {
  AwaitedProperty,
  BranchFact,
  CallFact,
  ClassFact,
  ExportFact,
  FailureFact,
  FunctionFact,
  ImportFact,
  InterfaceFact,
  LoopFact,
  MemberFact,
  ObjectFact,
  Origin,
  ReadFact,
  Root,
  Shape,
  SqlFact,
  TypeRef,
  Value,
  VariableFact,
} from '../facts';
import type { FlagTestFact, MemoryFact, SingleFact, SwitchFact } from '../decision-facts';
import { nameOf, peel, typeRefOf } from './nodes';
import { shapeOf } from './shapes';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Binding {
  readonly variable: number;
  origins: readonly Origin[];
}

interface Scope {
  readonly up: Scope | null;
  names: Map<string, Binding> | null;
}

const drizzleOperators = new Set(['eq', 'inArray', 'isNull', 'isNotNull', 'desc', 'ilike']);

/** Shared: most lists of most facts are empty. */
export const nothing: readonly never[] = [];
const thisRoot: Root = { kind: 'this' };
const superRoot: Root = { kind: 'super' };
const otherRoot: Root = { kind: 'other' };

export type Visit = (walk: Walk, node: ts.Node) => readonly Origin[];

/** What one walk over a file gathers, and where it stands. */
export class Walk {
  readonly imports: ImportFact[] = [];
  readonly exports: ExportFact[] = [];
  readonly functions: Mutable<FunctionFact>[] = [];
  readonly classes: ClassFact[] = [];
  readonly interfaces: InterfaceFact[] = [];
  readonly variables: Mutable<VariableFact>[] = [];
  readonly calls: Mutable<CallFact>[] = [];
  readonly loops: Mutable<LoopFact>[] = [];
  readonly reads: ReadFact[] = [];
  readonly members: MemberFact[] = [];
  readonly sql: Mutable<SqlFact>[] = [];
  readonly branches: BranchFact[] = [];
  readonly failures: FailureFact[] = [];
  readonly objects: ObjectFact[] = [];
  readonly awaitedProperties: AwaitedProperty[] = [];
  /** What type parameters extend, by name: `T extends OrderRepository`. */
  bounds: ReadonlyMap<string, TypeRef> = new Map();
  readonly decisions = {
    tests: [] as FlagTestFact[],
    switches: [] as SwitchFact[],
    memories: [] as MemoryFact[],
    singles: [] as SingleFact[],
  };

  /** Where the walk stands: indexes, -1 for none. */
  fn = -1;
  loop = -1;
  call = -1;
  className: string | null = null;
  /** Name a function literal is about to get from the variable, property or export it is assigned to. */
  pendingName = '';
  /** Key of the object literal under which the next function stands. */
  pendingProperty = '';
  awaits = 0;
  readonly concurrent = new Set<ts.Node>();
  /** What the properties of object literals depend on; only of those that depend on something. */
  readonly fieldsOf = new Map<ts.Node, Readonly<Record<string, readonly Origin[]>>>();
  /** Names of the classes constructed so far. */
  readonly constructed: string[] = [];

  private importsTables: boolean | null = null;
  private readonly callOf = new Map<ts.Node, number>();
  private readonly functionOf = new Map<ts.Node, number>();
  private readonly initialisers: (ts.Expression | undefined)[] = [];
  private readonly variableRoots: Root[] = [];
  private readonly nameRoots = new Map<string, Root>();
  private scope: Scope = { up: null, names: null };

  constructor(
    readonly source: ts.SourceFile,
    private readonly visitor: Visit,
  ) {}

  /** Whether a property of a name may be a column: in files that import Drizzle, or its operators by way of another module. */
  get namesTables(): boolean {
    return (this.importsTables ??= this.imports.some(
      (item) => item.from.startsWith('drizzle-orm') || drizzleOperators.has(item.imported),
    ));
  }

  get text(): string {
    return this.source.text;
  }

  visit(node: ts.Node | undefined): readonly Origin[] {
    return node ? this.visitor(this, node) : independent;
  }

  /** Visits the children in order; what any of them depends on, the whole depends on. */
  visitChildren(node: ts.Node): readonly Origin[] {
    let origins = independent;
    ts.forEachChild(node, (child) => {
      origins = union(origins, this.visitor(this, child));
    });
    return origins;
  }

  inScope<T>(work: () => T): T {
    const outer = this.scope;
    this.scope = { up: outer, names: null };
    const result = work();
    this.scope = outer;
    return result;
  }

  startOf(node: ts.Node): number {
    return node.getStart(this.source, false);
  }

  rememberCall(node: ts.Node, index: number): void {
    this.callOf.set(node, index);
  }

  callIndexOf(node: ts.Node): number {
    return this.callOf.get(node) ?? -1;
  }

  rememberFunction(node: ts.Node, index: number): void {
    this.functionOf.set(node, index);
  }

  functionIndexOf(node: ts.Node): number {
    return this.functionOf.get(node) ?? -1;
  }

  lookup(name: string): Binding | null {
    for (let scope: Scope | null = this.scope; scope; scope = scope.up) {
      const found = scope.names?.get(name);
      if (found) return found;
    }
    return null;
  }

  /** Takes in the type parameters of a declaration; gives the bounds around it. */
  bind(parameters: readonly ts.TypeParameterDeclaration[] | undefined): ReadonlyMap<string, TypeRef> {
    const outer = this.bounds;
    if (!parameters) return outer;
    const bounds = new Map(outer);
    for (const { name, constraint } of parameters) {
      const type = typeRefOf(constraint);
      if (type) bounds.set(name.text, type);
      else bounds.delete(name.text);
    }
    this.bounds = bounds;
    return outer;
  }

  /** What a type parameter extends; any other type as it is. */
  bound(type: TypeRef | null): TypeRef | null {
    return (type && this.bounds.get(type.name)) ?? type;
  }

  /** Adds a variable to the present scope. `initialiser` is kept for shapes, which are asked for later. */
  declare(
    fact: Partial<Omit<VariableFact, 'within' | 'shape' | 'taken'>> & { name: string; start: number },
    origins: readonly Origin[],
    initialiser?: ts.Expression,
  ): number {
    const index = this.variables.length;
    // Written out: a spread makes an object of another layout for each caller, slow to make and to read.
    this.variables.push({
      name: fact.name,
      start: fact.start,
      within: this.fn,
      type: fact.type ?? null,
      init: fact.init ?? null,
      fallback: fact.fallback ?? null,
      fn: fact.fn ?? -1,
      wrapper: fact.wrapper ?? null,
      constructs: fact.constructs ?? nothing,
      literal: fact.literal ?? false,
      parameterOf: fact.parameterOf ?? -1,
      position: fact.position ?? -1,
      shape: null,
      taken: nothing,
    });
    this.initialisers[index] = initialiser;
    if (fact.name !== '') (this.scope.names ??= new Map()).set(fact.name, { variable: index, origins });
    return index;
  }

  /** Notes a use of a variable: the property taken from it, '' for any other use. Each is kept once. */
  take(variable: number, property: string): void {
    const fact = this.variables[variable];
    if (!fact || fact.taken.includes(property)) return;
    fact.taken = fact.taken.length === 0 ? [property] : [...fact.taken, property];
  }

  /** The object or array literal a variable was initialised with, as a shape; null when it was none. */
  shapeOfVariable(index: number): Shape | null {
    const node = this.initialisers[index];
    const variable = this.variables[index];
    if (!node || !variable) return null;
    const literal = peel(node);
    if (
      !ts.isObjectLiteralExpression(literal) &&
      !ts.isStringLiteralLike(literal) &&
      !ts.isArrayLiteralExpression(literal)
    )
      return null;
    this.initialisers[index] = undefined;
    variable.shape = shapeOf(this, literal);
    return variable.shape;
  }

  /** An expression as a root and a path. Calls must have been visited before. */
  valueOf(expression: ts.Expression): Value {
    let path: string[] | null = null;
    let node = peel(expression);
    for (;;) {
      if (ts.isPropertyAccessExpression(node)) {
        (path ??= []).push(node.name.text);
        node = peel(node.expression);
      } else if (ts.isElementAccessExpression(node)) {
        (path ??= []).push(
          ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : '[]',
        );
        node = peel(node.expression);
      } else if (ts.isConditionalExpression(node)) node = peel(node.whenTrue);
      else if (ts.isBinaryExpression(node) && isFallback(node.operatorToken.kind)) node = peel(node.left);
      else break;
    }
    return { root: this.rootOf(node), path: path === null ? nothing : path.reverse() };
  }

  private rootOf(node: ts.Expression): Root {
    if (ts.isIdentifier(node)) {
      const bound = this.lookup(node.text);
      return bound ? this.rootOfVariable(bound.variable) : this.rootOfName(node.text);
    }
    if (node.kind === ts.SyntaxKind.ThisKeyword) return thisRoot;
    if (node.kind === ts.SyntaxKind.SuperKeyword) return superRoot;
    const call = this.callIndexOf(node);
    return call >= 0 ? { kind: 'call', call } : otherRoot;
  }

  /** One object for all uses of a variable, and of a name: most values of a file begin at few of them. */
  private rootOfVariable(variable: number): Root {
    return (this.variableRoots[variable] ??= { kind: 'variable', variable });
  }

  private rootOfName(name: string): Root {
    let root = this.nameRoots.get(name);
    if (!root) this.nameRoots.set(name, (root = { kind: 'name', name }));
    return root;
  }

  /** Adds origins to a variable: it now also depends on them. */
  taint(name: string, origins: readonly Origin[]): void {
    const bound = this.lookup(name);
    if (bound && origins.length > 0) bound.origins = union(bound.origins, origins);
  }
}

function isFallback(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** `a.b` as written, for loops and messages; at most 60 characters. */
export function excerpt(walk: Walk, node: ts.Node): string {
  return walk.text.slice(walk.startOf(node), Math.min(node.end, walk.startOf(node) + 60));
}

export { nameOf };
