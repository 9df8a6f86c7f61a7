import type { Dialect } from '../model/dialect';

/** How a dialect writes comments and quotes. One table, so that no other file asks which dialect it is. */
export interface QuotingRules {
  /** A comment may hold a comment. */
  readonly nestedComments: boolean;
  /** `#` begins a comment, and `--` only when white space follows. */
  readonly hashComments: boolean;
  /** Whose comments that begin with an exclamation mark hold code. */
  readonly executableComments: 'mysql' | 'mariadb' | null;
  /** A backslash escapes inside '…'. */
  readonly backslashEscapes: boolean;
  /** "…" is a string, not a name. */
  readonly doubleQuotedStrings: boolean;
  readonly backticks: boolean;
  readonly brackets: boolean;
  readonly dollarQuotes: boolean;
  /** E'…', U&'…' and the like. */
  readonly stringPrefixes: boolean;
  /** `\connect` and COPY data. */
  readonly psql: boolean;
  /** `DELIMITER //` of the mysql client. */
  readonly delimiter: boolean;
}

const mysql: QuotingRules = {
  nestedComments: false,
  hashComments: true,
  executableComments: 'mysql',
  backslashEscapes: true,
  doubleQuotedStrings: true,
  backticks: true,
  brackets: false,
  dollarQuotes: false,
  stringPrefixes: false,
  psql: false,
  delimiter: true,
};

export const quotingRules: Readonly<Record<Dialect, QuotingRules>> = {
  postgres: {
    nestedComments: true,
    hashComments: false,
    executableComments: null,
    backslashEscapes: false,
    doubleQuotedStrings: false,
    backticks: false,
    brackets: false,
    dollarQuotes: true,
    stringPrefixes: true,
    psql: true,
    delimiter: false,
  },
  mysql,
  mariadb: { ...mysql, executableComments: 'mariadb' },
  sqlite: {
    nestedComments: false,
    hashComments: false,
    executableComments: null,
    backslashEscapes: false,
    doubleQuotedStrings: false,
    backticks: true,
    brackets: true,
    dollarQuotes: false,
    stringPrefixes: false,
    psql: false,
    delimiter: false,
  },
};
