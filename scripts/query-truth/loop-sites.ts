import ts from 'typescript';
import type { Checked } from './program';
import { Origins } from './origin';
import { isQuery } from './queries';

/** A call in a loop, keyed by its turn, that issues a query or leads to one. */
export interface LoopSite {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** 0: the query itself; else how many calls lie between. */
  readonly distance: number;
  readonly text: string;
}

type Callable = ts.FunctionLikeDeclaration;
const deepest = 6;

/** Every query-issuing loop site of the project, by the checker's own call graph. */
export function loopSites(project: Checked): readonly LoopSite[] {
  const graph = new CallGraph(project);
  return project.files.flatMap((file) => sitesOf(file, graph, project));
}

class CallGraph {
  private readonly distances = new Map<Callable, number>();
  private readonly implementations = new Map<ts.Symbol, ts.ClassDeclaration[]>();
  private readonly origins: Origins;

  constructor(private readonly project: Checked) {
    this.origins = new Origins(project.checker);
    this.collectImplementations();
    this.measure();
  }

  /** 0: the call is a query; n: it leads to one over n functions; null: it does not, within reach. */
  distanceOf(call: ts.CallExpression | ts.TaggedTemplateExpression): number | null {
    if (isQuery(call, this.origins)) return 0;
    const steps = this.targets(call).flatMap((target) => this.distances.get(target) ?? []);
    return steps.length === 0 ? null : Math.min(...steps);
  }

  private collectImplementations(): void {
    for (const file of this.project.files) {
      const visit = (node: ts.Node): void => {
        if (ts.isClassDeclaration(node)) {
          for (const clause of node.heritageClauses ?? []) {
            for (const { expression } of clause.types) {
              const symbol = this.symbolOf(expression);
              if (symbol)
                this.implementations.set(symbol, [...(this.implementations.get(symbol) ?? []), node]);
            }
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
  }

  private symbolOf(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.project.checker.getSymbolAtLocation(node);
    return symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? this.project.checker.getAliasedSymbol(symbol)
      : symbol;
  }

  /** Breadth first from the functions that hold a query, against the direction of calls. */
  private measure(): void {
    const callers = new Map<Callable, Set<Callable>>();
    let front = new Set<Callable>();
    for (const file of this.project.files) {
      const visit = (node: ts.Node, within: readonly Callable[]): void => {
        const inside = isCallable(node) ? [...within, node] : within;
        if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) {
          const holders = lexicalHolders(inside);
          if (isQuery(node, this.origins)) for (const holder of holders) front.add(holder);
          else
            for (const target of this.targets(node))
              for (const holder of holders)
                callers.set(target, (callers.get(target) ?? new Set()).add(holder));
        }
        ts.forEachChild(node, (child) => {
          visit(child, inside);
        });
      };
      visit(file, []);
    }
    for (let distance = 1; distance <= deepest && front.size > 0; distance++) {
      const next = new Set<Callable>();
      for (const callable of front) {
        if (this.distances.has(callable)) continue;
        this.distances.set(callable, distance);
        for (const caller of callers.get(callable) ?? []) if (!this.distances.has(caller)) next.add(caller);
      }
      front = next;
    }
  }

  private targets(call: ts.CallExpression | ts.TaggedTemplateExpression): readonly Callable[] {
    const declaration = this.project.checker.getResolvedSignature(call)?.declaration;
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return [];
    if (isCallable(declaration) && declaration.body !== undefined) return [declaration];
    const { parent, name } = declaration;
    if (name === undefined) return [];
    if (!ts.isInterfaceDeclaration(parent) && !ts.isClassDeclaration(parent)) return [];
    const symbol =
      parent.name === undefined ? undefined : this.project.checker.getSymbolAtLocation(parent.name);
    const classes = symbol === undefined ? [] : (this.implementations.get(symbol) ?? []);
    return classes.flatMap((one) =>
      one.members.filter(
        (member): member is ts.MethodDeclaration =>
          ts.isMethodDeclaration(member) && member.name.getText() === name.getText(),
      ),
    );
  }
}

function isCallable(node: ts.Node): node is Callable {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessor(node)
  );
}

/** The innermost function, and those around it as long as each is only a callback. */
function lexicalHolders(within: readonly Callable[]): readonly Callable[] {
  const holders: Callable[] = [];
  for (const callable of [...within].reverse()) {
    holders.push(callable);
    if (
      !(ts.isArrowFunction(callable) || ts.isFunctionExpression(callable)) ||
      !ts.isCallExpression(callable.parent)
    )
      break;
  }
  return holders;
}

const iterating = /^(?:map|forEach|flatMap|filter|some|every|find|reduce)$/;

interface Loop {
  readonly body: ts.Node;
  readonly whole: ts.Node;
}

function loopOf(node: ts.Node): Loop | null {
  if (
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForStatement(node) ||
    ts.isWhileStatement(node) ||
    ts.isDoStatement(node)
  )
    return { body: node.statement, whole: node };
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    iterating.test(node.expression.name.text)
  ) {
    const callback = node.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
    return callback === undefined ? null : { body: callback, whole: callback };
  }
  return null;
}

function sitesOf(file: ts.SourceFile, graph: CallGraph, { checker, root }: Checked): readonly LoopSite[] {
  const sites: LoopSite[] = [];
  const visit = (node: ts.Node, loops: readonly Loop[]): void => {
    if (
      (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) &&
      loops.some((loop) => isKeyed(node, loop, checker))
    ) {
      const distance = graph.distanceOf(node);
      if (distance !== null)
        sites.push({
          file: file.fileName.slice(root.length + 1),
          start: node.getStart(file),
          end: node.end,
          distance,
          text: node.getText(file).replace(/\s+/g, ' ').slice(0, 90),
        });
    }
    const loop = loopOf(node);
    ts.forEachChild(node, (child) => {
      const stays = isCallable(node) && !isInline(node);
      const around = stays ? [] : loops;
      visit(
        child,
        loop !== null && (child === loop.body || isArgument(loop, child)) ? [...around, loop] : around,
      );
    });
  };
  visit(file, []);
  return sites;
}

function isArgument(loop: Loop, child: ts.Node): boolean {
  return child === loop.whole;
}

/** A function that is handed to a call runs where it stands; any other runs when it is called. */
function isInline(node: Callable): boolean {
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && ts.isCallExpression(node.parent);
}

/** An argument or the receiver names something that is declared in the loop: its item, or what is made of it. */
function isKeyed(
  call: ts.CallExpression | ts.TaggedTemplateExpression,
  loop: Loop,
  checker: ts.TypeChecker,
): boolean {
  let keyed = false;
  const within = (node: ts.Node): boolean =>
    node.getSourceFile() === loop.whole.getSourceFile() &&
    node.pos >= loop.whole.pos &&
    node.end <= loop.whole.end;
  const visit = (node: ts.Node): void => {
    if (keyed) return;
    if (ts.isIdentifier(node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      const declaration = symbol?.valueDeclaration;
      if (
        declaration !== undefined &&
        (ts.isVariableDeclaration(declaration) ||
          ts.isParameter(declaration) ||
          ts.isBindingElement(declaration)) &&
        within(declaration) &&
        !(declaration.pos >= call.pos && declaration.end <= call.end)
      )
        keyed = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(call);
  return keyed;
}
