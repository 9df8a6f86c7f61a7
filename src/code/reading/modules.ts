import { ts } from '../syntax';
import { independent } from '../origins';
import type { Origin, TypeRef } from '../facts';
import { membersOf } from './functions';
import { heritageRef, isInlineFunction, nameOf, peel, typeRefOf } from './nodes';
import type { Walk } from './walk';

export function readImport(walk: Walk, node: ts.ImportDeclaration): readonly Origin[] {
  const from = nameOf(node.moduleSpecifier);
  const start = walk.startOf(node);
  const clause = node.importClause;
  if (clause?.name) walk.imports.push({ local: clause.name.text, imported: 'default', from, start });
  const named = clause?.namedBindings;
  if (named && ts.isNamespaceImport(named))
    walk.imports.push({ local: named.name.text, imported: '*', from, start });
  if (named && ts.isNamedImports(named)) {
    for (const element of named.elements)
      walk.imports.push({
        local: element.name.text,
        imported: nameOf(element.propertyName ?? element.name),
        from,
        start,
      });
  }
  return independent;
}

export function readExportDeclaration(walk: Walk, node: ts.ExportDeclaration): readonly Origin[] {
  const from = node.moduleSpecifier ? nameOf(node.moduleSpecifier) : null;
  const clause = node.exportClause;
  if (!clause) walk.exports.push({ exported: '*', local: '*', from });
  else if (ts.isNamespaceExport(clause))
    walk.exports.push({ exported: nameOf(clause.name), local: '*', from });
  else
    for (const element of clause.elements)
      walk.exports.push({
        exported: nameOf(element.name),
        local: nameOf(element.propertyName ?? element.name),
        from,
      });
  return independent;
}

export function readExportAssignment(walk: Walk, node: ts.ExportAssignment): readonly Origin[] {
  const value = peel(node.expression);
  const local = ts.isIdentifier(value) ? value.text : 'default';
  walk.exports.push({ exported: 'default', local, from: null });
  if (isInlineFunction(value) || ts.isObjectLiteralExpression(value)) walk.pendingName = 'default';
  walk.visit(node.expression);
  walk.pendingName = '';
  if (local === 'default' && (ts.isCallExpression(value) || ts.isNewExpression(value)))
    walk.declare({ name: local, start: walk.startOf(value), init: walk.valueOf(value) }, independent);
  return independent;
}

export function readInterface(walk: Walk, node: ts.InterfaceDeclaration): readonly Origin[] {
  const bases = node.heritageClauses?.flatMap((clause) => clause.types.map(heritageRef)) ?? [];
  walk.interfaces.push({
    name: node.name.text,
    extends: bases.filter((base) => base !== null),
    members: membersOf(node.members),
    alias: null,
    places: placesOf(walk, node.members),
  });
  return independent;
}

export function readTypeAlias(walk: Walk, node: ts.TypeAliasDeclaration): readonly Origin[] {
  const parts = ts.isIntersectionTypeNode(node.type) ? node.type.types : [node.type];
  const members: Record<string, TypeRef> = {};
  const bases: TypeRef[] = [];
  let places: Readonly<Record<string, number>> | null = null;
  for (const part of parts) {
    if (ts.isTypeLiteralNode(part)) {
      Object.assign(members, membersOf(part.members));
      places = placesOf(walk, part.members, places);
    } else {
      const base = typeRefOf(part);
      if (base) bases.push(base);
    }
  }
  const alias = parts.length === 1 ? (bases[0] ?? null) : null;
  walk.interfaces.push({ name: node.name.text, extends: alias ? [] : bases, members, alias, places });
  return independent;
}

/** Where the members are named, in files that import Kysely: its tables are interfaces. */
function placesOf(
  walk: Walk,
  members: ts.NodeArray<ts.TypeElement>,
  before: Readonly<Record<string, number>> | null = null,
): Readonly<Record<string, number>> | null {
  if (!walk.imports.some((item) => item.from === 'kysely')) return null;
  const places: Record<string, number> = { ...before };
  for (const member of members) {
    const name = nameOf(member.name);
    if (member.name && name !== '') places[name] = walk.startOf(member.name);
  }
  return places;
}

/** An enum is a list of known length: a loop over it is no loop over rows. */
export function readEnum(walk: Walk, node: ts.EnumDeclaration): readonly Origin[] {
  walk.declare({ name: node.name.text, start: walk.startOf(node), literal: true }, independent);
  return independent;
}
