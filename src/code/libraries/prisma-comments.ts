import type { CodeComment } from '../../model/code';
import type { Range } from '../../model/text';
import { commentStart, readPrismaSchema } from './prisma-schema';

const mark = 'evolens-';

/**
 * The comments of a schema.prisma that carry a directive of ours, in order. `next` is the field or block attribute of
 * the comment's own line, else what begins next: a field, an attribute, a model, an enum.
 */
export function readPrismaComments(text: string): readonly CodeComment[] {
  if (!text.includes(mark)) return [];
  const hosts = hostsOf(text);
  const comments: CodeComment[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const lineEnd = newline < 0 ? text.length : newline;
    const end = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    const line = text.slice(start, end);
    const at = commentStart(line);
    if (at !== null && line.includes(mark, at)) {
      const range = { start: start + at, end };
      const isTrailing = line.slice(0, at).trim() !== '';
      comments.push({
        range,
        text: line.slice(at).replace(/^\/\/+/, ''),
        next: isTrailing ? hostOnLine(hosts, start, range.start) : hostAfter(hosts, range.end),
      });
    }
    start = lineEnd + 1;
  }
  return comments;
}

/** What a comment may stand above or behind: blocks, their fields and their attributes. */
function hostsOf(text: string): readonly Range[] {
  const { models, enums } = readPrismaSchema(text);
  return [
    ...models.flatMap(({ range, fields, attributes }) => [
      range,
      ...fields.map((field) => field.range),
      ...attributes.map((attribute) => attribute.range),
    ]),
    ...enums.map(({ nameRange }) => nameRange),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Behind the opening line of a model stands what speaks of the whole model. */
function hostOnLine(hosts: readonly Range[], lineStart: number, before: number): Range | null {
  return hosts.find(({ start }) => start >= lineStart && start < before) ?? null;
}

function hostAfter(hosts: readonly Range[], from: number): Range | null {
  return hosts.find(({ start }) => start >= from) ?? null;
}
