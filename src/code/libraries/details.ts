import type { QueryDetails } from '../../model/code';

/** What is known of a query of which only the client is known. */
export function unknownDetails(client: string): QueryDetails {
  return {
    filters: null,
    condition: 'unknown',
    order: null,
    limited: 'unknown',
    offset: false,
    selected: null,
    includes: [],
    written: null,
    rows: 'unknown',
    inTransaction: false,
    locks: false,
    client,
  };
}
