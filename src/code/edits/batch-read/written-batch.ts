import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { keysOfOneQuery, type BatchedCall } from './batched-call';
import { isPath } from './literals';
import type { ListLoop } from './loop-form';

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** The read of many before the loop, and the lookup in the place of the query. */
export function writtenBatch(
  batched: BatchedCall,
  awaited: ts.AwaitExpression,
  loop: ListLoop,
  source: ts.SourceFile,
): readonly Edit[] {
  const start = loop.statement.getStart(source);
  const indent = indentAt(source.text, start);
  const names = namesFor(batched, awaited, loop, source);
  const typed = /\.[cm]?tsx?$/.test(source.fileName);
  const { list } = loop;
  const lines = linesOf(batched, loop, names, typed, source);
  // A list that is made on the spot is made once and named.
  const named = isPath(list)
    ? []
    : [{ range: { start: list.getStart(source), end: list.end }, newText: names.list }];
  if (named.length > 0) lines.unshift(`const ${names.list} = ${withoutParentheses(list).getText(source)};`);
  const newText = lines.map((line) => `${line}\n${indent}`).join('');
  return [
    { range: { start, end: start }, newText },
    ...named,
    {
      range: { start: awaited.getStart(source), end: awaited.end },
      newText: lookup(batched, names, awaited, source),
    },
  ];
}

interface Names {
  readonly list: string;
  readonly keys: string;
  readonly rows: string;
  readonly byKey: string;
  readonly row: string;
  readonly keysOfChunk: string;
  readonly start: string;
}

function linesOf(
  batched: BatchedCall,
  { list, item }: ListLoop,
  names: Names,
  typed: boolean,
  source: ts.SourceFile,
): string[] {
  const { keys, rows, byKey, row, keysOfChunk, start } = names;
  const key = batched.key.getText(source);
  const rowKey = /^[A-Za-z_$][\w$]*$/.test(batched.rowKey) ? `.${batched.rowKey}` : `['${batched.rowKey}']`;
  const read = [
    `const ${keys} = [...new Set(Array.from(${isPath(list) ? list.getText(source) : names.list}, (${item}) => ${key}))];`,
    `const ${rows} = [];`,
    `for (let ${start} = 0; ${start} < ${keys}.length; ${start} += ${keysOfOneQuery}) {`,
    `  const ${keysOfChunk} = ${keys}.slice(${start}, ${start} + ${keysOfOneQuery});`,
    `  for (const ${row} of await ${batched.many(keysOfChunk)}) ${rows}.push(${row});`,
    '}',
  ];
  if (batched.gives === 'row')
    // Backwards, so that the first row of a key stays, as the query of one gives it.
    return [
      ...read,
      `const ${byKey} = new Map(${rows}.reverse().map((${row}) => [${row}${rowKey}, ${row}]${typed ? ' as const' : ''}));`,
    ];
  // A column that may be null is no key of the type that is asked for.
  const types = typed ? `<unknown, typeof ${rows}>` : '';
  return [
    ...read,
    `const ${byKey} = new Map${types}(${keys}.map((key) => [key, []]));`,
    `for (const ${row} of ${rows}) ${byKey}.get(${row}${rowKey})?.push(${row});`,
  ];
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

function lookup(
  batched: BatchedCall,
  { byKey }: Names,
  awaited: ts.AwaitExpression,
  source: ts.SourceFile,
): string {
  const found = `${byKey}.get(${batched.key.getText(source)})`;
  if (batched.gives === 'rows') return parenthesised(`${found} ?? []`, awaited);
  if (batched.missing === 'undefined') return found;
  const missing = batched.missing === 'null' ? 'null' : `(${awaited.getText(source)})`;
  return parenthesised(`${found} ?? ${missing}`, awaited);
}

/** As the whole right side of an assignment, a declaration or a return, it stands without parentheses. */
function parenthesised(text: string, { parent }: ts.AwaitExpression): string {
  const whole =
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isExpressionStatement(parent);
  return whole ? text : `(${text})`;
}

/** Names made of the key's property, none of which the file uses. */
function namesFor(
  batched: BatchedCall,
  awaited: ts.AwaitExpression,
  { item }: ListLoop,
  source: ts.SourceFile,
): Names {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const free = (name: string): string => {
    for (let turn = 1; ; turn++) {
      const tried = turn === 1 ? name : `${name}${turn}`;
      if (used.has(tried)) continue;
      used.add(tried);
      return tried;
    }
  };
  const last = ts.isPropertyAccessExpression(batched.key)
    ? batched.key.name.text
    : batched.key.getText(source);
  const { parent } = awaited;
  const declared = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : null;
  const stem = declared ?? (last.replace(/_?ids?$/i, '') || 'row');
  const plural = /s$/.test(stem) ? stem : `${stem}s`;
  const upper = stem.charAt(0).toUpperCase() + stem.slice(1);
  return {
    list: free(/s$/.test(item) ? `${item}List` : `${item}s`),
    keys: free(/s$/.test(last) ? `${last}Keys` : `${last}s`),
    rows: free(batched.gives === 'row' ? `${plural}Found` : `all${upper}`),
    byKey: free(
      `${stem}By${batched.rowKey.charAt(0).toUpperCase()}${batched.rowKey.slice(1).replace(/[^\w$]/g, '_')}`,
    ),
    row: free('row'),
    keysOfChunk: free('chunk'),
    start: free('start'),
  };
}

function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? '';
}
