import type { Resolver } from '../../model/code';
import type { FieldQuery, FileQueries } from '../../model/query-patterns';
import type { CodeDraft, QueryContext } from '../rule';
import { fromTable, wordsOf } from './library-words';
import { weighed } from './weight-of-query';

/** A finding at a field's resolver, with the way to the query. */
export function fieldDraft(
  file: FileQueries,
  context: QueryContext,
  { resolver, query, path }: FieldQuery,
): CodeDraft {
  return {
    file: resolver.file,
    range: resolver.range,
    confidence: 'medium',
    severity: weighed(file, context, query, null, 'warning'),
    evidence: path,
    message: {
      what: `Candidate for a DataLoader: the resolver of ${nameOf(resolver)} runs ${query.call} for each object: 1 + N queries${fromTable(query)}, N = objects of that type in the answer.`,
      why: 'GraphQL calls it once per object, and the objects are as many as the client asks for.',
      remedy: `Collect the keys of one tick with a DataLoader whose batch function asks once (${wordsOf(query).readMany}), made anew for each request.`,
    },
  };
}

function nameOf({ type, field }: Resolver): string {
  return type === null ? field : `${type}.${field}`;
}
