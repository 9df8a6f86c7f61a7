/** The only door to TypeScript's syntax. ts-morph brings its own TypeScript 6; the `typescript` package of a workspace is never loaded. */
export { ts } from 'ts-morph';
