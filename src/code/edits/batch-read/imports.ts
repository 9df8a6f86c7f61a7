import { ts } from '../../syntax';
import type { Range } from '../../../model/text';

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** A name of a package; `whole`: what it exports by default. */
export interface Imported {
  readonly name: string;
  readonly from: string;
  readonly whole?: boolean;
}

/** Makes a name of a package known in a file; empty when it is. null: the name means something else there. */
export function importEdit(
  source: ts.SourceFile,
  { name, from, whole = false }: Imported,
): readonly Edit[] | null {
  const declarations = source.statements.filter(ts.isImportDeclaration);
  const own = declarations.find(
    (one) => ts.isStringLiteral(one.moduleSpecifier) && one.moduleSpecifier.text === from,
  );
  const named = own?.importClause?.namedBindings;
  const list =
    named !== undefined && ts.isNamedImports(named) && !own?.importClause?.phaseModifier ? named : undefined;
  if (list?.elements.some((one) => one.name.text === name)) return [];
  if (whole && own?.importClause?.name?.text === name) return [];
  if (isTaken(source, name)) return null;
  const last = list?.elements.at(-1);
  if (last !== undefined && !whole)
    return [{ range: { start: last.end, end: last.end }, newText: `, ${name}` }];
  const before = own ?? declarations[0];
  const at = before?.getStart(source) ?? 0;
  const quote = before?.moduleSpecifier.getText(source).startsWith('"') ? '"' : "'";
  return [
    {
      range: { start: at, end: at },
      newText: `import ${whole ? name : `{ ${name} }`} from ${quote}${from}${quote};\n`,
    },
  ];
}

function isTaken(source: ts.SourceFile, name: string): boolean {
  let taken = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && !ts.isPropertyAccessExpression(node.parent))
      taken = true;
    if (!taken) ts.forEachChild(node, visit);
  };
  visit(source);
  return taken;
}
