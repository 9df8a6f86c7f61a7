import type { EmbeddedPiece, SqlEmbedding } from '../model/embedding';
import type { Migration } from '../model/migration';
import type { Range } from '../model/text';
import { sourceRange } from '../migrations/embedded';
import type { DirectiveComment } from '../rules/suppression/directives';

/** The comments of a migration that may be directives, with the statement each stands before or in; in order. */
export function directiveComments(migration: Migration): readonly DirectiveComment[] {
  const inSql = commentsOfScript(migration);
  return migration.embedding === null
    ? inSql
    : [...inSql, ...commentsOfCode(migration.embedding)].sort((a, b) => a.range.start - b.range.start);
}

/** Comments of the SQL itself, also where that stands in a string. */
function commentsOfScript(migration: Migration): readonly DirectiveComment[] {
  const { comments, statements } = migration.script;
  return comments
    .filter((comment) => comment.text.includes('evolens-ignore'))
    .map((comment) => {
      const next = statements.find((statement) => statement.end > comment.range.start);
      return {
        range: sourceRange(migration, comment.range),
        text: comment.text,
        next: next === undefined ? null : sourceRange(migration, next),
      };
    });
}

/** A comment above a call speaks of the SQL that the call sends, wherever that is written. */
function commentsOfCode({ comments, pieces }: SqlEmbedding): readonly DirectiveComment[] {
  return comments.map(({ range, text, next }) => ({
    range,
    text,
    next,
    elsewhere: next === null ? [] : sentFrom(next, pieces),
  }));
}

function sentFrom(statement: Range, pieces: readonly EmbeddedPiece[]): readonly Range[] {
  return pieces
    .filter(({ call }) => call.start >= statement.start && call.end <= statement.end)
    .map(({ source }) => source);
}
