import type { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { capital, freeNames, indentAt, isTyped } from '../batch-read/free-names';
import type { UpsertOfMany } from './upsert-forms';
import { chunkLines, rowText } from './written-write';
import type { WritingLoop } from './writing-loop';

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** The edits at a loop: its rows are collected, of those with one key the one that counts is kept, and they are written sorted. */
export function writtenUpsert(
  upsert: UpsertOfMany,
  { loop, among }: WritingLoop,
  source: ts.SourceFile,
): readonly Edit[] {
  const { key, stays, row } = upsert;
  const free = freeNames(source);
  const rows = free('rows');
  const byKey = free(`rowBy${capital(key)}`);
  const sorted = free('sorted');
  const start = loop.statement.getStart(source);
  const { end } = loop.statement;
  const indent = indentAt(source.text, start);
  const text = rowText(row, source);
  const constant = isTyped(source.fileName) ? ' as const' : '';
  const after = [
    `const ${byKey} = new Map(${rows}${stays === 'first' ? '.reverse()' : ''}.map((row) => [row.${key}, row]${constant}));`,
    '// In one order everywhere, so that two writers never wait for each other.',
    `const ${sorted} = [...${byKey}.values()].sort((one, other) => (one.${key} < other.${key} ? -1 : 1));`,
    ...chunkLines(sorted, upsert, free('chunk'), free('start')),
  ];
  if (among === null) {
    const collected = `const ${rows} = Array.from(${loop.list.getText(source)}, (${loop.item}) => (${text}));`;
    return [{ range: { start, end }, newText: [collected, ...after].join(`\n${indent}`) }];
  }
  return [
    { range: { start, end: start }, newText: `const ${rows} = [];\n${indent}` },
    {
      range: { start: among.expression.getStart(source), end: among.expression.end },
      newText: `${rows}.push(${text})`,
    },
    { range: { start: end, end }, newText: after.map((line) => `\n${indent}${line}`).join('') },
  ];
}
