import { askedElsewhere } from '../code/asked-elsewhere';
import { isCodeOutside } from '../code/outside-code';
import { firstOfEach } from '../code/first-of-each';
import { isKillSwitch } from '../code/kill-switch';
import { withoutConstantFlag } from '../code/without-constant-flag';
import type { ConstantFlag, FlagCall } from '../../model/code';
import type { CodeDraft, KnownFlags, WholeCodeRule } from '../rule';

export const staleFlag: WholeCodeRule = {
  meta: {
    id: 'stale-flag',
    family: 'query',
    title: 'A feature flag decides nothing any more, or has grown old.',
    level: 'info',
    dialects: null,
    since: '0.4.0',
    fix: 'review',
    sources: [
      'https://martinfowler.com/articles/feature-toggles.html#TogglesAtDifferentTimesInTheirLifetime',
    ],
  },

  check(code, { flags }): readonly CodeDraft[] {
    const asked = code.flagCalls.filter((call) => !isCodeOutside(call.file));
    return [
      ...code.constantFlags
        .filter(({ dead, flag }) => dead === null && !isKillSwitch(flag, flags.settings))
        .map(constant),
      ...firstOfEach(asked, ({ flag }) => flag).flatMap((calls) => grownOld(calls, flags)),
    ];
  },

  fixes: withoutConstantFlag,
};

/** A constant that keeps nothing dead: the code behind it always runs. */
function constant({ file, range, flag, on, declaredAt }: ConstantFlag): CodeDraft {
  return {
    file,
    range,
    confidence: 'high',
    evidence: [{ ...declaredAt, message: `${flag} is ${String(on)}, always` }],
    message: {
      what: `${flag} is always ${String(on)}, so this condition decides nothing.`,
      why: 'Readers still think of two ways through the code, and tests may run one that nobody uses.',
      remedy: 'Remove the condition, and the flag with it.',
    },
  };
}

function grownOld(calls: readonly FlagCall[], { settings, old }: KnownFlags): readonly CodeDraft[] {
  const [first] = calls;
  const flag = first?.flag ?? null;
  const since = flag === null ? undefined : old.get(flag);
  if (first === undefined || flag === null || since === undefined || isKillSwitch(flag, settings)) return [];
  const places = calls.length === 1 ? 'one place' : `${String(calls.length)} places`;
  return [
    {
      file: first.file,
      range: first.range,
      confidence: 'medium',
      evidence: askedElsewhere(calls),
      message: {
        what: `The flag ${flag} was there ${String(settings.staleAfterDays)} days ago already (on ${since.toISOString().slice(0, 10)}), and ${places} of the code still ask for it.`,
        why: 'The longer a flag stays, the less anybody knows what happens on the other side of it.',
        remedy: `When it is fully on or given up, remove it and the branch that lost; a flag that stays for good belongs to flags.killSwitches in evolens.yml.`,
      },
    },
  ];
}
