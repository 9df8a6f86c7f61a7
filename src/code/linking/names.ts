import { wholeModule } from '../commonjs-names';
import type { FileFacts } from '../facts';
import { FunctionRef, ModuleRef, NamedType, VariableRef, type Declaration } from './declarations';
import { FileCell } from './file-cell';
import type { ResolveModule } from './modules';

/** The names of all files and what they mean across files. Everything is found on demand and remembered. */
export class Names {
  private readonly cells = new Map<string, FileCell>();

  constructor(
    files: ReadonlyMap<string, FileFacts>,
    private readonly resolveModule: ResolveModule,
  ) {
    for (const [file, facts] of files) this.cells.set(file, new FileCell(facts));
  }

  cellOf(facts: FileFacts): FileCell {
    const known = this.cells.get(facts.file);
    if (known) return known;
    const cell = new FileCell(facts);
    this.cells.set(facts.file, cell);
    return cell;
  }

  /** What a name means in a function of a file (`within` -1: at module level); null when it is a global or unknown. */
  resolveName(facts: FileFacts, name: string, within: number): Declaration | null {
    const cell = this.cellOf(facts);
    for (let scope = within; scope >= 0; scope = facts.functions[scope]?.parent ?? -1) {
      const index = cell.functionIn(scope, name);
      if (index >= 0) return new FunctionRef(cell, index);
    }
    return this.resolveLocal(facts, name, 0);
  }

  /** What a file exports under a name; re-exports are followed, at most ten deep. */
  resolveExport(facts: FileFacts, name: string, depth = 0): Declaration | null {
    const known = this.cellOf(facts).exported;
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, null);
    const result = depth > 10 ? null : this.findExport(facts, name, depth);
    known.set(name, result);
    return result;
  }

  /** What a name at the top of a file means: declared there, or imported. */
  resolveLocal(facts: FileFacts, name: string, depth: number): Declaration | null {
    const cell = this.cellOf(facts);
    const { functions, classes, variables, interfaces, imports } = cell.names;
    const fn = functions.get(name);
    if (fn !== undefined) return new FunctionRef(cell, fn);
    const type = classes.get(name);
    if (type !== undefined) return new NamedType(cell, 'class', type);
    const variable = variables.get(name);
    if (variable !== undefined) return new VariableRef(cell, variable);
    const shape = interfaces.get(name);
    if (shape !== undefined) return new NamedType(cell, 'interface', shape);
    const at = imports.get(name);
    const imported = at === undefined ? undefined : facts.imports[at];
    return imported ? this.resolveImported(facts, imported.from, imported.imported, depth + 1) : null;
  }

  /** The file a specifier means; null for an installed package. */
  moduleOf(facts: FileFacts, specifier: string): FileFacts | null {
    const file = this.resolveModule(facts.file, specifier);
    return file === null ? null : (this.cells.get(file)?.facts ?? null);
  }

  /** What `import('./jobs').Jobs` means. */
  resolveImportType(facts: FileFacts, from: string, name: string): Declaration | null {
    return this.resolveImported(facts, from, name, 1);
  }

  private findExport(facts: FileFacts, name: string, depth: number): Declaration | null {
    for (const entry of facts.exports) {
      if (entry.exported !== name) continue;
      if (entry.from === null) return this.resolveLocal(facts, entry.local, depth + 1);
      return this.resolveImported(facts, entry.from, entry.local, depth + 1);
    }
    for (const entry of facts.exports) {
      if (entry.exported !== '*' || entry.from === null) continue;
      const target = this.moduleOf(facts, entry.from);
      const found = target ? this.resolveExport(target, name, depth + 1) : null;
      if (found) return found;
    }
    return null;
  }

  private resolveImported(facts: FileFacts, from: string, name: string, depth: number): Declaration | null {
    const target = this.moduleOf(facts, from);
    if (!target) return { kind: 'external', module: from, name };
    if (name === '*')
      return this.resolveExport(target, wholeModule, depth) ?? new ModuleRef(this.cellOf(target));
    return (
      this.resolveExport(target, name, depth) ??
      (name === 'default' ? this.resolveExport(target, wholeModule, depth) : null)
    );
  }
}
