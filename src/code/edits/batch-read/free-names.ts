import { ts } from '../../syntax';

/** Gives names that no part of a file uses, each once: the wanted one, or the wanted one with a number. */
export function freeNames(source: ts.SourceFile): (wanted: string) => string {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return (wanted) => {
    for (let turn = 1; ; turn++) {
      const tried = turn === 1 ? wanted : `${wanted}${String(turn)}`;
      if (used.has(tried)) continue;
      used.add(tried);
      return tried;
    }
  };
}

/** `userId` as `userIds`, `address` as `addressKeys`. */
export function manyOf(name: string): string {
  return /s$/.test(name) ? `${name}Keys` : `${name}s`;
}

/** As the later part of a name: `id` as `Id`, `order_id` as `OrderId`. */
export function capital(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9$]+)(\w?)/g, (_, first: string) => first.toUpperCase());
}

/** White space in front of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? '';
}

/** The file is written in TypeScript. */
export function isTyped(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}
