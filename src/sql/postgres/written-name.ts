const part = /\s*(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))/y;

/** The last name of a qualified one that begins at an offset, with what qualifies it. */
export function lastNameAt(
  text: string,
  offset: number,
): {
  readonly name: string;
  readonly qualifier: string | null;
  readonly start: number;
  readonly end: number;
} | null {
  let at = offset;
  let qualifier: string | null = null;
  for (;;) {
    part.lastIndex = at;
    const match = part.exec(text);
    if (!match) return null;
    const [whole, quoted, bare] = match;
    const name = quoted?.replaceAll('""', '"') ?? bare ?? '';
    const end = at + whole.length - (quoted === undefined ? 0 : 1);
    const dot = /\s*\.(?=\s*["A-Za-z_])/y;
    dot.lastIndex = at + whole.length;
    const more = dot.exec(text);
    if (!more) return { name, qualifier, start: end - (quoted ?? bare ?? '').length, end };
    qualifier = name.toLowerCase();
    at += whole.length + more[0].length;
  }
}
