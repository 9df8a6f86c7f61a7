import { ts } from '../checker';
import type { Place } from '../../model/text';
import type { Verdict } from './asked';
import type { CheckedProgram } from './checked-program';

/** Whether a call enters the function in which a place stands. */
export function enters(
  call: ts.CallExpression | ts.TaggedTemplateExpression,
  next: Place,
  program: CheckedProgram,
): Verdict {
  const { checker } = program;
  const source = program.sourceOf(next.file);
  if (!source) return 'unknown';
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return 'unknown';
  if (holds(declaration, next)) return 'confirmed';
  // Overloads: the body stands in another declaration of the same name.
  const bodies = bodiesOf(declaration, checker);
  if (bodies.some((body) => holds(body, next))) return 'confirmed';
  const named = bodies.find((body) => ts.isFunctionDeclaration(body) || ts.isMethodDeclaration(body));
  if (!named || named.name?.getText() !== lastName(call)) return 'unknown';
  return isOverridden(named, next, program) ? 'unknown' : 'refuted';
}

function bodiesOf(
  declaration: ts.SignatureDeclaration,
  checker: ts.TypeChecker,
): readonly ts.FunctionLikeDeclaration[] {
  const { name } = declaration;
  const declarations = (name && checker.getSymbolAtLocation(name)?.declarations) ?? [declaration];
  return declarations.filter(
    (one): one is ts.FunctionLikeDeclaration =>
      ts.isFunctionLike(one) && 'body' in one && one.body !== undefined,
  );
}

/** The place may stand in a class that extends the one of the method: the type does not tell which is entered. */
function isOverridden(method: ts.FunctionLikeDeclaration, next: Place, program: CheckedProgram): boolean {
  if (!ts.isMethodDeclaration(method)) return false;
  const source = program.sourceOf(next.file);
  const own = source ? classAround(source, next) : null;
  return own !== null && basesOf(own, program.checker).includes(method.parent);
}

function classAround(source: ts.SourceFile, { range }: Place): ts.ClassLikeDeclaration | null {
  let found: ts.ClassLikeDeclaration | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > range.start || node.end < range.end) return;
    if (ts.isClassLike(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The declarations of the classes that a class extends. */
function basesOf(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): readonly ts.Node[] {
  const found: ts.Node[] = [];
  let types: readonly ts.BaseType[] = checker.getTypeAtLocation(declaration).getBaseTypes() ?? [];
  for (let depth = 0; depth < 8 && types.length > 0; depth++) {
    found.push(...types.flatMap((type) => type.getSymbol()?.declarations ?? []));
    types = types.flatMap((type) => type.getBaseTypes() ?? []);
  }
  return found;
}

function holds(node: ts.Node, { file, range }: Place): boolean {
  return (
    node.getSourceFile().fileName === `/${file}` &&
    node.getStart() <= range.start &&
    range.end <= node.end &&
    (!('body' in node) || node.body !== undefined)
  );
}

function lastName(call: ts.CallExpression | ts.TaggedTemplateExpression): string {
  const target = ts.isCallExpression(call) ? call.expression : call.tag;
  return ts.isPropertyAccessExpression(target) ? target.name.text : target.getText();
}
