import type { Finding, Severity } from '../../src/model/finding';
import type { Migration } from '../../src/model/migration';
import { lineOf, type Claim } from './claims';
import type { Loss } from './data-loss';
import type { Truth } from './truth';

/** Counts of one folder, or of several together. */
export class Score {
  private files = 0;
  private statements = 0;
  private hazards = 0;
  private safe = 0;
  private readonly reported = { all: 0, loud: 0 };
  private readonly claimed = { all: 0, loud: 0 };
  private readonly loud = { warning: 0, error: 0 };
  private readonly byRule = new Map<string, Record<Severity, number>>();
  private readonly misses: string[] = [];
  private readonly alarms: { readonly text: string; readonly isLoud: boolean }[] = [];
  private readonly lockAlarms: string[] = [];
  private readonly failed: string[] = [];
  private readonly losses = { all: 0, excused: [] as string[], missed: [] as string[] };

  addFile(findings: readonly Finding[]): void {
    this.files++;
    for (const { rule, severity } of findings) {
      const counts = this.byRule.get(rule) ?? { error: 0, warning: 0, info: 0 };
      counts[severity]++;
      this.byRule.set(rule, counts);
      if (severity !== 'info') this.loud[severity]++;
    }
  }

  addStatement(file: string, migration: Migration, truth: Truth, claims: readonly Claim[]): void {
    this.statements++;
    const { statement } = truth;
    const written = statement.reading.text.replace(/\s+/g, ' ').slice(0, 140);
    const at = `${file}:${String(lineOf(migration, statement))}`;
    if (truth.error !== null) {
      this.failed.push(`${at}  ${truth.error}  ${written}`);
      return;
    }
    this.safe += truth.safe.length > 0 ? 1 : 0;
    const work = claims.filter((claim) => claim.about === 'work' || claim.about === 'work too');
    if (truth.hazard.length > 0) {
      this.hazards++;
      if (work.length > 0) this.reported.all++;
      if (work.some(isLoud)) this.reported.loud++;
      const what = truth.hazard.map((one) => `${one.work.join(', ')} on ${one.table}`).join('; ');
      if (work.length === 0) this.misses.push(`${at}  ${what}  ${written}`);
    }
    const said = claims.filter((claim) => claim.about === 'work' && !claim.isCovered);
    if (said.length > 0) this.addClaim(said, truth, `${at}  ${rulesOf(said)}  ${written}`);
    const waits = claims.filter((claim) => claim.about === 'lock' && !claim.isCovered);
    if (waits.length > 0 && truth.locked.length === 0)
      this.lockAlarms.push(`${at}  ${rulesOf(waits)}  ${written}`);
  }

  private addClaim(said: readonly Claim[], truth: Truth, text: string): void {
    const loud = said.some(isLoud);
    this.claimed.all++;
    if (loud) this.claimed.loud++;
    if (truth.hazard.length === 0) this.alarms.push({ text, isLoud: loud });
  }

  addLoss(file: string, { line, words, rules, excuse }: Loss): void {
    const at = `${file}:${String(line)}  ${words}`;
    if (rules.length > 0) this.losses.all++;
    else if (excuse !== null) this.losses.excused.push(`${excuse}: ${at}`);
    else {
      this.losses.all++;
      this.losses.missed.push(at);
    }
  }

  /** Nothing missed, no false alarm, every loss that the tool warns of found. */
  get isFlawless(): boolean {
    return this.misses.length + this.alarms.length + this.lockAlarms.length + this.losses.missed.length === 0;
  }

  print(title: string, isLong: boolean): void {
    const falseLoud = this.alarms.filter((alarm) => alarm.isLoud).length;
    const { warning, error } = this.loud;
    console.log(
      [
        '',
        title,
        `  ${String(this.files)} files, ${String(this.statements)} statements (${String(this.failed.length)} that Postgres refused), ` +
          `${String(this.hazards)} hazards, ${String(this.safe)} safe forms`,
        `  all levels:       recall ${ratio(this.reported.all, this.hazards)}, precision ${ratio(this.claimed.all - this.alarms.length, this.claimed.all)}`,
        `  warning or error: recall ${ratio(this.reported.loud, this.hazards)}, precision ${ratio(this.claimed.loud - falseLoud, this.claimed.loud)}`,
        `  findings per file: ${((warning + error) / Math.max(1, this.files)).toFixed(2)} (${String(warning)} warnings, ${String(error)} errors)`,
        `  losses the tool warns of: ${String(this.losses.all - this.losses.missed.length)} of ${String(this.losses.all)} found; ` +
          `${String(this.losses.excused.length)} more cannot happen or were edited away`,
      ].join('\n'),
    );
    list('missed', this.misses);
    list(
      'false alarm',
      this.alarms.map((alarm) => alarm.text),
    );
    list('no lock', this.lockAlarms);
    list('loss not found', this.losses.missed);
    if (!isLong) return;
    list('warned of', this.losses.excused);
    list('refused', this.failed);
    const rules = [...this.byRule].sort(([, one], [, other]) => weight(other) - weight(one));
    for (const [rule, counts] of rules)
      console.log(
        `  ${rule.padEnd(38)} ${String(counts.error).padStart(4)} errors ${String(counts.warning).padStart(4)} warnings ${String(counts.info).padStart(4)} infos`,
      );
  }
}

function isLoud(claim: Claim): boolean {
  return claim.severity !== 'info';
}

function rulesOf(claims: readonly Claim[]): string {
  return [...new Set(claims.map((claim) => `${claim.rule} ${claim.severity}`))].join(', ');
}

function weight({ error, warning, info }: Record<Severity, number>): number {
  return (error + warning) * 10_000 + info;
}

function ratio(part: number, whole: number): string {
  return `${(whole === 0 ? 1 : part / whole).toFixed(4)} (${String(part)} of ${String(whole)})`;
}

function list(title: string, lines: readonly string[]): void {
  for (const line of lines) console.log(`  ${title}: ${line}`);
}
