import { askedElsewhere } from '../code/asked-elsewhere';
import { isCodeOutside } from '../code/outside-code';
import { firstOfEach } from '../code/first-of-each';
import { isKillSwitch } from '../code/kill-switch';
import { withoutConstantFlag } from '../code/without-constant-flag';
import type { ConstantFlag, FlagCall } from '../../model/code';
import type { CodeDraft, KnownFlags, WholeCodeRule } from '../rule';

export const reusedFlag: WholeCodeRule = {
  meta: {
    id: 'reused-flag',
    family: 'query',
    title: 'A feature flag takes the name of one that was removed, or keeps dead code that it may wake.',
    level: 'warning',
    dialects: null,
    since: '0.4.0',
    fix: 'review',
    sources: ['https://www.sec.gov/litigation/admin/2013/34-70694.pdf'],
  },

  check(code, { flags }): readonly CodeDraft[] {
    const asked = code.flagCalls.filter((call) => !isCodeOutside(call.file));
    return [
      ...firstOfEach(asked, ({ flag }) => flag).flatMap((calls) => namedAgain(calls, flags)),
      ...code.constantFlags.filter(({ flag }) => !isKillSwitch(flag, flags.settings)).flatMap(deadBehind),
    ];
  },

  fixes: withoutConstantFlag,
};

function namedAgain(calls: readonly FlagCall[], { settings, removed }: KnownFlags): readonly CodeDraft[] {
  const [first] = calls;
  const flag = first?.flag ?? null;
  const on = flag === null ? undefined : removed.get(flag);
  if (first === undefined || flag === null || on === undefined || isKillSwitch(flag, settings)) return [];
  return [
    {
      file: first.file,
      range: first.range,
      confidence: 'medium',
      evidence: askedElsewhere(calls),
      message: {
        what: `The flag ${flag} was in use on ${on.toISOString().slice(0, 10)}, was removed, and is used here anew.`,
        why: 'Instances, clients and flag settings of that time may still know it by its old meaning: switched on for the new one, it wakes the old.',
        remedy: 'Give the new flag a name that was never used.',
      },
    },
  ];
}

function deadBehind(constant: ConstantFlag): readonly CodeDraft[] {
  const { file, range, flag, on, dead, declaredAt } = constant;
  if (dead === null) return [];
  return [
    {
      file,
      range,
      confidence: 'high',
      evidence: [
        { ...declaredAt, message: `${flag} is ${String(on)}, always` },
        { file, range: dead, message: 'This never runs' },
      ],
      message: {
        what: `${flag} is always ${String(on)}, so a part of this never runs.`,
        why: 'Nobody tests or changes dead code along with the rest. Whoever uses the flag again wakes it as it was.',
        remedy: 'Remove the part that never runs, and the flag; the history keeps it.',
      },
    },
  ];
}
