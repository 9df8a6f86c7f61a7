import { ts } from '../checker';
import type { LibraryName } from '../../model/code';
import type { Place } from '../../model/text';
import type { Verdict } from './asked';
import { standardTypesFile } from './standard-types';

/** The packages that a library's clients, models and rows are declared in. */
const packages: Readonly<Record<Exclude<LibraryName, 'sql'>, RegExp>> = {
  prisma: /^(?:@prisma\/|\.prisma\/|prisma$)/,
  typeorm: /^(?:typeorm|@nestjs\/typeorm)$/,
  drizzle: /^drizzle-orm$/,
  kysely: /^kysely/,
  knex: /^knex$/,
  sequelize: /^(?:sequelize|sequelize-typescript|@sequelize\/core)$/,
  'mikro-orm': /^@mikro-orm\//,
  objection: /^objection$/,
  mongoose: /^(?:mongoose|@nestjs\/mongoose)$/,
  supabase: /^@supabase\//,
};

/** Whether the receiver of a call, at the root of its chain, is of a library. */
export function isOfLibrary(
  call: ts.CallExpression | ts.TaggedTemplateExpression,
  library: LibraryName,
  queries: readonly Place[],
  checker: ts.TypeChecker,
): Verdict {
  const target = ts.isCallExpression(call) ? call.expression : call.tag;
  if (!ts.isPropertyAccessExpression(target)) return 'unknown';
  const own = verdictOfType(checker.getTypeAtLocation(target.expression), target, library, queries, checker);
  if (own !== 'unknown') return own;
  const root = rootOf(target.expression);
  // A chain that began in a library is one of it; what a chain that began elsewhere gives is not known.
  return root !== target.expression &&
    verdictOfType(checker.getTypeAtLocation(root), null, library, queries, checker) === 'confirmed'
    ? 'confirmed'
    : 'unknown';
}

/** `db` of `db.select().from(orders)`, `prisma` of `prisma.order`. */
function rootOf(expression: ts.Expression): ts.Expression {
  let at = expression;
  for (;;) {
    if (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || ts.isAwaitExpression(at))
      at = at.expression;
    else if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression))
      at = at.expression.expression;
    else if (ts.isPropertyAccessExpression(at) && at.expression.kind !== ts.SyntaxKind.ThisKeyword)
      at = at.expression;
    else return at;
  }
}

const notKnown = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never | ts.TypeFlags.TypeParameter;
const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;
/** Types of the language whose methods are called like queries. */
const collections =
  /^(?:(?:Readonly|Weak)?(?:Map|Set|Array)|String|Number|Boolean|Promise|Date|Iterable\w*|Generator)$/;

function verdictOfType(
  type: ts.Type,
  method: ts.PropertyAccessExpression | null,
  library: LibraryName,
  queries: readonly Place[],
  checker: ts.TypeChecker,
): Verdict {
  if ((type.flags & notKnown) !== 0) return 'unknown';
  if (type.isUnionOrIntersection()) {
    const parts = type.types
      .filter((part) => (part.flags & nothing) === 0)
      .map((part) => verdictOfType(part, method, library, queries, checker));
    if (parts.includes('confirmed')) return 'confirmed';
    return parts.length > 0 && parts.every((part) => part === 'refuted') ? 'refuted' : 'unknown';
  }
  if ((type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) !== 0)
    return 'refuted';
  const symbol = type.aliasSymbol ?? type.getSymbol();
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  if (symbol === undefined || file === undefined) return 'unknown';
  if (file === standardTypesFile) return collections.test(symbol.name) ? 'refuted' : 'unknown';
  const from = packageOf(file);
  if (library !== 'sql' && from !== null && packages[library].test(from)) return 'confirmed';
  const bases = (type.getBaseTypes() ?? []).map((base) =>
    verdictOfType(base, null, library, queries, checker),
  );
  if (bases.includes('confirmed')) return 'confirmed';
  // A text of SQL may be run by whatever takes it; a generated client may stand in any package.
  if (library === 'sql' || from !== null || method === null) return 'unknown';
  return isOwnMethod(type, method, queries, checker) ? 'refuted' : 'unknown';
}

/** `/a/node_modules/@scope/name/index.d.ts` → `@scope/name`; null for a file of the workspace. */
function packageOf(file: string): string | null {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? null;
}

/** A method with a body that stands in the workspace, in a class that takes nothing unknown, and that holds no query itself. */
function isOwnMethod(
  type: ts.Type,
  { name }: ts.PropertyAccessExpression,
  queries: readonly Place[],
  checker: ts.TypeChecker,
): boolean {
  const declared = type.getProperty(name.text)?.declarations ?? [];
  return (
    declared.length > 0 &&
    declared.every(
      (declaration) =>
        ts.isMethodDeclaration(declaration) &&
        declaration.body !== undefined &&
        ts.isClassLike(declaration.parent) &&
        takesNothingUnknown(declaration.parent, checker) &&
        !queries.some(
          ({ file, range }) =>
            declaration.getSourceFile().fileName === `/${file}` &&
            declaration.pos <= range.start &&
            range.end <= declaration.end,
        ),
    )
  );
}

function takesNothingUnknown(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): boolean {
  return (declaration.heritageClauses ?? []).every(
    ({ token, types }) =>
      token !== ts.SyntaxKind.ExtendsKeyword ||
      types.every(({ expression }) => (checker.getTypeAtLocation(expression).flags & notKnown) === 0),
  );
}
