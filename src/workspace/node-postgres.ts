import fs from 'node:fs';
import path from 'node:path';
import { createPostgresParser } from '../sql/postgres/parser';
import { createSqlReader, type SqlReader } from '../sql/reader';

const wasmFile = 'libpg-query.wasm';

/** The SQL reader with Postgres's own parser, from the WebAssembly file beside the bundle (or in node_modules when run from source). */
export async function createNodeSqlReader(): Promise<SqlReader> {
  const wasm = new WebAssembly.Module(fs.readFileSync(findWasm()));
  return createSqlReader(await createPostgresParser(wasm));
}

function findWasm(): string {
  const beside = path.join(__dirname, wasmFile);
  if (fs.existsSync(beside)) return beside;
  return path.join(__dirname, '../../node_modules/libpg-query/wasm', wasmFile);
}
