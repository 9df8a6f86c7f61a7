import type { Confidence, Dialect } from '../model/dialect';

interface Sign {
  readonly dialect: Dialect;
  readonly pattern: RegExp;
  /** high: no other dialect of ours accepts it. */
  readonly confidence: Confidence;
}

/** Syntax that one dialect has and the others reject, in the words of their manuals. */
const signs: readonly Sign[] = [
  {
    dialect: 'mariadb',
    confidence: 'high',
    pattern:
      /\bWITH\s+SYSTEM\s+VERSIONING\b|\bENGINE\s*=\s*Aria\b|\bCREATE\s+SEQUENCE\b[^;]*\bNOCACHE\b|\bADD\s+COLUMN\s+IF\s+NOT\s+EXISTS\s+`/i,
  },
  {
    dialect: 'mysql',
    confidence: 'high',
    pattern:
      /\bENGINE\s*=\s*\w+|\bAUTO_INCREMENT\b|\bDEFAULT\s+CHARSET\b|\bMODIFY\s+COLUMN\b|\bALGORITHM\s*=\s*(?:INSTANT|INPLACE|COPY)\b|\bUNSIGNED\b/i,
  },
  {
    dialect: 'sqlite',
    confidence: 'high',
    pattern: /\bAUTOINCREMENT\b|^\s*PRAGMA\s+\w+|\bWITHOUT\s+ROWID\b/im,
  },
  {
    dialect: 'postgres',
    confidence: 'high',
    pattern:
      /\b(?:BIG|SMALL)?SERIAL\b|::\s*[a-z]|\$\w*\$|\bJSONB\b|\bTIMESTAMPTZ\b|\bCONCURRENTLY\b|\bCREATE\s+EXTENSION\b|\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b|\bNOT\s+VALID\b|\bLANGUAGE\s+'?(?:plpg)?sql\b/i,
  },
  { dialect: 'mysql', confidence: 'medium', pattern: /`[^`\n]+`/ },
];

/** Dialects that are not ours; a text of theirs must not be judged as one of ours. */
const foreign =
  /\bENGINE\s*=\s*(?:Replicated)?(?:\w*MergeTree|Distributed)\b|^\s*GO\s*$|\bNVARCHAR\s*\(\s*MAX\s*\)|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bVARIANT\b.*\bWAREHOUSE\b/im;

/** The dialect that a text's syntax shows, or null when it shows none of ours. Comments and strings are not looked at. */
export function dialectBySyntax(
  text: string,
): { readonly dialect: Dialect; readonly confidence: Confidence } | null {
  const bare = withoutCommentsAndStrings(text);
  if (foreign.test(bare)) return null;
  const found = signs.find((sign) => sign.pattern.test(bare));
  return found === undefined ? null : { dialect: found.dialect, confidence: found.confidence };
}

function withoutCommentsAndStrings(text: string): string {
  return text.replace(/--[^\n]*|\/\*(?!!)[^]*?\*\/|'(?:[^'\\]|''|\\.)*'/g, ' ');
}
