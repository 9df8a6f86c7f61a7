import type { Dialect } from '../model/dialect';
import { tokenize } from './lexer';
import { splitStatements } from './split';

/** The statements of a script as their tokens, one blank between two: what is left is free of comments and layout. */
export function bareStatements(text: string, dialect: Dialect): readonly string[] {
  return splitStatements(text, dialect).pieces.map(({ start, end }) =>
    tokenize(text.slice(start, end), dialect)
      .filter((token) => token.kind !== 'comment')
      .map((token) => token.text)
      .join(' '),
  );
}

/** Whether two texts run the same statements in the same order, whatever their comments and white space. */
export function sameStatements(a: string, b: string, dialect: Dialect): boolean {
  const left = bareStatements(a, dialect);
  const right = bareStatements(b, dialect);
  return left.length === right.length && left.every((statement, index) => statement === right[index]);
}
