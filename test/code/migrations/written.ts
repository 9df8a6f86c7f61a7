import { readMigrationCode } from '../../../src/code/migrations/read-migration';
import type { MigrationCode } from '../../../src/code/migrations/migration-code';
import type { Dialect } from '../../../src/model/dialect';
import type { FrameworkName } from '../../../src/model/migration';
import type { Range } from '../../../src/model/text';

/** A migration in code as it is read, with its text at hand. */
export interface Written extends MigrationCode {
  readonly source: string;
  /** The statements in order, without their terminators. */
  readonly sql: readonly string[];
  /** What is written in the file at a range. */
  at(range: Range): string;
  /** Where each part of the SQL is written: the part, what stands there, and whether it is the same for editing. */
  readonly places: readonly (readonly [string, string, boolean])[];
  /** Each thing that could not be read: why, and what is written there. */
  readonly missed: readonly (readonly [string, string])[];
}

interface Given {
  readonly library?: FrameworkName;
  readonly dialect?: Dialect;
  readonly file?: string;
  /** Other files, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Reads a whole file. */
export function readWritten(source: string, given: Given = {}): Written {
  const { library = 'typeorm', dialect = 'postgres', file = 'src/migrations/1.ts', files = {} } = given;
  const code = readMigrationCode({
    file, text: source, library, dialect, textOf: (asked) => files[asked] ?? null,
  }); // prettier-ignore
  const at = ({ start, end }: Range): string => source.slice(start, end);
  return {
    ...code,
    source,
    at,
    sql: code.text
      .split('\n;\n')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
    places: code.pieces.map(
      (piece) => [code.text.slice(piece.sql.start, piece.sql.end), at(piece.source), piece.verbatim] as const,
    ),
    missed: code.unread.map(({ reason, range }) => [reason, at(range)] as const),
  };
}

/** Reads the body of `up(q)` of a TypeORM migration; `before` stands above the class. */
export function readBody(body: string, before = '', given: Given = {}): Written {
  return readWritten(`${before}\nexport class M1 {\n  async up(q) {\n${body}\n  }\n}\n`, given);
}
