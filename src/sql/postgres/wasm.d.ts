/** The emscripten factory; its shape is given where it is used. */
declare module 'libpg-query/wasm/libpg-query.js' {
  const create: unknown;
  export default create;
}

// The part of WebAssembly this project uses: the libraries of Node 20 and ES2023 do not declare it.
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  class Module {
    constructor(bytes: Uint8Array);
    private readonly brand: 'module';
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Record<string, unknown>;
  }
}
