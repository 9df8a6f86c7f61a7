import type { EvolutionsView } from '../evolution-view';

/** The version of the JSON that `evolens evolutions` prints; a change that breaks readers raises it. */
export const evolutionsSchemaVersion = 1;

/** The JSON of `evolens evolutions`, as docs/cli.md fixes it. Several roots make one document. */
export function evolutionsJson(views: readonly EvolutionsView[]): string {
  const whole = {
    schemaVersion: evolutionsSchemaVersion,
    evolutions: views.flatMap((view) => view.evolutions),
    unreadable: views.flatMap((view) => view.unreadable),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
