import { ts } from '../../syntax';

/** The function that resolves a field of a GraphQL type. */
export interface FieldFunction {
  readonly fn: ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;
  readonly parent: ts.ParameterDeclaration;
  /** In front of what the loader is declared: the first member of the class, or the statement of the module. */
  readonly before: ts.Node;
  readonly owner: 'class' | 'module';
  /** Name of the parameter that is the context; null: none is, and one is to be added. */
  readonly context: ts.ParameterDeclaration | null;
  /** The decorator of a context parameter that is added, and its package. */
  readonly decorator: { readonly name: string; readonly from: string } | null;
}

/** What the decorators of parameters are called. */
const decorators: Readonly<
  Record<string, { readonly parent: string; readonly context: string; readonly from: string }>
> = {
  nest: { parent: 'Parent', context: 'Context', from: '@nestjs/graphql' },
  'type-graphql': { parent: 'Root', context: 'Ctx', from: 'type-graphql' },
};

/**
 * The resolver around a call: a method of a class whose parent parameter is decorated, or a function of a resolver map
 * that takes the context. null: the context of the request cannot be had there.
 */
export function fieldFunctionOf(call: ts.CallExpression, framework: string): FieldFunction | null {
  const fn = ts.findAncestor(call, ts.isFunctionLike);
  if (fn === undefined) return null;
  return framework === 'resolver-map' ? ofMap(fn) : ofClass(fn, decorators[framework]);
}

function ofClass(
  fn: ts.SignatureDeclaration,
  words: (typeof decorators)[string] | undefined,
): FieldFunction | null {
  if (words === undefined || !ts.isMethodDeclaration(fn) || !ts.isClassDeclaration(fn.parent)) return null;
  const parent = fn.parameters.find((one) => isDecorated(one, words.parent));
  const context = fn.parameters.find((one) => isDecorated(one, words.context));
  const [before] = fn.parent.members;
  if (parent === undefined || before === undefined || !ts.isIdentifier(parent.name)) return null;
  const last = fn.parameters.at(-1);
  if (context === undefined && (last?.dotDotDotToken !== undefined || last?.questionToken !== undefined))
    return null;
  if (context !== undefined && !isWhole(context, words.context)) return null;
  const decorator = context === undefined ? { name: words.context, from: words.from } : null;
  return { fn, parent, before, owner: 'class', context: context ?? null, decorator };
}

function ofMap(fn: ts.SignatureDeclaration): FieldFunction | null {
  const isFunction =
    ts.isArrowFunction(fn) ||
    ts.isFunctionExpression(fn) ||
    ts.isFunctionDeclaration(fn) ||
    (ts.isMethodDeclaration(fn) && ts.isObjectLiteralExpression(fn.parent));
  const [parent, , context] = fn.parameters;
  if (!isFunction || parent === undefined || !ts.isIdentifier(parent.name)) return null;
  if (context === undefined || !ts.isIdentifier(context.name) || context.questionToken !== undefined)
    return null;
  const before = ts.findAncestor(fn, (one) => ts.isSourceFile(one.parent));
  return before === undefined ? null : { fn, parent, before, owner: 'module', context, decorator: null };
}

function decoratorOf(parameter: ts.ParameterDeclaration, name: string): ts.CallExpression | null {
  for (const { expression } of ts.getDecorators(parameter) ?? [])
    if (ts.isCallExpression(expression) && expression.expression.getText() === name) return expression;
  return null;
}

function isDecorated(parameter: ts.ParameterDeclaration, name: string): boolean {
  return decoratorOf(parameter, name) !== null;
}

/** `@Context() context`, not `@Context('user') user`, and an object by its type. */
function isWhole(parameter: ts.ParameterDeclaration, name: string): boolean {
  const isAll = decoratorOf(parameter, name)?.arguments.length === 0;
  return isAll && ts.isIdentifier(parameter.name) && parameter.questionToken === undefined;
}
