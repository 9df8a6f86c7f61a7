import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { exchanged, type Exchange } from '../batch-read/batched-call';
import { freeNames, indentAt, isTyped, manyOf } from '../batch-read/free-names';
import { valueOf, type NamedProperty } from '../batch-read/literals';
import type { WriteOfMany } from './written-call';
import type { WritingLoop } from './writing-loop';

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** The edits at a loop: rows or keys are collected in it, or made out of its list, and written after it. */
export function writtenWrite(
  write: WriteOfMany,
  { loop, among }: WritingLoop,
  source: ts.SourceFile,
): readonly Edit[] {
  const names = namesFor(write, source);
  const item = itemText(write, source);
  const start = loop.statement.getStart(source);
  const { end } = loop.statement;
  const indent = indentAt(source.text, start);
  const after = writeLines(write, names);
  if (among === null) {
    const collected = `Array.from(${loop.list.getText(source)}, (${loop.item}) => ${item.startsWith('{') ? `(${item})` : item})`;
    const lines = [
      `const ${names.all} = ${isDistinct(write) ? `[...new Set(${collected})]` : collected};`,
      ...after,
    ];
    return [{ range: { start, end }, newText: lines.join(`\n${indent}`) }];
  }
  const distinct = isDistinct(write) ? [`const ${names.all} = [...new Set(${names.collected})];`] : [];
  const collecting = isDistinct(write) ? names.collected : names.all;
  return [
    { range: { start, end: start }, newText: `const ${collecting} = [];\n${indent}` },
    {
      range: { start: among.expression.getStart(source), end: among.expression.end },
      newText: `${collecting}.push(${item})`,
    },
    {
      range: { start: end, end },
      newText: [...distinct, ...after].map((line) => `\n${indent}${line}`).join(''),
    },
  ];
}

interface Names {
  readonly all: string;
  /** The keys as they come, some of them twice. */
  readonly collected: string;
  readonly chunk: string;
  readonly start: string;
  readonly there: string;
  readonly missing: string;
  readonly done: string;
}

function isDistinct({ collects, throws }: WriteOfMany): boolean {
  return collects === 'keys' && throws?.twice !== true;
}

function writeLines(
  write: WriteOfMany,
  { all, chunk, start, there, missing, done }: Names,
): readonly string[] {
  const { throws } = write;
  if (throws === null) return chunkLines(all, write, chunk, start);
  return [
    ...chunkHead(all, write.size, chunk, start),
    `  const ${done} = await ${write.many(chunk)};`,
    `  if (${done}${throws.count} < ${chunk}.length) {`,
    '    // A row that is missing is the error that it was.',
    `    const ${there} = new Set((await ${throws.there(chunk)}).map((row) => row.${throws.rowKey}));`,
    `    const ${missing} = ${chunk}.find((key) => !${there}.has(key));`,
    `    if (${missing} !== undefined) await ${throws.one(missing)};`,
    '  }',
    '}',
  ];
}

/** The statements that write a list in chunks. */
export function chunkLines(
  list: string,
  { size, many }: { readonly size: string; readonly many: (chunk: string) => string },
  chunk: string,
  start: string,
): readonly string[] {
  return [...chunkHead(list, size, chunk, start), `  await ${many(chunk)};`, '}'];
}

function chunkHead(list: string, size: string, chunk: string, start: string): readonly string[] {
  return [
    `for (let ${start} = 0; ${start} < ${list}.length; ${start} += ${size}) {`,
    `  const ${chunk} = ${list}.slice(${start}, ${start} + ${size});`,
  ];
}

function namesFor(write: WriteOfMany, source: ts.SourceFile): Names {
  const free = freeNames(source);
  const key = write.item;
  const last = ts.isPropertyAccessExpression(key) ? key.name.text : ts.isIdentifier(key) ? key.text : 'key';
  const all = free(write.collects === 'rows' ? 'rows' : manyOf(last));
  return {
    all,
    collected: isDistinct(write) ? free(`${last}List`) : all,
    chunk: free('chunk'),
    start: free('start'),
    there: free('there'),
    missing: free('missing'),
    done: free('done'),
  };
}

function itemText({ item }: WriteOfMany, source: ts.SourceFile): string {
  return ts.isObjectLiteralExpression(item) ? rowText(item, source) : item.getText(source);
}

/** Strings of a row keep their own type: they may be names of an enum. */
export function rowText(item: ts.ObjectLiteralExpression, source: ts.SourceFile): string {
  if (!isTyped(source.fileName)) return item.getText(source);
  const strings = item.properties.flatMap((one) => literalsOf(valueOf(one as NamedProperty)));
  return exchanged(
    item,
    source,
    strings.map(({ end }): Exchange => ({ start: end, end, text: ' as const' })),
  );
}

function literalsOf(value: ts.Expression): readonly ts.Expression[] {
  if (ts.isStringLiteral(value)) return [value];
  return ts.isConditionalExpression(value)
    ? [...literalsOf(value.whenTrue), ...literalsOf(value.whenFalse)]
    : [];
}
