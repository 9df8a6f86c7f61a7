import type { DraftStage } from '../recipes/recipe';
import { drizzleSchemaEdits, type SchemaFileEdits } from './drizzle';
import { prismaSchemaEdits } from './prisma';
import { schemaAfter, type StageInPlace } from './stage-tables';

/**
 * The edits of the file in which the project declares its schema, for the frameworks that have one. `created` is the
 * migration that is added for the stage; null: it stands in the place of the statement that asks.
 */
export function schemaFileEdits(stage: StageInPlace, created: string | null): SchemaFileEdits {
  const drizzle = drizzleSchemaEdits(stage, created);
  return { ...drizzle, edits: [...prismaSchemaEdits(stage), ...drizzle.edits] };
}

/** The stages, each with what a person has to do in the schema file in its application text. */
export function withSchemaWork(
  stages: readonly DraftStage[],
  { ground, old, surroundings }: Omit<StageInPlace, 'statements'>,
): readonly DraftStage[] {
  if (ground.history.framework !== 'drizzle') return stages;
  let { before } = ground;
  return stages.map((stage) => {
    const { statements } = stage;
    if (statements.length === 0) return stage;
    const own = { ground: { ...ground, before, asking: null }, statements, old, surroundings };
    const { byHand } = drizzleSchemaEdits(own, null);
    before = schemaAfter(before, statements, (text) => surroundings.readSql(text));
    if (byHand.length === 0) return stage;
    const work = `In the Drizzle schema, by hand: ${byHand.join('; ')}. drizzle-kit writes a statement for it: leave that out, the stage has run it.`;
    return {
      ...stage,
      application: stage.application === 'Nothing to do.' ? work : `${stage.application} ${work}`,
    };
  });
}
