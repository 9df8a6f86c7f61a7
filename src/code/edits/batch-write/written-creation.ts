import type { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { capital, freeNames, indentAt, isTyped, manyOf } from '../batch-read/free-names';
import { pathText } from '../batch-read/turn';
import { readLines } from '../batch-read/read-lines';
import type { Creation } from './look-then-create';
import { chunkLines, rowText } from './written-write';

/** The statements in the place of the loop. */
export function writtenCreation(
  { asked: { loop }, read, insert }: Creation,
  source: ts.SourceFile,
): readonly { readonly range: Range; readonly newText: string }[] {
  const free = freeNames(source);
  const { rowKey } = read;
  const last = pathText(read.key).split('.').at(-1) ?? 'key';
  const rows = free('rows');
  const byKey = free(`rowBy${capital(rowKey)}`);
  const names = {
    keys: free(manyOf(last)),
    rows: free('found'),
    row: free('row'),
    keysOfChunk: free('chunk'),
    start: free('start'),
  };
  const there = free('there');
  const missing = free('missing');
  const typed = isTyped(source.fileName);
  const made = `Array.from(${loop.list.getText(source)}, (${loop.item}) => (${rowText(insert.item, source)}))`;
  const lines = [
    '// Of two items with one key the first is created.',
    `const ${rows} = ${made}.reverse();`,
    `const ${byKey} = new Map(${rows}.map((row) => [row.${rowKey}, row]${typed ? ' as const' : ''}));`,
    `const ${names.keys} = [...${byKey}.keys()];`,
    ...readLines(read, names),
    `const ${there} = new Set${typed ? '<unknown>' : ''}(${names.rows}.map((row) => row.${rowKey}));`,
    `const ${missing} = [...${byKey}.values()].filter((row) => !${there}.has(row.${rowKey}));`,
    '// In one order everywhere, so that two writers never wait for each other.',
    `${missing}.sort((one, other) => (one.${rowKey} < other.${rowKey} ? -1 : 1));`,
    ...chunkLines(missing, insert, names.keysOfChunk, names.start),
  ];
  const start = loop.statement.getStart(source);
  const newText = lines.join(`\n${indentAt(source.text, start)}`);
  return [{ range: { start, end: loop.statement.end }, newText }];
}
