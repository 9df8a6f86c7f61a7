/** What the way back of a stage says when there is none; nothing where there is one. */
export function wayBackRefused(
  { oneWay }: { readonly oneWay: boolean },
  name: string,
): { readonly noWayBack?: string } {
  if (!oneWay) return {};
  return { noWayBack: `${name}: there is no way back from here. Restore a backup, or go forward.` };
}
