import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { workspaceEditOf } from './code-actions';
import type { AdvanceAnswer, AdvanceQuestion } from './protocol';
import type { Roots } from './roots';

/** Moves the next stage of a plan where the runner looks, through the editor, so that it can be undone. */
export async function advance(
  question: AdvanceQuestion,
  roots: Roots,
  connection: Connection,
  documents: TextDocuments<TextDocument>,
): Promise<AdvanceAnswer> {
  const place = roots.locate(question.uri);
  if (place === null) return { applied: false, messages: ['The plan is no file on disk.'], files: [] };
  const outcome = place.session.advance(place.file);
  if (outcome.kind === 'missing') return { applied: false, messages: outcome.missing, files: [] };
  const edit = workspaceEditOf(outcome.edits, {
    textOf: (file) => place.session.text(file),
    exists: (file) => place.session.exists(file),
    uriOf: (file) => roots.uriOf(place.root, file),
    versionOf: (file) => documents.get(roots.uriOf(place.root, file))?.version ?? null,
  });
  const removed = outcome.removed.map((file) => ({
    kind: 'delete' as const,
    uri: roots.uriOf(place.root, file),
  }));
  const answer = await connection.workspace.applyEdit({
    label: 'Advance evolution',
    edit: { documentChanges: [...(edit.documentChanges ?? []), ...removed] },
  });
  return answer.applied
    ? {
        applied: true,
        messages: outcome.messages,
        files: [...new Set(outcome.edits.map(({ file }) => roots.uriOf(place.root, file)))],
      }
    : {
        applied: false,
        messages: [`The editor did not apply the edit: ${answer.failureReason ?? 'no reason given'}.`],
        files: [],
      };
}
