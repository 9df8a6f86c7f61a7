import createModule from 'libpg-query/wasm/libpg-query.js';
import type { Node } from './ast';

/** The tree of one text, or why Postgres rejects it. */
export type ParseResult =
  | { readonly statements: readonly ParsedStatement[] }
  | {
      readonly error: string;
      /** Zero-based, in code points, as Postgres counts; null when it names none. */
      readonly position: number | null;
    };

export interface ParsedStatement {
  readonly node: Node;
  /** UTF-8 bytes from the start of the text. */
  readonly start: number;
}

export interface PostgresParser {
  /** Never throws. A NUL would silently end the text, so the caller takes it out first. */
  parse(text: string): ParseResult;
  /** Statements of the PL/pgSQL body of a DO block or function as JSON, or an error text. */
  parseBody(text: string): { readonly functions: readonly unknown[] } | { readonly error: string };
}

interface WasmModule {
  _malloc(size: number): number;
  _free(pointer: number): void;
  _wasm_parse_query_raw(pointer: number): number;
  _wasm_free_parse_result(pointer: number): void;
  _wasm_parse_plpgsql(pointer: number): number;
  _wasm_free_string(pointer: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, pointer: number, size: number): void;
  UTF8ToString(pointer: number): string;
  getValue(pointer: number, type: 'i32'): number;
}

interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): Record<string, never>;
}

/**
 * Postgres's own parser (version 18), ready to parse synchronously.
 * `wasm` is node_modules/libpg-query/wasm/libpg-query.wasm compiled: reading the file is the caller's, so that
 * this also runs where there is no file system. Instantiates once; throws only when the module is not that file.
 */
export async function createPostgresParser(wasm: WebAssembly.Module): Promise<PostgresParser> {
  const create = createModule as (options: ModuleOptions) => Promise<WasmModule>;
  const module = await create({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(wasm, imports));
      return {};
    },
  });
  return {
    parse: (text) => {
      try {
        return parse(module, text);
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error), position: null };
      }
    },
    parseBody: (text) => {
      try {
        return parseBody(module, text);
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function parse(module: WasmModule, text: string): ParseResult {
  const query = toHeap(module, text);
  let result = 0;
  try {
    // Struct PgQueryParseResult: the tree, the buffer of stderr, the error; each a pointer.
    result = module._wasm_parse_query_raw(query);
    if (result === 0) return { error: 'out of memory', position: null };
    const error = module.getValue(result + 8, 'i32');
    if (error !== 0) return readError(module, error);
    const tree = module.UTF8ToString(module.getValue(result, 'i32'));
    const parsed = JSON.parse(tree) as { stmts?: readonly { stmt?: Node; stmt_location?: number }[] };
    return {
      statements: (parsed.stmts ?? []).flatMap(({ stmt, stmt_location }) =>
        stmt === undefined ? [] : [{ node: stmt, start: stmt_location ?? 0 }],
      ),
    };
  } finally {
    module._free(query);
    if (result !== 0) module._wasm_free_parse_result(result);
  }
}

function readError(module: WasmModule, error: number): ParseResult {
  const message = module.getValue(error, 'i32');
  const position = module.getValue(error + 16, 'i32');
  return {
    error: message === 0 ? 'rejected' : module.UTF8ToString(message),
    position: position > 0 ? position - 1 : null,
  };
}

function parseBody(
  module: WasmModule,
  text: string,
): { readonly functions: readonly unknown[] } | { readonly error: string } {
  const query = toHeap(module, text);
  let result = 0;
  try {
    result = module._wasm_parse_plpgsql(query);
    const answer = module.UTF8ToString(result);
    if (!answer.startsWith('{')) return { error: answer };
    const parsed = JSON.parse(answer) as { plpgsql_funcs?: readonly unknown[] };
    return { functions: parsed.plpgsql_funcs ?? [] };
  } finally {
    module._free(query);
    if (result !== 0) module._wasm_free_string(result);
  }
}

function toHeap(module: WasmModule, text: string): number {
  const size = module.lengthBytesUTF8(text) + 1;
  const pointer = module._malloc(size);
  module.stringToUTF8(text, pointer, size);
  return pointer;
}
