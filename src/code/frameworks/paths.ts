/** Parts of a path joined with single slashes, with a leading one: `/api/v1/orders`. */
export function joinPaths(...parts: readonly string[]): string {
  const joined = parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/');
  return `/${joined}`;
}

/** The version a path names by a segment like `v1` or `2024-01-31`; null without. */
export function versionInPath(path: string): string | null {
  for (const segment of path.split('/')) {
    const match =
      /^v(\d+(?:[._]\d+)?(?:(?:alpha|beta)\d*)?)$/i.exec(segment) ??
      /^(20\d\d-\d\d(?:-\d\d)?)$/.exec(segment);
    if (match) return match[1] ?? null;
  }
  return null;
}
