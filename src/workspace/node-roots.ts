import fs from 'node:fs';
import path from 'node:path';
import { configurationFile } from './configuration';
import { createNodeFiles } from './node-files';
import { createNodeRevisions } from './node-revisions';
import type { FilePort, Ports } from './ports';

/** The root that a path is judged in: the nearest folder above it that has a configuration, else `fallback`. */
export function rootOf(target: string, fallback: string): string {
  const start = isFolder(target) ? target : path.dirname(target);
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, configurationFile))) return folder;
    if (folder === path.dirname(folder)) break;
  }
  if (isInside(target, fallback)) return fallback;
  return projectAbove(start, target);
}

/** Outside the current folder: the nearest folder with a package.json or a repository, else the one that holds the history. */
function projectAbove(start: string, target: string): string {
  for (let folder = start; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json')) || fs.existsSync(path.join(folder, '.git')))
      return folder;
  }
  return path.basename(target) === 'migration.sql' ? path.dirname(start) : start;
}

/** Folders below a root that have a configuration of their own, relative to it: they are roots themselves. */
export function nestedRoots(files: FilePort): readonly string[] {
  return files
    .list()
    .flatMap((file) =>
      file.endsWith(`/${configurationFile}`) ? [file.slice(0, -configurationFile.length - 1)] : [],
    );
}

/** Ports of a root on disk. Files below nested roots belong to those; only their configurations are listed, as signs of them. */
export function createNodePorts(
  root: string,
  options: {
    readonly history: boolean;
    readonly log: (message: string) => void;
    /** The root's files where the caller has them already. */
    readonly files?: FilePort;
  },
): Ports {
  const files = options.files ?? createNodeFiles(root);
  const nested = nestedRoots(files);
  const signs = new Set(nested.map((folder) => `${folder}/${configurationFile}`));
  const isOwn = (file: string): boolean =>
    signs.has(file) || !nested.some((folder) => file.startsWith(`${folder}/`));
  return {
    files: {
      list: () => (nested.length === 0 ? files.list() : files.list().filter(isOwn)),
      read: (file) => files.read(file),
    },
    revisions: options.history ? createNodeRevisions(root) : null,
    now: () => new Date(),
    log: options.log,
  };
}

export function isFolder(target: string): boolean {
  return fs.statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function isInside(target: string, folder: string): boolean {
  const relative = path.relative(folder, target);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

/** A path relative to a root in the form the analysis uses. */
export function relativePath(root: string, target: string): string {
  return path.relative(root, target).split(path.sep).join('/');
}
