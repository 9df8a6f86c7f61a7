import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import type { BatchedCall } from './batched-call';
import { capital, freeNames, indentAt, isTyped, manyOf } from './free-names';
import { isPath } from './literals';
import { madeList } from './listed';
import type { ListLoop } from './loop-form';
import { mapLines, readLines, type ReadNames } from './read-lines';

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** What a turn of a loop is given, and what of it is needed to look it up. */
export interface Lookup extends Pick<BatchedCall, 'key' | 'rowKey' | 'gives'> {
  readonly missing: BatchedCall['missing'] | 'zero';
  /** The condition of an item on which its turn asks; '': each turn does. */
  readonly when: string;
}

/** Names made for the place before the loop, none of which the file uses. */
export interface LoopNames extends ReadNames {
  readonly list: string;
  readonly byKey: string;
}

/**
 * The edits at a loop: `lines` before it, which make a map by key out of the keys, and the lookup in the place of
 * `asked`, which is what a turn awaits.
 */
export function writtenBatch(
  looked: Lookup,
  asked: ts.Expression,
  loop: ListLoop,
  source: ts.SourceFile,
  lines: (names: LoopNames) => readonly string[],
): readonly Edit[] {
  const start = loop.statement.getStart(source);
  const indent = indentAt(source.text, start);
  const names = namesFor(looked, asked, loop, source);
  const { list, item } = loop;
  const key = looked.key.getText(source);
  const listed = isPath(list) ? list.getText(source) : names.list;
  // A list that is made on the spot is made once and named.
  const named = isPath(list)
    ? []
    : [{ range: { start: list.getStart(source), end: list.end }, newText: names.list }];
  const before = [
    ...named.map(() => `const ${names.list} = ${madeList(list)};`),
    `const ${names.keys} = [...new Set(${keysOf(listed, item, key, looked.when)})];`,
    ...lines(names),
  ];
  const newText = before.map((line) => `${line}\n${indent}`).join('');
  return [
    { range: { start, end: start }, newText },
    ...named,
    {
      range: { start: asked.getStart(source), end: asked.end },
      newText: lookup(looked, names, asked, source),
    },
  ];
}

/** The statements before a loop that itself asks. */
export function readHere(
  batched: BatchedCall,
  source: ts.SourceFile,
): (names: LoopNames) => readonly string[] {
  return (names) => [
    ...readLines(batched, names),
    ...mapLines(batched, names, names.byKey, isTyped(source.fileName)),
  ];
}

function keysOf(listed: string, item: string, key: string, when: string): string {
  if (when === '' && key === item) return listed;
  return when === ''
    ? `Array.from(${listed}, (${item}) => ${key})`
    : `Array.from(${listed}).flatMap((${item}) => (${when} ? [${key}] : []))`;
}

function lookup(looked: Lookup, { byKey }: LoopNames, asked: ts.Expression, source: ts.SourceFile): string {
  const found = `${byKey}.get(${looked.key.getText(source)})`;
  if (looked.gives === 'rows') return parenthesised(`${found} ?? []`, asked);
  if (looked.missing === 'undefined') return found;
  const missing =
    looked.missing === 'null' ? 'null' : looked.missing === 'zero' ? '0' : `(${asked.getText(source)})`;
  return parenthesised(`${found} ?? ${missing}`, asked);
}

/** As the whole right side of an assignment, a declaration or a return, it stands without parentheses. */
function parenthesised(text: string, { parent }: ts.Expression): string {
  const whole =
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isArrowFunction(parent);
  return whole ? text : `(${text})`;
}

function namesFor(
  looked: Lookup,
  { parent }: ts.Expression,
  { item }: ListLoop,
  source: ts.SourceFile,
): LoopNames {
  const free = freeNames(source);
  const last = ts.isPropertyAccessExpression(looked.key) ? looked.key.name.text : looked.key.getText(source);
  const declared = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : null;
  const stem = declared ?? (last.replace(/_?ids?$/i, '') || 'row');
  const plural = /s$/.test(stem) ? stem : `${stem}s`;
  return {
    list: listName(item, free),
    keys: keysName(last, free),
    rows: free(looked.gives === 'row' ? `${plural}Found` : `all${capital(stem)}`),
    byKey: free(`${stem}By${capital(looked.rowKey)}`),
    row: free('row'),
    keysOfChunk: free('chunk'),
    start: free('start'),
  };
}

function keysName(key: string, free: (wanted: string) => string): string {
  const name = free(manyOf(key));
  return name === manyOf(key) ? name : free(`${key}Keys`);
}

function listName(item: string, free: (wanted: string) => string): string {
  if (!/^[\w$]+$/.test(item)) return free('items');
  const plural = /s$/.test(item) ? `${item}List` : `${item}s`;
  const name = free(plural);
  return name === plural ? name : free(`${item}List`);
}
