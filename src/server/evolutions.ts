import { URI } from 'vscode-uri';
import type { EvolutionsAnswer } from './protocol';
import type { Roots } from './roots';

/** Where every evolution of the workspace stands, root by root. */
export function evolutionsFor(roots: Roots): EvolutionsAnswer {
  return {
    roots: roots
      .all()
      .map(({ root, session }) => ({ root: URI.file(root).toString(), view: session.evolutions() }))
      .filter(({ view }) => view.evolutions.length + view.unreadable.length > 0),
  };
}
