import { URI } from 'vscode-uri';
import { readOptions } from '../evolution/options';
import { recipes } from '../evolution/recipes/registry';
import type { TextEdit } from '../model/text';
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

/** An evolution as the files it would write; the editor shows them and asks before anything changes. */
export function planEvolution(question: PlanRequestQuestion, roots: Roots): PlanAnswer {
  const fsPath = URI.parse(question.root).fsPath;
  const place = roots.all().find(({ root }) => root === fsPath);
  if (place === undefined) return refused('The folder is not open any more.');
  const options = readOptions(question.options);
  if ('wrong' in options) return refused(options.wrong);
  const { root, session } = place;
  const planned = session.planChange({ ...question, options, owner: null });
  if ('refused' in planned) return refused(planned.refused);
  const files = [...new Set(planned.edits.map(({ file }) => file))].map((file) => {
    const before = session.exists(file) ? session.text(file) : null;
    const own = planned.edits.filter((edit) => edit.file === file);
    return { uri: roots.uriOf(root, file), before, after: textAfter(before ?? '', own) };
  });
  return { refused: null, name: planned.plan.name, files };
}

function refused(reason: string): PlanAnswer {
  return { refused: reason, name: '', files: [] };
}

function textAfter(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}
