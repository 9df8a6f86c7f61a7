/** Name of the file of standard types in a checked program. */
export const standardTypesFile = '/evolens-standard-types.d.ts';

/**
 * What the language itself declares, as far as a receiver's type needs it: TypeScript's own files of it are 40,000 lines,
 * and are not shipped.
 */
export const standardTypes = `
interface Object { toString(): string }
interface Function { bind(this: Function, thisArg: any, ...args: any[]): any; call(thisArg: any, ...args: any[]): any; apply(thisArg: any, args?: any): any }
interface CallableFunction extends Function { bind<T>(this: T, thisArg: any): T }
interface NewableFunction extends Function {}
interface IArguments { length: number }
interface String { length: number; split(by: any): string[]; trim(): string; replace(a: any, b: any): string; slice(a?: number, b?: number): string; toLowerCase(): string; toUpperCase(): string }
interface Number { toFixed(digits?: number): string }
interface Boolean {}
interface RegExp { test(text: string): boolean; exec(text: string): any }
interface Symbol {}
interface SymbolConstructor { readonly iterator: unique symbol; readonly asyncIterator: unique symbol }
declare var Symbol: SymbolConstructor;
interface TemplateStringsArray extends ReadonlyArray<string> { readonly raw: readonly string[] }
interface Date { getTime(): number; toISOString(): string }
interface Error { name: string; message: string; stack?: string }
interface IteratorResult<T> { done?: boolean; value: T }
interface Iterator<T, R = any, N = any> { next(...args: any): IteratorResult<T> }
interface Iterable<T> { [Symbol.iterator](): Iterator<T> }
interface IterableIterator<T> extends Iterator<T> { [Symbol.iterator](): IterableIterator<T> }
interface Generator<T = any, R = any, N = any> extends IterableIterator<T> {}
interface AsyncIterator<T, R = any, N = any> { next(...args: any): Promise<IteratorResult<T>> }
interface AsyncIterable<T> { [Symbol.asyncIterator](): AsyncIterator<T> }
interface AsyncIterableIterator<T> extends AsyncIterator<T> { [Symbol.asyncIterator](): AsyncIterableIterator<T> }
interface AsyncGenerator<T = any, R = any, N = any> extends AsyncIterableIterator<T> {}
interface PromiseLike<T> { then<A = T, B = never>(a?: ((value: T) => A | PromiseLike<A>) | null, b?: ((reason: any) => B | PromiseLike<B>) | null): PromiseLike<A | B> }
interface Promise<T> { then<A = T, B = never>(a?: ((value: T) => A | PromiseLike<A>) | null, b?: ((reason: any) => B | PromiseLike<B>) | null): Promise<A | B>; catch<B = never>(b?: ((reason: any) => B | PromiseLike<B>) | null): Promise<T | B>; finally(f?: (() => void) | null): Promise<T> }
interface PromiseConstructor { new <T>(run: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void) => void): Promise<T>; all<T extends readonly unknown[] | []>(values: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }>; allSettled(values: any): Promise<any>; race<T>(values: Iterable<T>): Promise<Awaited<T>>; resolve<T>(value: T): Promise<Awaited<T>>; resolve(): Promise<void>; reject(reason?: any): Promise<never> }
declare var Promise: PromiseConstructor;
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(onfulfilled: infer F, ...args: infer _): any } ? (F extends (value: infer V, ...args: infer _) => any ? Awaited<V> : never) : T;
interface ReadonlyArray<T> extends Iterable<T> { readonly length: number; readonly [n: number]: T; map<U>(f: (value: T, index: number, all: readonly T[]) => U): U[]; flatMap<U>(f: (value: T, index: number) => U | readonly U[]): U[]; filter<S extends T>(f: (value: T, index: number) => value is S): S[]; filter(f: (value: T, index: number) => unknown): T[]; find<S extends T>(f: (value: T) => value is S): S | undefined; find(f: (value: T, index: number) => unknown): T | undefined; forEach(f: (value: T, index: number) => void): void; reduce<U>(f: (into: U, value: T, index: number) => U, first: U): U; reduce(f: (into: T, value: T) => T): T; some(f: (value: T) => unknown): boolean; every(f: (value: T) => unknown): boolean; slice(a?: number, b?: number): T[]; concat(...more: any[]): T[]; includes(value: T): boolean; indexOf(value: T): number; join(by?: string): string; at(index: number): T | undefined; entries(): IterableIterator<[number, T]>; values(): IterableIterator<T>; keys(): IterableIterator<number> }
interface Array<T> extends ReadonlyArray<T> { length: number; [n: number]: T; push(...values: T[]): number; pop(): T | undefined; shift(): T | undefined; unshift(...values: T[]): number; sort(f?: (a: T, b: T) => number): this; reverse(): T[]; splice(at: number, count?: number, ...values: T[]): T[]; delete: never }
interface ArrayConstructor { new <T>(length?: number): T[]; from<T>(values: Iterable<T> | ArrayLike<T>): T[]; from<T, U>(values: Iterable<T> | ArrayLike<T>, f: (value: T) => U): U[]; isArray(value: any): value is any[] }
declare var Array: ArrayConstructor;
interface ArrayLike<T> { readonly length: number; readonly [n: number]: T }
interface ReadonlyMap<K, V> extends Iterable<[K, V]> { get(key: K): V | undefined; has(key: K): boolean; readonly size: number; forEach(f: (value: V, key: K) => void): void; entries(): IterableIterator<[K, V]>; keys(): IterableIterator<K>; values(): IterableIterator<V> }
interface Map<K, V> extends ReadonlyMap<K, V> { set(key: K, value: V): this; delete(key: K): boolean; clear(): void }
interface MapConstructor { new <K = any, V = any>(entries?: Iterable<readonly [K, V]> | null): Map<K, V> }
declare var Map: MapConstructor;
interface ReadonlySet<T> extends Iterable<T> { has(value: T): boolean; readonly size: number; forEach(f: (value: T) => void): void; values(): IterableIterator<T> }
interface Set<T> extends ReadonlySet<T> { add(value: T): this; delete(value: T): boolean; clear(): void }
interface SetConstructor { new <T = any>(values?: Iterable<T> | null): Set<T> }
declare var Set: SetConstructor;
interface WeakMap<K extends object, V> { get(key: K): V | undefined; set(key: K, value: V): this; has(key: K): boolean; delete(key: K): boolean }
interface WeakMapConstructor { new <K extends object = object, V = any>(): WeakMap<K, V> }
declare var WeakMap: WeakMapConstructor;
interface WeakSet<T extends object> { add(value: T): this; has(value: T): boolean; delete(value: T): boolean }
interface ObjectConstructor { keys(value: {}): string[]; values<T>(value: { [key: string]: T } | ArrayLike<T>): T[]; entries<T>(value: { [key: string]: T } | ArrayLike<T>): [string, T][]; assign(target: any, ...more: any[]): any; fromEntries<T = any>(entries: Iterable<readonly [PropertyKey, T]>): { [key: string]: T }; freeze<T>(value: T): T }
declare var Object: ObjectConstructor;
type PropertyKey = string | number | symbol;
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ConstructorParameters<T extends abstract new (...args: any) => any> = T extends abstract new (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R ? R : any;
type ThisParameterType<T> = T extends (this: infer U, ...args: never) => any ? U : unknown;
interface ThisType<T> {}
`;
