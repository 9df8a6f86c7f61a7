import type { FileFacts, TypeRef } from '../facts';
import type { DeclaredKind, FileCell } from './file-cell';

/**
 * Something declared in a file, by its name. Stays true when bodies of the file change, and when names are added
 * to it or taken away.
 */
abstract class Declared {
  private readonly name: string | null;
  private readonly number: number;

  constructor(
    protected readonly cell: FileCell,
    private readonly declaredKind: DeclaredKind,
    private readonly own: number,
  ) {
    const list = cell.declared(declaredKind);
    this.name = list.nameAt(own);
    this.number = this.name === null ? -1 : list.numberOf(own);
  }

  get facts(): FileFacts {
    return this.cell.facts;
  }

  /** Index into the facts of the file as it is now. What has no name is meant in its own file only. */
  get index(): number {
    return this.name === null
      ? this.own
      : this.cell.declared(this.declaredKind).indexOf(this.name, this.number);
  }

  is(other: Declared): boolean {
    return this.cell === other.cell && this.declaredKind === other.declaredKind && this.index === other.index;
  }
}

/** A function in its file. */
export class FunctionRef extends Declared {
  readonly kind = 'function';

  constructor(cell: FileCell, index: number) {
    super(cell, 'function', index);
  }
}

export class VariableRef extends Declared {
  readonly kind = 'variable';

  constructor(cell: FileCell, index: number) {
    super(cell, 'variable', index);
  }
}

/** A class or an interface (or type alias). */
export class NamedType extends Declared {
  constructor(
    cell: FileCell,
    readonly kind: 'class' | 'interface',
    index: number,
  ) {
    super(cell, kind, index);
  }
}

/** The whole of a file. */
export class ModuleRef {
  readonly kind = 'module';

  constructor(private readonly cell: FileCell) {}

  get facts(): FileFacts {
    return this.cell.facts;
  }
}

/** A name of an installed package, or of nothing known. */
export interface ExternalDeclaration {
  readonly kind: 'external';
  readonly module: string;
  readonly name: string;
}

/** What a name means. */
export type Declaration = FunctionRef | VariableRef | NamedType | ModuleRef | ExternalDeclaration;

/** A type of the workspace, with the arguments it was written with, and the file they were written in. */
export class TypeOfWorkspace extends NamedType {
  constructor(
    cell: FileCell,
    kind: 'class' | 'interface',
    index: number,
    readonly args: readonly TypeRef[],
    private readonly fromCell: FileCell,
  ) {
    super(cell, kind, index);
  }

  get from(): FileFacts {
    return this.fromCell.facts;
  }
}

/** A type of an installed package, or one that was not found (`module` is ''). `drizzle()` is what the function `drizzle` of the package gives. */
export class ExternalType {
  readonly kind = 'external';

  constructor(
    readonly module: string,
    readonly name: string,
    readonly args: readonly TypeRef[],
    private readonly fromCell: FileCell,
  ) {}

  get from(): FileFacts {
    return this.fromCell.facts;
  }
}

/** A type as far as the code shows it. */
export type TypeHit = TypeOfWorkspace | ExternalType;
