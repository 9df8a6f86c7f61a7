import type { SqlInsertion } from '../../model/query-patterns';
import type { FileFacts, SqlFact, Value } from '../facts';
import type { Program } from '../linking/program';
import type { FileSites, Site } from '../linking/sites';

/** Parts that are put into the SQL texts of a file and are not known to be constants. Tagged templates send them as parameters and are left out. */
export function findInsertions(program: Program, { facts, sites }: FileSites): readonly SqlInsertion[] {
  return facts.sql.flatMap((sql): SqlInsertion[] => {
    if (sql.insertions.length === 0) return [];
    const site = siteOf(facts, sites, sql);
    if (!site || facts.calls[site.call]?.kind === 'tag' || facts.calls[sql.call]?.kind === 'tag') return [];
    return sql.insertions.flatMap(({ start, end, value }): SqlInsertion[] => {
      const before = sql.text.slice(0, Math.max(0, start - sql.start)).trimEnd();
      if (/[$:@]$/.test(before)) return [];
      const from = value === null ? 'unknown' : originOf(program, facts, value, sql.within, 0);
      if (from === null) return [];
      return [
        {
          file: facts.file,
          range: { start, end },
          text: nameOf(facts, value),
          lands: isValue(before) ? 'value' : 'name',
          from,
          query: site.site,
        },
      ];
    });
  });
}

function siteOf(facts: FileFacts, sites: ReadonlyMap<number, Site>, sql: SqlFact): Site | null {
  const direct = sites.get(sql.call);
  if (direct) return direct;
  if (sql.variable < 0) return null;
  for (const site of sites.values()) {
    const root = facts.calls[site.call]?.values[0]?.root;
    if (root?.kind === 'variable' && root.variable === sql.variable) return site;
  }
  return null;
}

/** After a comparison, inside quotes, in a list of values: what is put in is data. */
function isValue(before: string): boolean {
  return (
    /(?:[=<>(,]|\b(?:like|ilike|in|values|limit|offset|between|and|is|any))$/i.test(before) ||
    (before.split("'").length - 1) % 2 === 1
  );
}

const safe =
  /^(?:escape|escapeId|escapeLiteral|escapeIdentifier|quote\w*|ident\w*|format|literal|placeholders?|Number|parseInt|parseFloat|BigInt|Boolean|toFixed|floor|ceil|round|min|max|now|toISOString|getTime|join|map|randomUUID|uuid|nanoid)$/;

/** Where a value comes from; null: from a constant, a setting, or something that makes it harmless. */
function originOf(
  program: Program,
  facts: FileFacts,
  value: Value,
  within: number,
  depth: number,
): SqlInsertion['from'] | null {
  if (depth > 6) return 'unknown';
  const { root } = value;
  if (root.kind === 'this' || root.kind === 'super') return null;
  if (root.kind === 'variable') {
    const variable = facts.variables[root.variable];
    if (!variable || variable.literal || (variable.within < 0 && variable.parameterOf < 0)) return null;
    if (variable.init) return originOf(program, facts, variable.init, variable.within, depth + 1);
    return variable.parameterOf >= 0 ? 'parameter' : 'unknown';
  }
  if (root.kind === 'name') return null;
  const call = root.kind === 'call' ? facts.calls[root.call] : undefined;
  if (!call) return 'unknown';
  if (call.name === 'join' && call.callee.path.length === 1)
    return originOf(program, facts, { root: call.callee.root, path: [] }, within, depth + 1);
  if (safe.test(call.name) || call.kind === 'tag') return null;
  // `name.trim()`, `String(name)` are still the name.
  if (/^(?:trim|toLowerCase|toUpperCase|toString|replace|replaceAll|slice|String)$/.test(call.name)) {
    const inner =
      call.callee.path.length > 0 ? { root: call.callee.root, path: [] } : (call.values[0] ?? null);
    return inner ? originOf(program, facts, inner, within, depth + 1) : null;
  }
  return 'unknown';
}

function nameOf(facts: FileFacts, value: Value | null): string {
  if (value?.root.kind !== 'variable') return 'a value';
  const name = facts.variables[value.root.variable]?.name ?? '';
  const path = value.path.filter((part) => part !== '[]');
  return [name, ...path].filter((part) => part !== '').join('.') || 'a value';
}
