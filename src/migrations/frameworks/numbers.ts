import { timestampAfter } from './timestamps';
import { compareText } from './tree';

/** The numbers of a version such as `1_2.10`, in order. */
export function numbersOf(version: string): readonly bigint[] {
  return version
    .split(/\D+/)
    .filter((part) => part !== '')
    .map(BigInt);
}

/** `1.9` before `1.10`; a missing part counts as zero; equal numbers by their text. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const first = left[at] ?? 0n;
    const second = right[at] ?? 0n;
    if (first !== second) return first < second ? -1 : 1;
  }
  return compareText(a, b);
}

/** `0012` → `12`: what a runner that reads whole numbers records. */
export function wholeNumber(digits: string): string {
  return BigInt(digits).toString();
}

/** The version after the last one, in its own manner: a time, a day, or one more with the same number of digits. */
export function nextVersion(last: string | null, now: Date): string {
  if (last === null) return timestampAfter(null, now);
  if (/^\d{14}$/.test(last)) return timestampAfter(last, now);
  if (/^1\d{12}$/.test(last)) return nextMoment(last, now.getTime());
  if (/^1\d{9}$/.test(last)) return nextMoment(last, Math.floor(now.getTime() / 1000));
  if (/^\d{4}-\d\d-\d\d$/.test(last)) {
    const today = now.toISOString().slice(0, 10);
    return today > last ? today : dayAfter(last);
  }
  const lastPart = /\d+$/.exec(last)?.[0] ?? last;
  return (
    last.slice(0, last.length - lastPart.length) +
    (BigInt(lastPart) + 1n).toString().padStart(lastPart.length, '0')
  );
}

function nextMoment(last: string, now: number): string {
  return String(Math.max(now, Number(last) + 1));
}

function dayAfter(day: string): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + 1);
  return moment.toISOString().slice(0, 10);
}
