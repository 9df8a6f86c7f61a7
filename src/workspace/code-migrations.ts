import { loadCodeReader } from '../code/load';
import type { Dialect } from '../model/dialect';
import type { SqlEmbedding } from '../model/embedding';
import type { FrameworkName } from '../model/migration';

/** A migration in code as it is read: the SQL that it sends, and where that is written. */
export interface ReadCode {
  /** The SQL. */
  readonly text: string;
  readonly embedding: SqlEmbedding;
  readonly hasDown: boolean;
}

interface Known extends ReadCode {
  readonly dialect: Dialect;
  readonly framework: FrameworkName;
  /** Files it imports, with the text each had. */
  readonly imports: ReadonlyMap<string, string | null>;
}

/** Migrations in TypeScript and JavaScript; each is read again when its text, or that of a file it imports, changed. */
export class CodeMigrations {
  private readonly known = new Map<string, Known>();

  constructor(private readonly textOf: (file: string) => string | null) {}

  read(file: string, text: string, framework: FrameworkName, dialect: Dialect): ReadCode {
    const known = this.known.get(file);
    if (known !== undefined && this.isCurrent(known, text, framework, dialect)) return known;
    const imports = new Map<string, string | null>();
    const textOf = (asked: string): string | null => {
      const found = this.textOf(asked);
      imports.set(asked, found);
      return found;
    };
    const code = loadCodeReader().readMigrationCode({ file, text, library: framework, dialect, textOf });
    const { pieces, unread, comments, hasDown } = code;
    const embedding = { source: text, pieces, unread, comments };
    const read = { text: code.text, embedding, hasDown, dialect, framework, imports };
    this.known.set(file, read);
    return read;
  }

  /** SQL that stands in the file as it is sent, from which its dialect may be told. */
  writtenSql(file: string, text: string, framework: FrameworkName): string {
    const { text: sql, embedding } = this.read(file, text, framework, 'postgres');
    return embedding.pieces
      .filter((piece) => piece.verbatim)
      .map((piece) => sql.slice(piece.sql.start, piece.sql.end))
      .join('\n');
  }

  private isCurrent(known: Known, text: string, framework: FrameworkName, dialect: Dialect): boolean {
    return (
      known.embedding.source === text &&
      known.dialect === dialect &&
      known.framework === framework &&
      [...known.imports].every(([file, had]) => this.textOf(file) === had)
    );
  }
}
