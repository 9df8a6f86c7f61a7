/** An object of the tree that the parser makes of a PL/pgSQL body; zero and false are left out in it. */
export type Tree = Readonly<Record<string, unknown>>;

export function asTree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? (value as Tree) : {};
}

/** The SQL of an expression or statement, or null. */
export function textOf(expression: unknown): string | null {
  const query = asTree(asTree(expression)['PLpgSQL_expr'])['query'];
  return typeof query === 'string' ? query : null;
}

export function isStatement(item: unknown): boolean {
  return Object.keys(asTree(item)).some((key) => key.startsWith('PLpgSQL_stmt_'));
}

export interface LoopVariable {
  readonly name: string;
  /** A record takes the whole row, the others take a column each. */
  readonly isRow: boolean;
}

/** The variables that a body declares, by the numbers that its statements know them by. */
export class Datums {
  readonly all: readonly Tree[];

  constructor(tree: readonly unknown[]) {
    const datums = asTree(asTree(tree[0])['PLpgSQL_function'])['datums'];
    this.all = (Array.isArray(datums) ? datums : []).map((datum: unknown) =>
      asTree(Object.values(asTree(datum))[0]),
    );
  }

  /** The variable of a number; that of the record for one of its fields. */
  nameOf(number: unknown): string | null {
    const index = typeof number === 'number' ? number : 0;
    const name = this.all[index]?.['refname'];
    if (typeof name === 'string') return name;
    const parent = this.all[index]?.['recparentno'];
    return typeof parent === 'number' && parent !== index ? this.nameOf(parent) : null;
  }

  /** Every variable that is a target anywhere in a tree. */
  assignedIn(tree: unknown, names = new Set<string>()): ReadonlySet<string> {
    if (Array.isArray(tree)) for (const item of tree) this.assignedIn(item, names);
    else if (typeof tree === 'object' && tree !== null)
      for (const [key, child] of Object.entries(tree as Tree)) {
        const name = this.target(key, child);
        if (name !== null) names.add(name);
        if (key === 'fields' && Array.isArray(child))
          for (const field of child) names.add(String(asTree(field)['name']));
        this.assignedIn(child, names);
      }
    return names;
  }

  private target(key: string, child: unknown): string | null {
    if (key === 'refname') return String(child);
    if (key === 'PLpgSQL_stmt_assign' || key === 'PLpgSQL_stmt_foreach_a')
      return this.nameOf(asTree(child)['varno']);
    return key === 'PLpgSQL_diag_item' ? this.nameOf(asTree(child)['target']) : null;
  }

  /** What a FOR or FOREACH gives a value to in each round. */
  loopVariables(loop: Tree): readonly LoopVariable[] {
    const [kind, target] = Object.entries(asTree(loop['var']))[0] ?? [];
    const name = asTree(target)['refname'];
    if (kind === 'PLpgSQL_rec' && typeof name === 'string') return [{ name, isRow: true }];
    if (kind === 'PLpgSQL_var' && typeof name === 'string') return [{ name, isRow: false }];
    const fields = asTree(target)['fields'];
    if (kind === 'PLpgSQL_row' && Array.isArray(fields))
      return fields.map((field) => ({ name: String(asTree(field)['name']), isRow: false }));
    const own = this.nameOf(loop['varno']);
    return own === null ? [] : [{ name: own, isRow: false }];
  }
}

export function isArray(datatype: unknown): boolean {
  return String(asTree(asTree(datatype)['PLpgSQL_type'])['typname']).endsWith('[]');
}
