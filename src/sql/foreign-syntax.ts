import { tokenize } from './lexer';

/**
 * What only one database writes that is not read here. Case counts where that database's own types are told from
 * words by it. Nothing here may stand in a statement that Postgres, MySQL, MariaDB or SQLite would run as meant.
 */
const signs: readonly (readonly [string, readonly RegExp[]])[] = [
  [
    'ClickHouse',
    [
      /\bENGINE\s*=\s*(?:\w*MergeTree|Kafka|Distributed|Buffer|Null|Dictionary|MaterializedView|S3(?:Queue)?)\b/i,
      /\b(?:TABLE|VIEW|DATABASE|DICTIONARY|FUNCTION)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?[\w."`{}]+\s+ON\s+CLUSTER\b/i,
      /\b(?:LowCardinality|Nullable|AggregateFunction|SimpleAggregateFunction|DateTime64|FixedString|Enum(?:8|16))\s*\(|\bUInt(?:8|16|32|64|128|256)\b/,
      /\b(?:MATERIALIZE|CLEAR)\s+(?:INDEX|COLUMN|PROJECTION)\b|\bADD\s+PROJECTION\b|\bMODIFY\s+(?:TTL|SETTING|ORDER\s+BY)\b/i,
      /\bCODEC\s*\(\s*(?:ZSTD|LZ4|Delta|DoubleDelta|Gorilla|T64|NONE)\b/i,
    ],
  ],
  [
    'SQL Server',
    [
      /^[ \t]*GO[ \t]*$/im,
      /\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bN?VARCHAR\s*\(\s*MAX\s*\)|\[dbo\]|\bUNIQUEIDENTIFIER\b|\bDATETIME2\b/i,
      /\bNONCLUSTERED\b|\bPRIMARY\s+KEY\s+CLUSTERED\b|\bCREATE\s+(?:UNIQUE\s+)?CLUSTERED\s+INDEX\b/i,
      /\bDECLARE\s+@\w|\bEXEC(?:UTE)?\s+sp_\w+|\bsys\.(?:tables|columns|objects|indexes|schemas|foreign_keys)\b|\bBEGIN\s+TRAN\b|\bOBJECT_ID\s*\(/i,
    ],
  ],
  [
    'CockroachDB',
    [
      /\bINTERLEAVE\s+IN\s+PARENT\b|\bSTORING\s*\(|\bUSING\s+HASH\s+WITH\b|\bunique_rowid\s*\(|\bcrdb_\w+|\bALTER\s+PRIMARY\s+KEY\s+USING\s+COLUMNS\b/i,
      /\bFAMILY\s+"?\w+"?\s*\(|\bCLUSTER\s+SETTING\b|\bAS\s+OF\s+SYSTEM\s+TIME\b|\bCONFIGURE\s+ZONE\b|\bLOCALITY\s+(?:REGIONAL|GLOBAL)\b/i,
      /\bINVERTED\s+INDEX\b|\bCHANGEFEED\b|\bINDEX\s+(?:IF\s+EXISTS\s+)?[\w".]+@[\w"]+|\bSPLIT\s+AT\s+VALUES\b|\bNOT\s+VISIBLE\b/i,
    ],
  ],
  ['Spanner', [/\bSTRING\s*\(\s*MAX\s*\)|\bNULL_FILTERED\s+INDEX\b|\ballow_commit_timestamp\b/i]],
  [
    'Oracle',
    [
      /\bN?VARCHAR2\s*\(|[(,]\s*[\w\"]+\s+NUMBER\s*\(\s*\d+|\bADD\s+SUPPLEMENTAL\s+LOG\b|\bENABLE\s+ROW\s+MOVEMENT\b/i,
    ],
  ],
  [
    'BigQuery',
    [
      /\bSTRUCT\s*<|\bARRAY\s*<\s*\w+\s*>|\bOPTIONS\s*\(\s*(?:description|expiration_timestamp)\b|\b(?:INT|FLOAT)64\b/i,
    ],
  ],
  [
    'Snowflake',
    [
      /\w\s+VARIANT\s*(?:[,);]|NOT\b|$)|\bTIMESTAMP_(?:NTZ|LTZ|TZ)\b|\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:STAGE|WAREHOUSE|FILE\s+FORMAT|PIPE|TRANSIENT\s+TABLE)\b|\bUSE\s+WAREHOUSE\b/i,
    ],
  ],
  ['Redshift', [/\bDISTSTYLE\b|\bDISTKEY\b|\bSORTKEY\b/i]],
  ['Cassandra', [/\bCREATE\s+KEYSPACE\b|\bWITH\s+CLUSTERING\s+ORDER\s+BY\b/i]],
  ['Hive', [/\bSTORED\s+AS\s+(?:PARQUET|ORC|TEXTFILE|AVRO)\b|\bROW\s+FORMAT\s+(?:DELIMITED|SERDE)\b/i]],
];

/** The database whose own syntax a text shows, by name; null for none. `code` is a text of `withoutStrings`. */
export function foreignBySyntax(code: string): string | null {
  return signs.find(([, patterns]) => patterns.some((pattern) => pattern.test(code)))?.[0] ?? null;
}

/** Comments gone and strings emptied: words inside them show nothing. Dollar quotes become a word of Postgres. */
export function withoutStrings(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { kind, start, end, text: written } of tokenize(text, 'postgres')) {
    parts.push(text.slice(at, start));
    at = end;
    if (kind === 'comment') parts.push(' ');
    else if (kind === 'string') parts.push(written.startsWith('$') ? " LANGUAGE plpgsql ''" : "''");
    else parts.push(written);
  }
  return parts.join('') + text.slice(at);
}
