import { fromTable, wordsOf } from '../code/library-words';
import { weighed } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const recursiveQuery: QueryRule = {
  meta: {
    id: 'recursive-query',
    family: 'query',
    title: 'A function calls itself with a query in each turn.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-RECURSIVE'],
  },

  check(file, context) {
    return file.recursions
      .filter(({ exemption }) => exemption === null)
      .map(({ file: at, range, name, query, path }) => ({
        file: at,
        range,
        confidence: 'medium',
        severity: weighed(file, context, query, null, 'warning'),
        evidence: path,
        message: {
          what: `Candidate for a recursive query: ${name} calls itself, and ${query.call} reads${fromTable(query)} in each turn: one query per node of the tree.`,
          why: 'The number of queries grows with the tree, and each level waits for the one above.',
          remedy: `Read the tree with one recursive query (WITH RECURSIVE), or level by level (${wordsOf(query).readMany}).`,
        },
      }));
  },
};
