import { parseYaml } from '../../document/yaml';
import { parseJson, valueOf } from './json';
import { compareText, joined, parentOf, type Tree } from './tree';

interface Include {
  readonly path: string;
  /** All files of a folder, in the order of their names. */
  readonly all: boolean;
  readonly relative: boolean;
}

const changelogName = /(?:changelog|master|liquibase)[\w.-]*\.(?:xml|ya?ml|json)$/i;
/** Deeper nesting is taken for a cycle. */
const deepest = 20;

/** A changelog that no other one includes, with the SQL files it runs, in order. */
export interface ChangelogRoot {
  readonly file: string;
  readonly sql: readonly string[];
}

/**
 * The changelogs in XML, YAML or JSON that nothing else includes. Change sets written in them are not read, only
 * what they include. Conditions on includes are not looked at.
 */
export function changelogRoots(tree: Tree): readonly ChangelogRoot[] {
  const logs = tree
    .namedLike(changelogName)
    .filter((file) => /databaseChangeLog/.test(tree.text(file) ?? ''));
  const included = new Set(logs.flatMap((file) => includedBy(tree, file)));
  return logs
    .filter((file) => !included.has(file))
    .map((file) => ({ file, sql: [...new Set(sqlBelow(tree, file, deepest))] }))
    .filter((root) => root.sql.length > 0);
}

function sqlBelow(tree: Tree, file: string, depth: number): readonly string[] {
  if (depth === 0) return [];
  return includedBy(tree, file).flatMap((one) =>
    one.toLowerCase().endsWith('.sql') ? [one] : sqlBelow(tree, one, depth - 1),
  );
}

function includedBy(tree: Tree, file: string): readonly string[] {
  const text = tree.text(file) ?? '';
  const includes = file.endsWith('.xml') ? includesOfXml(text) : includesOfData(dataOf(file, text));
  return includes.flatMap((include) => filesOf(tree, file, include));
}

function includesOfXml(text: string): readonly Include[] {
  const code = text.replace(/<!--[^]*?-->/g, '');
  return [...code.matchAll(/<(?:\w+:)?(include|includeAll)\s([^>]*)>/g)].flatMap((match): Include[] => {
    const attributes = match[2] ?? '';
    const path = /\b(?:file|path)\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1];
    if (path === undefined) return [];
    return [
      {
        path,
        all: match[1] === 'includeAll',
        relative: /\brelativeToChangelogFile\s*=\s*["']true["']/.test(attributes),
      },
    ];
  });
}

function dataOf(file: string, text: string): unknown {
  return file.endsWith('.json') ? parseJson(text) : parseYaml(text).value;
}

function includesOfData(data: unknown): readonly Include[] {
  const entries = valueOf(data, 'databaseChangeLog');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry): Include[] => {
    const single = valueOf(entry, 'include');
    const all = valueOf(entry, 'includeAll');
    const path = valueOf(single, 'file') ?? valueOf(all, 'path');
    if (typeof path !== 'string') return [];
    const relative = valueOf(single ?? all, 'relativeToChangelogFile');
    return [{ path, all: single === undefined, relative: relative === true || relative === 'true' }];
  });
}

/** A path that is not relative is looked up on the search path, which may begin anywhere in the project. */
function filesOf(tree: Tree, from: string, include: Include): readonly string[] {
  const path = include.path.replace(/^(?:classpath:|file:)?\/?/, '').replace(/\/+$/, '');
  const near = normalised(joined(parentOf(from), path));
  if (!include.all) {
    if (include.relative || tree.has(near)) return tree.has(near) ? [near] : [];
    const ending = `/${path}`;
    const found = tree
      .named(path.slice(path.lastIndexOf('/') + 1))
      .find((file) => file === path || file.endsWith(ending));
    return found === undefined ? [] : [found];
  }
  const wanted = normalised(path);
  const folders = tree.folders
    .map((folder) => folder.path)
    .filter(
      (folder) =>
        folder === near || (!include.relative && (folder === wanted || folder.endsWith(`/${wanted}`))),
    );
  const [folder] = folders;
  if (folder === undefined) return [];
  return tree.folders
    .filter((one) => one.path === folder || one.path.startsWith(`${folder}/`))
    .flatMap((one) => one.names.map((name) => joined(one.path, name)))
    .filter((file) => file !== from && /\.(sql|xml|ya?ml|json)$/i.test(file))
    .sort(compareText);
}

function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
