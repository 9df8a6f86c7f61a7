import type { Finding } from '../model/finding';
import type { Migration } from '../model/migration';
import type { Assessment } from '../model/risk';
import type { ChangeInPlace } from './change-in-place';
import { assess, type DeclaredFacts } from './assess';
import type { DeclaredTable } from './blast-radius';
import { consequencesOf } from './consequences';
import type { RolloutPattern } from './numbers';

/** The part of `evolens.yml` that an assessment reads. */
export interface RiskConfiguration {
  readonly tables: Readonly<Record<string, DeclaredTable>>;
  readonly risk: {
    readonly revenuePerMinute?: number | undefined;
    readonly recoveryCost?: number | undefined;
    readonly rolloutPattern?: RolloutPattern | undefined;
  };
}

export interface MigrationToAssess {
  readonly migration: Migration;
  /** Every change of the migration in its place. */
  readonly contexts: readonly ChangeInPlace[];
  /** Findings about the migration's file. */
  readonly findings: readonly Finding[];
  readonly configuration: RiskConfiguration;
}

/**
 * One assessment for each change of the migration that is worth a page: one-way doors and changes with a finding.
 * What is left is summed up in one more, so that a reader sees the whole migration. In order of place.
 */
export function assessHistory(input: MigrationToAssess): readonly Assessment[] {
  const declared = declaredFacts(input.configuration);
  const all = input.contexts.flatMap((context) => {
    const consequences = consequencesOf(context);
    if (consequences === null) return [];
    const findings = input.findings.filter((finding) => isAbout(finding, context));
    return [assess({ context, consequences, findings, declared })];
  });
  const worth = all.filter((one) => one.door === 'one-way' || one.rules.length > 0);
  const rest = all.filter((one) => !worth.includes(one));
  return [...worth, ...summedUp(rest)];
}

/** How many titles the line that sums up harmless changes names. */
const namedInRest = 3;

function summedUp(rest: readonly Assessment[]): readonly Assessment[] {
  const heaviest = [...rest].sort(
    (a, b) => b.irreversibility.score - a.irreversibility.score || b.risk.value - a.risk.value,
  )[0];
  if (heaviest === undefined || rest.length === 1) return rest;
  const others = rest.filter((one) => one !== heaviest).map((one) => one.title);
  const named = [heaviest.title, ...others].slice(0, namedInRest);
  const more = rest.length - named.length;
  return [
    {
      ...heaviest,
      title: `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
      rollback: `In reverse order: ${heaviest.rollback}`,
    },
  ];
}

function isAbout(finding: Finding, context: ChangeInPlace): boolean {
  const own = context.absolute(context.change.range);
  return finding.range.start < own.end && finding.range.end > own.start;
}

function declaredFacts({ tables, risk }: RiskConfiguration): DeclaredFacts {
  return {
    tables,
    pattern: risk.rolloutPattern ?? null,
    revenuePerMinute: risk.revenuePerMinute ?? null,
    recoveryCost: risk.recoveryCost ?? null,
  };
}
