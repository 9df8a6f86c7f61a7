import { loadCodeReader } from '../../code/load';
import type { Fix } from '../../model/finding';
import type { QueryFixContext } from '../rule';
import { keyColumn } from './key-column';

/** A DataLoader beside the resolver, for one that asks itself or by a function that does nothing else. */
export function loadByKey(context: QueryFixContext): readonly Fix[] {
  const { finding, queries, text } = context;
  const field = queries.fields.find(
    ({ resolver }) =>
      resolver.file === finding.file &&
      resolver.range.start === finding.range.start &&
      resolver.range.end === finding.range.end,
  );
  const [first, second, third] = field?.path ?? [];
  if (field === undefined || first?.file !== finding.file || third !== undefined) return [];
  const { query, resolver } = field;
  if (!keyColumn(query, context.ends()).isExact) return [];
  const helper = second === undefined ? null : context.textOf(query.file);
  if (second !== undefined && helper === null) return [];
  const edits = loadCodeReader().batchLoad({
    file: finding.file,
    text,
    framework: resolver.framework,
    call: first.range,
    helper: helper === null ? null : { file: query.file, text: helper, query: query.range },
    library: query.library,
  });
  return edits === null
    ? []
    : [
        {
          title: 'Load by a DataLoader, one for each request (needs the package dataloader)',
          kind: 'review',
          edits,
        },
      ];
}
