import { readFileSync } from 'node:fs';
import { createPostgresParser, type PostgresParser } from '../../../src/sql/postgres/parser';

let loaded: Promise<PostgresParser> | undefined;

/** The one parser of a test process. */
export function loadParser(): Promise<PostgresParser> {
  const file = require.resolve('libpg-query/wasm/libpg-query.wasm');
  loaded ??= createPostgresParser(new WebAssembly.Module(readFileSync(file)));
  return loaded;
}
