import type { FileFacts, TypeRef } from '../facts';
import type { FileCell } from './file-cell';

/** Something declared in a file of the workspace. Stays true when bodies of the file change. */
abstract class Declared {
  constructor(protected readonly cell: FileCell) {}

  get facts(): FileFacts {
    return this.cell.facts;
  }

  /** Index into the facts of the file as it is now. */
  abstract get index(): number;
}

/** A function in its file. */
export class FunctionRef extends Declared {
  readonly kind = 'function';

  private constructor(
    cell: FileCell,
    private readonly number: number,
    /** Of a function that has no number: it is named in its own file only. */
    private readonly own: number,
  ) {
    super(cell);
  }

  static at(cell: FileCell, index: number): FunctionRef {
    return new FunctionRef(cell, cell.functions.numberOf(index), index);
  }

  get index(): number {
    return this.number < 0 ? this.own : this.cell.functions.indexOf(this.number);
  }

  is(other: FunctionRef): boolean {
    return this.cell === other.cell && this.index === other.index;
  }
}

export class VariableRef extends Declared {
  readonly kind = 'variable';

  private constructor(
    cell: FileCell,
    private readonly number: number,
    private readonly own: number,
  ) {
    super(cell);
  }

  static at(cell: FileCell, index: number): VariableRef {
    return new VariableRef(cell, cell.variables.numberOf(index), index);
  }

  get index(): number {
    return this.number < 0 ? this.own : this.cell.variables.indexOf(this.number);
  }
}

/** A class or an interface (or type alias). */
export class NamedType extends Declared {
  constructor(
    cell: FileCell,
    readonly kind: 'class' | 'interface',
    readonly index: number,
  ) {
    super(cell);
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
