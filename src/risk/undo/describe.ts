import type { Undo } from '../../model/risk';

/** One line on the way back: `can be undone: DROP TABLE orders. Rows written to it until then go with it.` */
export function describeUndo({ extent, statement, reason }: Undo): string {
  const way = [statement === null ? null : `${statement}.`, reason].filter((part) => part !== null);
  if (extent === 'whole') return `can be undone: ${way.length === 0 ? 'by hand.' : way.join(' ')}`;
  if (extent === 'none') return `cannot be undone: ${reason ?? ''}`.trim();
  return `cannot be undone wholly: ${reason ?? ''} The shape comes back with ${statement ?? ''}.`;
}
