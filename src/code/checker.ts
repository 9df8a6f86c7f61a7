/** The only door to TypeScript's type checker, for the optional confirmation by types: a bundle of its own, loaded when it is asked for. */
export { ts } from 'ts-morph';
