import { listed } from '../change/words';
import { isCodeOutside } from '../code/outside-code';
import type { CodeDraft, ContractRule } from '../rule';

export const enumWithoutUnknown: ContractRule = {
  meta: {
    id: 'enum-without-unknown',
    family: 'contract',
    title: 'A value from another system is refused when it is new.',
    level: 'off',
    dialects: null,
    since: '0.4.0',
    fix: null,
    sources: ['https://opensource.zalando.com/restful-api-guidelines/#112'],
  },

  check(_routes, code): readonly CodeDraft[] {
    return code.refusingSwitches
      .filter(({ file }) => !isCodeOutside(file))
      .map(({ file, range, subject, cases, refuses, origin }) => {
        const named = cases.filter((text) => text !== '');
        const known = named.length > 0 ? ` besides ${listed(named, 3)}` : '';
        return {
          file,
          range,
          confidence: 'medium' as const,
          evidence: [{ file, range: refuses, message: 'Anything new ends here' }],
          message: {
            what: `${subject} comes from ${origin}, and this switch throws at any value${known}.`,
            why: 'Whoever sends it may add a value at any time and calls that compatible; from then on this code fails.',
            remedy:
              'Handle what is not known: pass it by, keep it for later, or treat it as the nearest known value, and count it.',
          },
        };
      });
  },
};
