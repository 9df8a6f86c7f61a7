import type { DeclaredModel, LibraryName } from '../../../model/code';
import type { EntityCatalogue } from '../../libraries/typeorm-entities';
import type { Program } from '../../linking/program';
import { drizzleModels } from './drizzle-models';
import { kyselyModels } from './kysely-models';
import { mikroOrmModels } from './mikro-orm-models';
import { mongooseModels } from './mongoose-models';
import { namingsOf, type Namings } from './naming';
import { objectionModels } from './objection-models';
import { prismaModels } from './prisma-models';
import { sequelizeClassModels } from './sequelize-decorators';
import { sequelizeModels } from './sequelize-models';
import { typeormModels } from './typeorm-models';

/** The tables that the code of a root declares, found by library, by file and name. */
export class ModelCatalogue {
  readonly all: readonly DeclaredModel[];
  private readonly byName = new Map<string, DeclaredModel[]>();
  private readonly byTable = new Map<string, DeclaredModel[]>();

  constructor(
    program: Program,
    entities: EntityCatalogue,
    prismaSchemas: ReadonlyMap<string, string>,
    namings: Namings = namingsOf(program),
  ) {
    this.all = [
      ...prismaModels(prismaSchemas),
      ...typeormModels(entities),
      ...mikroOrmModels(program, namings.mikroOrm),
      ...sequelizeModels(program, namings.sequelize),
      ...sequelizeClassModels(program, namings.sequelize),
      ...objectionModels(program, namings.objection),
      ...drizzleModels(program, namings.drizzle),
      ...kyselyModels(program, namings.kysely),
      ...mongooseModels(program),
    ].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start));
    for (const model of this.all) {
      add(this.byName, `${model.library} ${model.name}`, model);
      add(this.byTable, model.table.toLowerCase(), model);
    }
  }

  /** The model of a library by its name in the code; the one of that file first. */
  named(library: LibraryName, name: string, file: string | null = null): DeclaredModel | null {
    const found = this.byName.get(`${library} ${name}`) ?? [];
    return found.find((model) => model.file === file) ?? found[0] ?? null;
  }

  /** Every model of a table, whatever the case of its name. */
  ofTable(table: string): readonly DeclaredModel[] {
    return this.byTable.get(table.toLowerCase()) ?? [];
  }
}

function add(map: Map<string, DeclaredModel[]>, key: string, model: DeclaredModel): void {
  const list = map.get(key);
  if (list) list.push(model);
  else map.set(key, [model]);
}
