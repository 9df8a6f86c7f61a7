import type { FlagCall } from '../model/code';
import type { FlagSettings, KnownFlags } from '../rules/rule';
import type { Revision, RevisionPort } from './ports';

const day = 86_400_000;
/** How far back names are looked for that are gone by now, in days. */
const looks = [30, 90, 180, 365, 730];
/** Lines that may name a flag: a question to a client, or the word. Extended regular expression of git. */
const asking = String.raw`[Ff]lag|FLAG|[Tt]oggle|\.(is(Feature)?Enabled|isOn|isOff|[a-z]*[vV]ariation|getVariant|hasFeature|getFeature[A-Za-z]*|get(Boolean|String|Number|Object)(Value|Details))\(`;

/** What the history of the base branch says of the flags that code asks for. Looked up once per commit. */
export class FlagHistory {
  private readonly snapshots = new Map<string, ReadonlySet<string> | null>();
  private readonly gone = new Map<string, boolean>();

  constructor(
    private readonly revisions: RevisionPort | null,
    private readonly now: () => Date,
  ) {}

  /** Which of the flags are older than the team lets them grow, and which had been removed before. */
  of(calls: readonly FlagCall[], settings: FlagSettings, base: string | null): KnownFlags {
    const names = new Set(calls.flatMap(({ flag }) => flag ?? []));
    const revision = names.size === 0 ? undefined : this.revisions?.base(base);
    if (this.revisions === null || revision === undefined || 'unavailable' in revision)
      return { settings, old: new Map(), removed: new Map() };
    const since = this.daysAgo(settings.staleAfterDays);
    const then = this.namesAt(this.revisions, revision, since);
    const old = new Map(
      [...names].flatMap((name) => (then?.has(name) === true ? [[name, since] as const] : [])),
    );
    return { settings, old, removed: this.removed(this.revisions, revision, names) };
  }

  private removed(
    revisions: RevisionPort,
    revision: Revision,
    names: ReadonlySet<string>,
  ): ReadonlyMap<string, Date> {
    const now = this.namesAt(revisions, revision, null);
    const found = new Map<string, Date>();
    const fresh = [...names].filter((name) => now?.has(name) === false);
    if (fresh.length === 0) return found;
    for (const days of looks) {
      const at = this.daysAgo(days);
      const then = this.namesAt(revisions, revision, at);
      for (const name of fresh)
        if (then?.has(name) === true && !found.has(name) && this.isGone(revisions, revision, name))
          found.set(name, at);
    }
    return found;
  }

  /** The base branch does not write the name anywhere, not even broken over lines. */
  private isGone(revisions: RevisionPort, revision: Revision, name: string): boolean {
    const key = `${revision.commit} ${name}`;
    let known = this.gone.get(key);
    if (known === undefined) {
      const quoted = `["'\`]${name.replace(/[^\w-]/g, String.raw`\$&`)}["'\`]`;
      known = revisions.linesAt(revision, null, quoted)?.length === 0;
      this.gone.set(key, known);
    }
    return known;
  }

  /** Texts of lines about flags, as the base branch stood then; null where it did not stand yet. */
  private namesAt(
    revisions: RevisionPort,
    revision: Revision,
    before: Date | null,
  ): ReadonlySet<string> | null {
    const key = `${revision.commit} ${before?.toISOString().slice(0, 10) ?? ''}`;
    let known = this.snapshots.get(key);
    if (known === undefined) {
      const lines = revisions.linesAt(revision, before, asking);
      known = lines === null ? null : textsIn(lines);
      this.snapshots.set(key, known);
    }
    return known;
  }

  private daysAgo(days: number): Date {
    return new Date(this.now().getTime() - days * day);
  }
}

function textsIn(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) => [...line.matchAll(/(["'`])([\w.:/-]{2,100})\1/g)].map((match) => match[2] ?? '')),
  );
}
