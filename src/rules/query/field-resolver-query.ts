import { fieldDraft } from '../code/field-draft';
import { loadByKey } from '../code/load-by-key';
import type { QueryRule } from '../rule';

export const fieldResolverQuery: QueryRule = {
  meta: {
    id: 'field-resolver-query',
    family: 'query',
    title: 'A resolver of a GraphQL field asks the database for each object.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: 'review',
    sources: ['https://github.com/graphql/dataloader', 'https://docs.nestjs.com/graphql/resolvers'],
  },

  check(file, context) {
    return file.fields
      .filter(({ resolver, exemption }) => exemption === null && resolver.framework !== 'resolver-map')
      .map((field) => fieldDraft(file, context, field));
  },

  fixes: loadByKey,
};
