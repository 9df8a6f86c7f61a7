const comments = /--[^\n]*(?:\n|$)|\/\*[^]*?\*\//g;
const modifiers =
  /^(?:OR|REPLACE|TEMP|TEMPORARY|UNLOGGED|GLOBAL|LOCAL|UNIQUE|RECURSIVE|CONSTRAINT|TRUSTED|PROCEDURAL)$/;
const twoWordKinds = /^(?:MATERIALIZED|FOREIGN|EVENT|ACCESS|DEFAULT|USER)$/;

/** Leading keywords of a statement in upper case, modifiers left out: `CREATE INDEX` of CREATE UNIQUE INDEX. */
export function keywordOf(text: string): string {
  const head = text.slice(0, 400).replace(comments, ' ');
  const words = head.match(/[A-Za-z_]+|[^\s]/g) ?? [];
  const first = (words[0] ?? '').toUpperCase();
  if (!/^(?:CREATE|ALTER|DROP)$/.test(first)) return first;
  const rest = words.slice(1, 7).map((word) => word.toUpperCase());
  const kind = rest.findIndex((word) => !modifiers.test(word));
  if (kind < 0) return first;
  const words2 = rest.slice(kind, kind + (twoWordKinds.test(rest[kind] ?? '') ? 2 : 1));
  return [first, ...words2].join(' ');
}
