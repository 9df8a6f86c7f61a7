import type { Node, RangeVar } from './ast';

/** Calls `enter` with every node object of a tree and its type name, parents first; `false` skips what is below. */
export function walk(
  tree: unknown,
  enter: (type: string, body: Record<string, unknown>) => boolean | undefined,
): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, enter);
  } else if (typeof tree === 'object' && tree !== null) {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value !== 'object' || value === null) continue;
      const isNode = !Array.isArray(value) && /^[A-Z]/.test(key);
      if (isNode && enter(key, value as Record<string, unknown>) === false) continue;
      walk(value, enter);
    }
  }
}

/** The text of a String node, '' for any other. */
export function stringOf(node: Node | undefined): string {
  return node !== undefined && 'String' in node ? (node.String.sval ?? '') : '';
}

/** The strings of a list of String nodes, or of a List node. */
export function stringsOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).map((node) => stringOf(node));
}

export function integerOf(node: Node | undefined): number | null {
  if (node === undefined) return null;
  if ('Integer' in node) return node.Integer.ival ?? 0;
  if ('A_Const' in node) {
    const { ival, fval } = node.A_Const as { ival?: { ival?: number }; fval?: { fval?: string } };
    if (ival !== undefined) return ival.ival ?? 0;
    if (fval?.fval !== undefined && Number.isFinite(Number(fval.fval))) return Number(fval.fval);
    return null;
  }
  if ('A_Expr' in node && node.A_Expr.lexpr === undefined && stringOf(node.A_Expr.name?.[0]) === '-') {
    const value = integerOf(node.A_Expr.rexpr);
    return value === null ? null : -value;
  }
  return null;
}

/** The RangeVars of a list of nodes. */
export function rangeVars(nodes: readonly Node[] | undefined): RangeVar[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
}
