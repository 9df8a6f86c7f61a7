import type { Dialect } from '../../model/dialect';
import type { Tree } from './tree';

/** Whether a manifest in the folder or above it (go.mod, package.json, Cargo.toml, …) mentions a package. */
export function mentions(tree: Tree, folder: string, manifest: string, pattern: RegExp): boolean {
  return tree.above(folder, manifest).some((text) => pattern.test(text));
}

/** The dialect that the features of a Rust crate choose; null when there are several, or none. */
export function dialectOfCrate(tree: Tree, folder: string, crate: string): Dialect | null {
  for (const text of tree.above(folder, 'Cargo.toml')) {
    const entry = new RegExp(`^\\s*${crate}\\s*=\\s*(\\{[^}]*\\}|".*")`, 'm').exec(text)?.[1];
    const table = new RegExp(`^\\[[\\w.-]*dependencies\\.${crate}\\]([^[]*)`, 'm').exec(text)?.[1];
    const found = new Set(
      [...`${entry ?? ''} ${table ?? ''}`.matchAll(/"(postgres|mysql|mariadb|sqlite)(?:_backend)?"/g)].map(
        (match) => match[1] as Dialect,
      ),
    );
    if (found.size === 1) return [...found][0] ?? null;
  }
  return null;
}
