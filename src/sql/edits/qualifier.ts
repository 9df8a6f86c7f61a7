/** `schema.` of a qualified name as written, quotes kept and white space dropped; '' where there is none. */
export function qualifierOf(written: string): string {
  const schema = /^("(?:[^"]|"")*"|[^".\s]+)\s*\./.exec(written)?.[1];
  return schema === undefined ? '' : `${schema}.`;
}
