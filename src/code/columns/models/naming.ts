import type { FileFacts } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';

/** How a library turns names of the code into names of the database; `unknown`: by code of the project's own. */
export type Naming = 'as-written' | 'snake' | 'unknown';

/** The naming strategies that the clients of a root are given. */
export interface Namings {
  readonly typeorm: Naming;
  readonly mikroOrm: Naming;
  /** `define: { underscored: true }` given to the client. */
  readonly sequelize: Naming;
  /** `casing: 'snake_case'`. */
  readonly drizzle: Naming;
  /** `knexSnakeCaseMappers()`. */
  readonly objection: Naming;
  /** CamelCasePlugin. */
  readonly kysely: Naming;
}

/**
 * Looks at what clients are constructed with. Sources: SnakeNamingStrategy of typeorm-naming-strategies;
 * mikro-orm.io/docs/naming-strategy; sequelize.org/docs/v6/other-topics/naming-strategies;
 * orm.drizzle.team/docs/sql-schema-declaration#camel-and-snake-casing; vincit.github.io/objection.js/recipes/snake-case-to-camel-case-conversion;
 * kysely-org.github.io CamelCasePlugin.
 */
export function namingsOf(program: Program): Namings {
  const found: Record<keyof Namings, Naming> = {
    typeorm: 'as-written',
    mikroOrm: 'snake',
    sequelize: 'as-written',
    drizzle: 'as-written',
    objection: 'as-written',
    kysely: 'as-written',
  };
  for (const facts of program.files.values()) {
    for (const item of facts.classes) {
      const bases = [item.extends?.name, ...item.implements.map((base) => base.name)];
      if (bases.includes('DefaultNamingStrategy') || bases.includes('NamingStrategyInterface'))
        found.typeorm = 'unknown';
      if (bases.some((base) => /^(?:Abstract|Underscore|EntityCase)NamingStrategy$/.test(base ?? '')))
        found.mikroOrm = 'unknown';
    }
  }
  for (const facts of program.files.values()) readCalls(facts, found);
  return found;
}

function readCalls(facts: FileFacts, found: Record<keyof Namings, Naming>): void {
  for (const call of facts.calls) {
    if (call.kind === 'new' && /^Snake(?:Case)?NamingStrategy$/.test(call.name)) found.typeorm = 'snake';
    else if (call.name === 'CamelCasePlugin') found.kysely = 'snake';
    else if (call.name === 'knexSnakeCaseMappers') found.objection = 'snake';
    else if (call.name === 'Sequelize' && call.kind === 'new') {
      for (const shape of call.shapes ?? [])
        if (isTrue(propertyShape(propertyShape(shape, 'define') ?? undefined, 'underscored')))
          found.sequelize = 'snake';
    } else if (call.name === 'drizzle' || call.name === 'defineConfig') {
      for (const shape of call.shapes ?? []) {
        const casing = propertyShape(shape, 'casing');
        if (casing?.kind === 'text') found.drizzle = casing.text === 'snake_case' ? 'snake' : 'as-written';
        const strategy = propertyShape(shape, 'namingStrategy');
        if (strategy?.kind === 'value' && strategy.value.root.kind === 'name')
          found.mikroOrm = strategies[strategy.value.root.name] ?? 'unknown';
      }
    }
  }
}

const strategies: Readonly<Record<string, Naming>> = {
  UnderscoreNamingStrategy: 'snake',
  EntityCaseNamingStrategy: 'as-written',
};

/** The name a strategy makes of a name of the code; null when the strategy is not known. */
export function nameBy(naming: Naming, name: string): string | null {
  if (naming === 'unknown') return null;
  return naming === 'snake' ? snakeCase(name) : name;
}

/** `orderItem` and `OrderItem` → `order_item`; `fooID` → `foo_id`, as TypeORM, MikroORM, Sequelize, Drizzle and Knex agree on plain names. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

export function isTrue(shape: { readonly kind: string; readonly text?: string } | null): boolean {
  return shape?.kind === 'literal' && shape.text === 'true';
}
