import { byHand, roleOf } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const sqlStringConcatenation: QueryRule = {
  meta: {
    id: 'sql-string-concatenation',
    family: 'query',
    title: 'A value is put into an SQL text.',
    level: 'error',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://owasp.org/www-community/attacks/SQL_Injection',
      'https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html',
    ],
  },

  check(file) {
    return file.insertions.flatMap(({ file: at, range, text, lands, from, query }) => {
      const role = roleOf(file, query);
      if (role === 'test' || role === 'seed') return [];
      const sure = lands === 'value' && from === 'parameter' && !byHand.has(role);
      return [
        {
          file: at,
          range,
          severity: sure ? ('error' as const) : ('info' as const),
          confidence: sure ? ('high' as const) : ('low' as const),
          evidence: [{ file: query.file, range: query.range, message: `${query.call} runs it` }],
          message:
            lands === 'value'
              ? {
                  what: `Candidate for a parameter: ${text} is put into the text of the SQL that ${query.call} runs.`,
                  why: 'Who can choose the value can choose the SQL: it is read as part of the statement. Each value also makes a statement of its own, which the database plans anew.',
                  remedy:
                    'Hand it over as a parameter: `$1` or `?` with a list of values, or a tagged template.',
                }
              : {
                  what: `Candidate: ${text} becomes a name or a part of the SQL that ${query.call} runs.`,
                  why: 'A name cannot be a parameter; who can choose it can choose the SQL.',
                  remedy:
                    'Choose it from a list written in the code, or quote it with the identifier function of the library.',
                },
        },
      ];
    });
  },
};
