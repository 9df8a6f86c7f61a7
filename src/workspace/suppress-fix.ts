import type { Finding, Fix } from '../model/finding';

/** A comment with the reason to be filled in, on a line of its own above the finding's line. */
export function suppressFix(finding: Finding, text: string, statementStart: number): Fix {
  const lineStart = text.lastIndexOf('\n', statementStart - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, statementStart))?.[0] ?? '';
  const isYaml = finding.file.endsWith('.yml');
  // A comment of YAML speaks of the whole item or pair that begins below it.
  const onOwnLine = isYaml || text.slice(lineStart, statementStart).trim() === '';
  const at = onOwnLine ? lineStart + indent.length : statementStart;
  const comment = finding.file.endsWith('.sql') ? '--' : isYaml ? '#' : '//';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return {
    title: `Ignore ${finding.rule} here, with a reason`,
    kind: 'suppress',
    edits: [
      {
        file: finding.file,
        range: { start: at, end: at },
        newText: `${onOwnLine ? '' : lineEnd}${comment} evolens-ignore ${finding.rule}: say why this is safe here${lineEnd}${indent}`,
      },
    ],
  };
}

/** Removes a comment that silences nothing, with its line where nothing else stands on it. */
export function removeComment(finding: Finding, text: string): Fix {
  const lineStart = text.lastIndexOf('\n', finding.range.start - 1) + 1;
  const newline = text.indexOf('\n', finding.range.end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const isWholeLine =
    text.slice(lineStart, finding.range.start).trim() === '' &&
    text.slice(finding.range.end, lineEnd).trim() === '';
  const range = isWholeLine ? { start: lineStart, end: lineEnd } : finding.range;
  return {
    title: 'Remove the comment that silences nothing',
    kind: 'safe',
    edits: [{ file: finding.file, range, newText: '' }],
  };
}

/** Where the text of a line begins after its indentation. */
export function startOfLine(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + (/^[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0);
}
