import type { Resolver } from '../../model/code';
import type { FileFacts } from '../facts';
import { functionId } from '../linking/sites';

/** A resolver with what is needed to follow it. */
export interface FoundResolver {
  readonly resolver: Resolver;
  readonly facts: FileFacts;
  /** Index of its function; -1 when it is not known. */
  readonly fn: number;
}

/** Makes a resolver of a function; a resolver that hands keys to a loader says so. */
export function resolverAt(
  facts: FileFacts,
  fn: number,
  { framework, type, field, root }: Pick<Resolver, 'framework' | 'type' | 'field' | 'root'>,
  place: { readonly start: number; readonly end: number } | undefined,
): FoundResolver {
  const { start = 0, end = 0 } = facts.functions[fn] ?? {};
  const loads = facts.calls.some(
    (call) =>
      call.start >= start &&
      call.end <= end &&
      /^load(?:Many)?$/.test(call.name) &&
      call.callee.path.length > 0 &&
      call.values.length > 0,
  );
  const resolver: Resolver = {
    file: facts.file,
    range: { start: place?.start ?? start, end: place?.end ?? end },
    framework,
    type,
    field,
    root,
    handler: functionId(facts, fn),
    loads,
  };
  return { resolver, facts, fn };
}
