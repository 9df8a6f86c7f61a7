import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { capital, freeNames, indentAt, isTyped, manyOf } from '../batch-read/free-names';
import { mapLines, readLines } from '../batch-read/read-lines';
import { namesIn } from '../batch-read/loop-form';
import type { Loaded } from './batch-load';
import type { FieldFunction } from './field-form';

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** The loader in front of the resolver's class or map, the load in the place of the call, and what both need. */
export function writtenLoader(
  loaded: Loaded,
  call: ts.CallExpression,
  field: FieldFunction,
  source: ts.SourceFile,
): readonly Edit[] {
  const typed = isTyped(source.fileName);
  const isKnown = source.statements.some(
    (one) => ts.isFunctionDeclaration(one) && one.name?.text === 'perRequest',
  );
  const free = freeNames(source);
  const key = loaded.key.getText(source);
  const last = ts.isPropertyAccessExpression(loaded.key) ? loaded.key.name.text : key;
  const stem = nameOfField(field) ?? last.replace(/_?ids?$/i, '');
  const names = {
    loader: free(`${stem}Loader`),
    asked: free('asked'),
    keys: free(manyOf(last)),
    rows: free('rows'),
    row: free('row'),
    byKey: free(`by${capital(loaded.batched.rowKey)}`),
    keysOfChunk: free('chunk'),
    start: free('start'),
  };
  const perRequest = isKnown ? 'perRequest' : free('perRequest');
  const context =
    field.context?.name.getText(source) ?? (isNamedIn(field.fn, 'context') ? free('context') : 'context');
  const lines = [
    '/** Asks once for the keys of one tick, for each request by itself; nothing is remembered. */',
    `${head(names.loader, field, typed)} = ${perRequest}(`,
    `  (${contextOfLoader(call, field, source)}) =>`,
    `    new DataLoader(`,
    `      async (${names.asked}${typed ? `: readonly ${keyType(loaded.key, field, source)}[]` : ''}) => {`,
    ...batchLines(loaded, names, typed).map((line) => `        ${line}`),
    '      },',
    '      { cache: false },',
    '    ),',
    ');',
  ];
  const at = field.before.getStart(source, true);
  const indent = indentAt(source.text, at);
  const receiver = field.owner === 'class' ? 'this.' : '';
  return [
    {
      range: { start: at, end: at },
      newText: `${lines.map((line, index) => (index === 0 ? line : indent + line)).join('\n')}\n\n${indent}`,
    },
    ...addedContext(field, context, typed),
    {
      range: { start: call.getStart(source), end: call.end },
      newText: `${receiver}${names.loader}(${context}).load(${key})`,
    },
    ...(isKnown ? [] : [atEnd(source, perRequestText(perRequest, typed))]),
  ];
}

function isNamedIn(fn: ts.Node, name: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    found ||= ts.isIdentifier(node) && node.text === name;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(fn);
  return found;
}

function head(loader: string, { owner }: FieldFunction, typed: boolean): string {
  if (owner === 'module') return `const ${loader}`;
  return typed ? `private readonly ${loader}` : loader;
}

function batchLines(
  { batched, map }: Loaded,
  names: Parameters<typeof readLines>[1] & { readonly asked: string; readonly byKey: string },
  typed: boolean,
): readonly string[] {
  const { asked, keys, byKey } = names;
  const missing = batched.gives === 'rows' ? ' ?? []' : batched.missing === 'null' ? ' ?? null' : '';
  return [
    `const ${keys} = [...new Set(${asked})];`,
    ...(map === null
      ? [...readLines(batched, names), ...mapLines(batched, names, byKey, typed)]
      : [`const ${byKey} = await ${map(keys)};`]),
    `return ${asked}.map((key) => ${byKey}.get(key)${missing});`,
  ];
}

/** `order.customerId` as `NonNullable<Order['customerId']>`. */
function keyType(key: ts.Expression, { parent }: FieldFunction, source: ts.SourceFile): string {
  const path: string[] = [];
  let at = key;
  while (!ts.isIdentifier(at)) {
    if (ts.isPropertyAccessExpression(at)) path.unshift(`['${at.name.text}']`);
    if (!('expression' in at)) break;
    at = at.expression as ts.Expression;
  }
  const type = parent.type?.getText(source) ?? 'never';
  return `NonNullable<${/^[\w.]+$/.test(type) ? type : `(${type})`}${path.join('')}>`;
}

/** The loader's own parameter: the context where the query runs on it. */
function contextOfLoader(
  call: ts.CallExpression,
  { context, owner }: FieldFunction,
  source: ts.SourceFile,
): string {
  const name = context?.name.getText(source);
  if (owner === 'class' || name === undefined || !namesIn(call).has(name)) return '';
  const type = context?.type?.getText(source);
  return type === undefined ? name : `${name}: ${type}`;
}

function addedContext({ fn, decorator }: FieldFunction, context: string, typed: boolean): readonly Edit[] {
  const last = fn.parameters.at(-1);
  if (decorator === null || last === undefined) return [];
  const newText = `, @${decorator.name}() ${context}${typed ? ': object' : ''}`;
  return [{ range: { start: last.end, end: last.end }, newText }];
}

function nameOfField({ fn }: FieldFunction): string | null {
  const name = fn.name ?? (ts.isPropertyAssignment(fn.parent) ? fn.parent.name : undefined);
  return name !== undefined && ts.isIdentifier(name) ? name.text : null;
}

function atEnd(source: ts.SourceFile, text: string): Edit {
  const end = source.text.trimEnd().length;
  return { range: { start: end, end }, newText: `\n\n${text}` };
}

function perRequestText(name: string, typed: boolean): string {
  const signature = typed
    ? `${name}<Context extends object, Made extends object>(make: (context: Context) => Made): (context: Context) => Made`
    : `${name}(make)`;
  return [
    '/** Makes something once for each request, whose context is an object of its own. */',
    `function ${signature} {`,
    `  const made = new WeakMap${typed ? '<Context, Made>' : ''}();`,
    '  return (context) => {',
    '    const own = made.get(context) ?? make(context);',
    '    made.set(context, own);',
    '    return own;',
    '  };',
    '}',
  ].join('\n');
}
