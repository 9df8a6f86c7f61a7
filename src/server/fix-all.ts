import type { CodeAction } from 'vscode-languageserver/node';
import type { TextEdit } from '../model/text';
import type { SafeFix } from '../workspace/session';
import { workspaceEditOf, type EditContext } from './code-actions';

/** What editors ask for to fix everything, for example on saving. */
export const fixAllKind = 'source.fixAll.evolens';

/**
 * One action with every safe fix of a file that can be made at once: one for each statement, and none whose
 * edits overlap those of an earlier one; what is left comes with the next time. Empty: there is nothing to fix.
 */
export function fixAllOf(fixes: readonly SafeFix[], context: EditContext): CodeAction[] {
  const chosen: SafeFix[] = [];
  for (const candidate of fixes) {
    const clashes = chosen.some(
      (earlier) =>
        overlap(earlier.statement, candidate.statement) ||
        earlier.fix.edits.some((one) => candidate.fix.edits.some((other) => touch(one, other))),
    );
    if (!clashes) chosen.push(candidate);
  }
  if (chosen.length === 0) return [];
  const edits = chosen.flatMap(({ fix }) => fix.edits);
  const title = 'Evolens: make every safe fix of this file';
  return [{ title, kind: fixAllKind, edit: workspaceEditOf(edits, context) }];
}

function overlap(one: SafeFix['statement'], other: SafeFix['statement']): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Two edits at one place have no order that is right. */
function touch(one: TextEdit, other: TextEdit): boolean {
  return one.range.start <= other.range.end && other.range.start <= one.range.end;
}
