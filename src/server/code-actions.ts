import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { LineIndex } from '../document/lines';
import type { ReaderHint } from '../evolution/reader-hints';
import type { Finding, Fix } from '../model/finding';
import type { TextEdit } from '../model/text';
import { source, type DiagnosticData } from './diagnostics';
import { showCreatedCommand } from './protocol';

/** What turning fixes into edits needs to know of files. */
export interface EditContext {
  textOf(file: string): string;
  exists(file: string): boolean;
  uriOf(file: string): string;
  /** The version of an open document, null when it is not open. */
  versionOf(file: string): number | null;
}

const order: Readonly<Record<Fix['kind'], number>> = { safe: 0, stages: 1, review: 2, suppress: 3 };

/** Code actions for the fixes of one finding, the safest first and the suppression last. */
export function codeActionsOf(
  finding: Finding,
  fixes: readonly Fix[],
  diagnostics: readonly Diagnostic[],
  context: EditContext,
): CodeAction[] {
  const own = diagnostics.filter((diagnostic) => diagnostic.source === source && isFor(diagnostic, finding));
  return [...fixes]
    .sort((a, b) => order[a.kind] - order[b.kind])
    .map((fix) => {
      const created = [...new Set(fix.edits.map((edit) => edit.file))].filter(
        (file) => !context.exists(file),
      );
      return {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: own,
        isPreferred: fix.kind === 'safe',
        edit: workspaceEditOf(fix.edits, context),
        ...(created.length === 0
          ? {}
          : {
              command: {
                title: 'Show the new files',
                command: showCreatedCommand,
                arguments: [
                  fix.edits.map((edit) => context.uriOf(edit.file)),
                  created.map((file) => context.uriOf(file)),
                ],
              },
            }),
      };
    });
}

/** Code actions for what plans offer at readers; those that are refused are shown with the reason. */
export function hintActions(hints: readonly ReaderHint[], context: EditContext): CodeAction[] {
  return hints.map(({ title, edits, refused }) => ({
    title,
    kind: CodeActionKind.RefactorRewrite,
    ...(refused === null ? { edit: workspaceEditOf(edits, context) } : { disabled: { reason: refused } }),
  }));
}

function isFor(diagnostic: Diagnostic, finding: Finding): boolean {
  const data = diagnostic.data as DiagnosticData | undefined;
  return data?.rule === finding.rule && data.start === finding.range.start;
}

/** An LSP edit that makes files that do not exist and changes those that do. */
export function workspaceEditOf(edits: readonly TextEdit[], context: EditContext): WorkspaceEdit {
  const files = [...new Set(edits.map((edit) => edit.file))];
  const created = files.filter((file) => !context.exists(file));
  return {
    documentChanges: [
      // All before any text: an editor goes through neighbours of one kind in one step, and else saves in between.
      ...created.map((file) => ({
        kind: 'create' as const,
        uri: context.uriOf(file),
        options: { overwrite: false, ignoreIfExists: false },
      })),
      ...files.map((file) =>
        textDocumentEdit(
          context.uriOf(file),
          context.versionOf(file),
          edits.filter((edit) => edit.file === file),
          new LineIndex(context.textOf(file)),
        ),
      ),
    ],
  };
}

function textDocumentEdit(
  uri: string,
  version: number | null,
  edits: readonly TextEdit[],
  lines: LineIndex,
): TextDocumentEdit {
  return {
    textDocument: { uri, version },
    edits: edits.map((edit) => ({ range: lines.rangeOf(edit.range), newText: edit.newText })),
  };
}
