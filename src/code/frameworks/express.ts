import type { CallFact, FileFacts, Value } from '../facts';
import type { Program } from '../linking/program';
import { functionId } from '../linking/sites';
import type { FoundRoute } from './nest';
import { joinPaths, versionInPath } from './paths';

const verbs: Readonly<Record<string, string>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  all: 'ALL',
  options: 'OPTIONS',
  head: 'HEAD',
};

interface Router {
  readonly facts: FileFacts;
  readonly variable: number;
}

/** Routes of Express apps and routers. A router's prefix comes from the `use` that mounts it, also in another file. */
export function expressRoutes(program: Program): FoundRoute[] {
  const mounts = findMounts(program);
  const found: FoundRoute[] = [];
  for (const facts of program.files.values()) {
    if (!facts.imports.some((item) => item.from === 'express' || item.from === 'express-promise-router'))
      continue;
    for (const call of facts.calls) {
      const method = Object.hasOwn(verbs, call.name) ? verbs[call.name] : undefined;
      if (!method || call.callee.path.length !== 1) continue;
      const target = routerOf(facts, call);
      const path = target?.path ?? call.text;
      if (!target || path === null || (call.values.length < 2 && target.path === null)) continue;
      const prefix = prefixOf(mounts, { facts, variable: target.variable }, 0);
      const full = joinPaths(prefix, path);
      const fn = handlerOf(program, facts, call);
      const name = facts.variables[target.variable]?.name ?? '';
      found.push({
        route: {
          framework: 'express',
          method,
          path: full,
          version: versionInPath(full),
          group: prefix === '' ? `${facts.file}#${name}` : prefix,
          handler: fn ? functionId(fn.facts, fn.index) : null,
          file: facts.file,
          range: { start: call.start, end: call.end },
        },
        facts: fn?.facts ?? facts,
        fn: fn?.index ?? -1,
      });
    }
  }
  return found;
}

/** The app or router a call is made on: a variable made by `express()` or `Router()`; `.route('/x').get(…)` brings the path. */
function routerOf(
  facts: FileFacts,
  call: CallFact,
): { readonly variable: number; readonly path: string | null } | null {
  const { root } = call.callee;
  if (root.kind === 'variable')
    return isRouter(facts, root.variable) ? { variable: root.variable, path: null } : null;
  if (root.kind !== 'call') return null;
  const inner = facts.calls[root.call];
  if (!inner) return null;
  if (
    inner.name === 'route' &&
    inner.callee.root.kind === 'variable' &&
    isRouter(facts, inner.callee.root.variable)
  )
    return { variable: inner.callee.root.variable, path: inner.text };
  return inner.name in verbs ? routerOf(facts, inner) : null;
}

function isRouter(facts: FileFacts, variable: number): boolean {
  const fact = facts.variables[variable];
  if (fact?.type && /^(?:express\.)?(?:Router|Express|Application)$/.test(fact.type.name)) return true;
  const made =
    fact?.init?.root.kind === 'call' && fact.init.path.length === 0
      ? facts.calls[fact.init.root.call]
      : undefined;
  return made !== undefined && /^(?:express|Router|PromiseRouter)$/.test(made.name);
}

type Mounts = ReadonlyMap<string, { readonly parent: Router | null; readonly prefix: string }>;

function findMounts(program: Program): Mounts {
  const mounts = new Map<string, { parent: Router | null; prefix: string }>();
  for (const facts of program.files.values()) {
    for (const call of facts.calls) {
      if (call.name !== 'use' || call.callee.path.length !== 1 || call.callee.root.kind !== 'variable')
        continue;
      const parent = { facts, variable: call.callee.root.variable };
      for (const value of call.values) {
        const router = value ? routerBehind(program, facts, value, call.within) : null;
        if (router) mounts.set(keyOf(router), { parent, prefix: call.text ?? '' });
      }
    }
  }
  return mounts;
}

function routerBehind(program: Program, facts: FileFacts, value: Value, within: number): Router | null {
  if (value.root.kind === 'variable' && value.path.length === 0)
    return isRouter(facts, value.root.variable) ? { facts, variable: value.root.variable } : null;
  if (value.root.kind !== 'name') return null;
  let declaration = program.resolveName(facts, value.root.name, within);
  if (declaration?.kind === 'module')
    declaration = program.resolveExport(declaration.facts, value.path[0] ?? 'default');
  return declaration?.kind === 'variable' && isRouter(declaration.facts, declaration.index)
    ? { facts: declaration.facts, variable: declaration.index }
    : null;
}

function prefixOf(mounts: Mounts, router: Router, depth: number): string {
  const mount = mounts.get(keyOf(router));
  if (!mount || depth > 6) return '';
  return joinPaths(mount.parent ? prefixOf(mounts, mount.parent, depth + 1) : '', mount.prefix).replace(
    /\/$/,
    '',
  );
}

function keyOf(router: Router): string {
  return `${router.facts.file}#${router.variable}`;
}

/** The last argument: an inline function, or a name that leads to one. */
function handlerOf(
  program: Program,
  facts: FileFacts,
  call: CallFact,
): { facts: FileFacts; index: number } | null {
  const value = call.values[call.values.length - 1];
  if (value) {
    const [target] = program.targetsOf(facts, { ...call, kind: 'call', callee: value });
    if (target) return target;
  }
  const index = facts.functions.findLastIndex((fn) => fn.inlineOf >= 0 && facts.calls[fn.inlineOf] === call);
  return index < 0 ? null : { facts, index };
}
