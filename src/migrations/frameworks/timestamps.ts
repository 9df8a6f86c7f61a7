/** `YYYYMMDDHHMMSS` of a moment, in UTC as Prisma writes it. */
export function timestampOf(now: Date): string {
  return now.toISOString().replace(/[-:T]/g, '').slice(0, 14);
}

/** The first timestamp that sorts after `previous`: `now`, or one second later than `previous`. */
export function timestampAfter(previous: string | null, now: Date): string {
  const wanted = timestampOf(now);
  if (previous === null || wanted > previous) return wanted;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(previous);
  if (parts === null) return wanted;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return timestampOf(new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1)));
}

/** A name for a file: lower case, words joined by `_`, at most 60 characters. */
export function slugOf(words: string): string {
  const slug = words
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return slug.slice(0, 60).replace(/_+$/, '') || 'migration';
}
