import type { Connection, TextDocuments, WorkspaceEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { readOptions } from '../evolution/options';
import { recipes } from '../evolution/recipes/registry';
import { workspaceEditOf } from './code-actions';
import type { PlanAnswer, PlanChoices, PlanRequestQuestion } from './protocol';
import type { Roots } from './roots';

/** Every recipe, and the tables of every root. */
export function planChoices(roots: Roots): PlanChoices {
  return {
    recipes: recipes.map(({ kind, title, dialects, parameters }) => ({ kind, title, dialects, parameters })),
    roots: roots
      .all()
      .map(({ root, session }) => ({ root: URI.file(root).toString(), histories: session.plannable() }))
      .filter(({ histories }) => histories.length > 0),
  };
}

/** Writes an evolution through the editor, which shows every file and asks before anything changes. */
export async function planEvolution(
  question: PlanRequestQuestion,
  roots: Roots,
  connection: Connection,
  documents: TextDocuments<TextDocument>,
): Promise<PlanAnswer> {
  const fsPath = URI.parse(question.root).fsPath;
  const place = roots.all().find(({ root }) => root === fsPath);
  if (place === undefined) return refused('The folder is not open any more.');
  const options = readOptions(question.options);
  if ('wrong' in options) return refused(options.wrong);
  const { root, session } = place;
  const planned = session.planChange({ ...question, options, owner: null });
  if ('refused' in planned) return refused(planned.refused);
  const uriOf = (file: string): string => roots.uriOf(root, file);
  const edit = workspaceEditOf(planned.edits, {
    textOf: (file) => session.text(file),
    exists: (file) => session.exists(file),
    uriOf,
    versionOf: (file) => documents.get(uriOf(file))?.version ?? null,
  });
  const answer = await connection.workspace.applyEdit({
    label: planned.plan.name,
    edit: confirmed(edit, planned.plan.name),
    metadata: { isRefactoring: true },
  });
  return answer.applied
    ? { refused: null, files: [...new Set(planned.edits.map((one) => uriOf(one.file)))] }
    : refused('Nothing was written.');
}

function refused(reason: string): PlanAnswer {
  return { refused: reason, files: [] };
}

/** Every change needs a confirmation, so that the editor shows it first. */
function confirmed(edit: WorkspaceEdit, label: string): WorkspaceEdit {
  const annotationId = 'evolution';
  return {
    changeAnnotations: { [annotationId]: { label, needsConfirmation: true, description: 'Evolens' } },
    documentChanges: (edit.documentChanges ?? []).map((change) =>
      'edits' in change
        ? { ...change, edits: change.edits.map((one) => ({ ...one, annotationId })) }
        : { ...change, annotationId },
    ),
  };
}
