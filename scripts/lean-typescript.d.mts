import type { Plugin } from 'esbuild';

export function leanTypeScript(root: string): Plugin;
