import type { Confidence, Dialect } from '../model/dialect';
import { foreignBySyntax, withoutStrings } from './foreign-syntax';

export interface DialectGuess {
  readonly dialect: Dialect;
  readonly confidence: Confidence;
}

/** `foreign`: the syntax of a database that is not read here; `reason` names it for a message. */
export interface DialectVerdict {
  readonly guess: DialectGuess | null;
  readonly foreign: string | null;
}

interface Sign {
  readonly pattern: RegExp;
  /** 3: nothing else has it; 1: rarely elsewhere. */
  readonly weight: 1 | 2 | 3;
}

const signs: Readonly<Record<Dialect, readonly Sign[]>> = {
  postgres: [
    sign(
      3,
      /\bCREATE\s+EXTENSION\b|\bCONCURRENTLY\b|\bAS\s+ENUM\s*\(|\bLANGUAGE\s+plpgsql\b|\bUSING\s+(?:gin|gist|brin)\b|\bTIMESTAMPTZ\b|\bJSONB\b|\bTSVECTOR\b|\bBYTEA\b/gi,
    ),
    sign(
      3,
      /\b(?:BIG|SMALL)SERIAL\b|\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b|\b(?:SET|DROP)\s+NOT\s+NULL\b|\bOWNER\s+TO\b|\bROW\s+LEVEL\s+SECURITY\b|\bNOT\s+VALID\b|\bMATERIALIZED\s+VIEW\b/gi,
    ),
    sign(
      2,
      /\w::\w|''::\w|\bSERIAL\b|\bILIKE\b|\bON\s+CONFLICT\b|\bDO\s+''|\bVALIDATE\s+CONSTRAINT\b|\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b|\bnow\(\)\s+AT\s+TIME\s+ZONE\b/gi,
    ),
    sign(1, /\bUUID\b|\bDOUBLE\s+PRECISION\b|\bBOOLEAN\b/gi),
  ],
  mysql: [
    sign(
      3,
      /\bENGINE\s*=|\bAUTO_INCREMENT\b|\b(?:DEFAULT\s+)?CHARSET\s*=|\bUNSIGNED\b(?!\s+BIG)|\bMODIFY\s+(?:COLUMN\s+)?`?\w+|\bDROP\s+FOREIGN\s+KEY\b|\bCONVERT\s+TO\s+CHARACTER\s+SET\b|\bCHARACTER\s+SET\s+utf8\w*|\bFULLTEXT\s+(?:INDEX|KEY)\b|\bLOCK\s*=\s*(?:NONE|SHARED)\b|\bALGORITHM\s*=/gi,
    ),
    sign(
      2,
      /\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b|\b(?:TINY|MEDIUM|LONG)TEXT\b|\b(?:TINY|MEDIUM)INT\b|\bDATETIME\(\d\)|\bON\s+DUPLICATE\s+KEY\b|\bDROP\s+INDEX\s+\S+\s+ON\b|\bUNIQUE\s+KEY\b|\bCHANGE\s+COLUMN\b|\bENUM\s*\(\s*''/gi,
    ),
    sign(1, /`\w+`/g),
  ],
  mariadb: [
    sign(
      3,
      /\bWITH\s+SYSTEM\s+VERSIONING\b|\bENGINE\s*=\s*(?:Aria|ColumnStore)\b|\bALGORITHM\s*=\s*NOCOPY\b|\bCREATE\s+OR\s+REPLACE\s+TABLE\b|\bBEGIN\s+NOT\s+ATOMIC\b|\bADD\s+(?:COLUMN|INDEX|KEY)\s+IF\s+NOT\s+EXISTS\b(?=[^;]*`)|\bSET\s+STATEMENT\b[^;]*\bFOR\b|\bPAGE_CHECKSUM\s*=|\bINET6\b|\bPERSISTENT\b/gi,
    ),
  ],
  sqlite: [
    sign(
      3,
      /\bAUTOINCREMENT\b|\bPRAGMA\s+\w+|\bWITHOUT\s+ROWID\b|\bINSERT\s+OR\s+(?:IGNORE|REPLACE)\b|\bsqlite_(?:master|schema|sequence)\b|\bstrftime\s*\(|\bUSING\s+fts[45]\b/gi,
    ),
    sign(2, /\bdatetime\(''\)|\bINTEGER\s+PRIMARY\s+KEY\b|\bINTEGER\s+NOT\s+NULL\s+PRIMARY\s+KEY\b/gi),
    sign(1, /\bDATETIME\b|\bREAL\b/gi),
  ],
};

/** How much of a text is looked at: its beginning says enough. */
const longest = 60_000;

/** The dialect that the syntax of a text shows, or null when it shows none or that of another database. */
export function dialectBySyntax(text: string): DialectGuess | null {
  return judgeSyntax(text).guess;
}

/** As `dialectBySyntax`, and names the database when it is one that is not read here. */
export function judgeSyntax(text: string): DialectVerdict {
  const code = withoutStrings(text.slice(0, longest));
  const scores = new Map<Dialect, number>();
  for (const dialect of Object.keys(signs) as Dialect[]) scores.set(dialect, score(code, signs[dialect]));
  const mysql = scores.get('mysql') ?? 0;
  const mariadb = scores.get('mariadb') ?? 0;
  if (mariadb > 0) scores.set('mariadb', mariadb + mysql);
  const foreign = foreignBySyntax(code);
  const [best, second] = [...scores].sort((one, other) => other[1] - one[1]);
  if (foreign !== null && (foreign === 'ClickHouse' || (best?.[1] ?? 0) < 6)) return { guess: null, foreign };
  if (best === undefined || best[1] === 0) return { guess: null, foreign };
  const isSibling = best[0] === 'mariadb' && second?.[0] === 'mysql';
  const lead = best[1] - (isSibling ? 0 : (second?.[1] ?? 0));
  if (lead <= 0) return { guess: null, foreign: null };
  const isClear = signs[best[0]].some(({ weight, pattern }) => weight > 1 && code.match(pattern) !== null);
  const confidence = !isClear
    ? 'low'
    : lead >= 5 && lead >= best[1] / 2
      ? 'high'
      : lead >= 2
        ? 'medium'
        : 'low';
  return { guess: { dialect: best[0], confidence }, foreign: null };
}

/** Each sign counts three times at most, so that one habit does not outweigh the others. */
function score(code: string, list: readonly Sign[]): number {
  return list.reduce(
    (sum, { pattern, weight }) => sum + weight * Math.min(3, code.match(pattern)?.length ?? 0),
    0,
  );
}

function sign(weight: Sign['weight'], pattern: RegExp): Sign {
  return { weight, pattern };
}
