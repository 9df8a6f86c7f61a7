/** Lines of context around what changes. */
const context = 3;
/** Above so many pairs of lines, all that lies between the first and the last change is shown as exchanged. */
const mostPairs = 4_000_000;

type Line = readonly [mark: ' ' | '-' | '+', text: string];

/**
 * What changes between two texts, as a person reads it: lines that go (`-`), that come (`+`) and three around them,
 * each group behind the number of its first line in the new text.
 */
export function changedLines(before: string, after: string): string {
  const lines = compared(before.split('\n'), after.split('\n'));
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(([mark]) => mark !== ' '),
  );
  const shown: string[] = [];
  let number = 1;
  for (const [at, [mark, text]] of lines.entries()) {
    if (isNear[at] === true) {
      if (isNear[at - 1] !== true) shown.push(`@@ line ${number}`);
      shown.push(`${mark} ${text}`.trimEnd());
    }
    if (mark !== '-') number++;
  }
  return shown.join('\n');
}

function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const same = (lines: readonly string[]): readonly Line[] => lines.map((line): Line => [' ', line]);
  return [
    ...same(before.slice(0, start)),
    ...exchanged(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** By the longest list of lines that both have in this order. */
function exchanged(old: readonly string[], made: readonly string[]): readonly Line[] {
  if (old.length * made.length > mostPairs)
    return [...old.map((line): Line => ['-', line]), ...made.map((line): Line => ['+', line])];
  const width = made.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  const at = (one: number, other: number): number => common[one * width + other] ?? 0;
  for (let one = old.length - 1; one >= 0; one--)
    for (let other = made.length - 1; other >= 0; other--)
      common[one * width + other] =
        old[one] === made[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
  const lines: Line[] = [];
  let one = 0;
  let other = 0;
  while (one < old.length || other < made.length) {
    const gone = old[one];
    const come = made[other];
    if (gone !== undefined && gone === come) {
      lines.push([' ', gone]);
      one++;
      other++;
    } else if (gone !== undefined && (come === undefined || at(one + 1, other) >= at(one, other + 1))) {
      lines.push(['-', gone]);
      one++;
    } else if (come !== undefined) {
      lines.push(['+', come]);
      other++;
    }
  }
  return lines;
}
