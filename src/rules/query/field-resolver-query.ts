import type { Resolver } from '../../model/code';
import { fromTable, wordsOf } from '../code/library-words';
import { weighed } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const fieldResolverQuery: QueryRule = {
  meta: {
    id: 'field-resolver-query',
    family: 'query',
    title: 'A resolver of a GraphQL field asks the database for each object.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://github.com/graphql/dataloader', 'https://docs.nestjs.com/graphql/resolvers'],
  },

  check(file, context) {
    return file.fields
      .filter(({ resolver, exemption }) => exemption === null && resolver.framework !== 'resolver-map')
      .map(({ resolver, query, path }) => ({
        file: resolver.file,
        range: resolver.range,
        confidence: 'medium',
        severity: weighed(file, context, query, null, 'warning'),
        evidence: path,
        message: {
          what: `Candidate for a DataLoader: the resolver of ${fieldOf(resolver)} runs ${query.call} for each object: 1 + N queries${fromTable(query)}, N = objects of that type in the answer.`,
          why: 'GraphQL calls it once per object, and the objects are as many as the client asks for.',
          remedy: `Collect the keys of one tick with a DataLoader whose batch function asks once (${wordsOf(query).readMany}), made anew for each request.`,
        },
      }));
  },
};

function fieldOf({ type, field }: Resolver): string {
  return type === null ? field : `${type}.${field}`;
}
