import type { Framework, MigrationFile, MigrationFolder } from './framework';
import { oneHistory, slugOf, sqlFile, timestampAfter, wholeFile } from './framework';
import { framesByMark } from './marks';

/** `001_name.sql`, `20240102030405-name.sql`, `2024-01-02-name.sql`, `V1_2__name.sql`; `.up.sql` marks a direction. */
const ordered =
  /^(?:[VU](\d+(?:[._]\d+)*)|(\d{4}-\d\d-\d\d(?:-\d{1,6})?|\d+(?:\.\d+)*))(?:[._-]+(.*?))?(\.up)?\.sql$/i;
const downFile = /(\.down\.sql$)|(^|[._-])(down|rollback|undo)\.sql$/i;

/** Numbered or dated SQL files of one folder, run in the order of their numbers. */
export const plain: Framework = {
  name: 'plain',
  reads: 'sql',

  find(project) {
    const folders = new Map<string, string[]>();
    for (const file of project.files) {
      if (!file.endsWith('.sql') || /(^|\/)evolutions\//.test(file)) continue;
      const slash = file.lastIndexOf('/');
      const name = file.slice(slash + 1);
      if (!ordered.test(name)) continue;
      const folder = slash < 0 ? '' : file.slice(0, slash);
      folders.set(folder, [...(folders.get(folder) ?? []), name]);
    }
    return [...folders].map(([folder, names]) => describe(folder, names));
  },

  transaction(_dialect, text) {
    if (
      /^--\s*(\+goose\s+NO\s+TRANSACTION|migrate:up\s+transaction:false|atlas:txmode\s+none|disable-transaction)/im.test(
        text,
      )
    )
      return wholeFile('autocommit');
    return wholeFile('unknown');
  },

  frames: framesByMark,

  nameAfter(folder, last, slug, now) {
    const name = nextName(last, slug, now);
    return sqlFile(name, folder === '' ? name : `${folder}/${name}`, numberOf(name));
  },
};

function describe(folder: string, names: readonly string[]): MigrationFolder {
  const ups = names.filter((name) => !downFile.test(name));
  const downs = new Set(names.filter((name) => downFile.test(name)).map((name) => numberOf(name)));
  const files = ups.sort(byNumber).map((name) => {
    const number = numberOf(name);
    return sqlFile(name, folder === '' ? name : `${folder}/${name}`, number, downs.has(number));
  });
  return oneHistory('plain', folder, files);
}

function byNumber(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const first = left[at] ?? 0n;
    const second = right[at] ?? 0n;
    if (first !== second) return first < second ? -1 : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(name: string): string | null {
  const match = ordered.exec(name);
  return match?.[1] ?? match?.[2] ?? null;
}

function numbersOf(name: string): bigint[] {
  return (numberOf(name) ?? '')
    .split(/\D+/)
    .filter((part) => part !== '')
    .map(BigInt);
}

function nextName(last: MigrationFile | null, slug: string, now: Date): string {
  const lastName = last?.id ?? '';
  const match = ordered.exec(lastName);
  const number = numberOf(lastName);
  const ending = match?.[4] === undefined ? '.sql' : '.up.sql';
  const separator =
    number === null
      ? '_'
      : (/^(__|[._-])/.exec(lastName.slice(lastName.indexOf(number) + number.length))?.[0] ?? '_').replace(
          '.',
          '_',
        );
  const words = separator === '-' ? slugOf(slug).replaceAll('_', '-') : slugOf(slug);
  const prefix = /^V/i.exec(lastName)?.[0] ?? '';
  return `${prefix}${nextNumber(number, now)}${separator}${words}${ending}`;
}

function nextNumber(number: string | null, now: Date): string {
  if (number === null) return timestampAfter(null, now);
  if (/^\d{14}$/.test(number)) return timestampAfter(number, now);
  if (/^\d{4}-\d\d-\d\d$/.test(number)) {
    const today = now.toISOString().slice(0, 10);
    return today > number ? today : dayAfter(number);
  }
  const lastPart = /\d+$/.exec(number)?.[0] ?? number;
  return (
    number.slice(0, number.length - lastPart.length) +
    (BigInt(lastPart) + 1n).toString().padStart(lastPart.length, '0')
  );
}

function dayAfter(day: string): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + 1);
  return moment.toISOString().slice(0, 10);
}
