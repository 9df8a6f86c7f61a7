import type { LibraryName } from '../../model/code';
import type { CallFact, FileFacts } from '../facts';
import type { Program } from '../linking/program';
import { recogniseDrizzle } from './drizzle';
import { recogniseKnex } from './knex';
import { recogniseKysely } from './kysely';
import { recogniseMikroOrm } from './mikro-orm';
import { recogniseMongoose } from './mongoose';
import { recogniseObjection } from './objection';
import { recognisePrisma } from './prisma';
import type { LibraryContext, Recognition } from './recognition';
import { recogniseSequelize } from './sequelize';
import { recogniseSupabase } from './supabase';
import { recogniseTypeorm } from './typeorm';

export interface Library {
  readonly name: LibraryName;
  /** Packages by which a root is known to use it; null: its clients may be known without. */
  readonly packages: RegExp | null;
  /** The query that a call is, or null. */
  readonly recognise: (context: LibraryContext, facts: FileFacts, call: CallFact) => Recognition | null;
}

/** The libraries, in the order in which a call is shown to them. Raw SQL is known by its text (raw-sql.ts). */
export const libraries: readonly Library[] = [
  { name: 'prisma', packages: null, recognise: recognisePrisma },
  { name: 'mikro-orm', packages: /^@mikro-orm\//, recognise: recogniseMikroOrm },
  { name: 'typeorm', packages: /^typeorm(?:\/|$)|^@nestjs\/typeorm/, recognise: recogniseTypeorm },
  { name: 'drizzle', packages: /^drizzle-orm(?:\/|$)/, recognise: recogniseDrizzle },
  { name: 'kysely', packages: /^kysely(?:-|\/|$)/, recognise: recogniseKysely },
  {
    name: 'sequelize',
    packages: /^(?:sequelize|sequelize-typescript|@sequelize\/core)$/,
    recognise: recogniseSequelize,
  },
  { name: 'objection', packages: /^objection$/, recognise: recogniseObjection },
  { name: 'mongoose', packages: /^(?:mongoose|@nestjs\/mongoose)$/, recognise: recogniseMongoose },
  { name: 'supabase', packages: /^@supabase\//, recognise: recogniseSupabase },
  // Last: what Knex is handed as text is read as such.
  { name: 'knex', packages: null, recognise: recogniseKnex },
];

const used = new WeakMap<Program, readonly Library[]>();

/** The libraries that some file of a root imports. */
function librariesOf(program: Program): readonly Library[] {
  let found = used.get(program);
  if (!found) {
    const specifiers = new Set(
      [...program.files.values()].flatMap((facts) => facts.imports.map((item) => item.from)),
    );
    found = libraries.filter(
      ({ packages }) => packages === null || [...specifiers].some((from) => packages.test(from)),
    );
    used.set(program, found);
  }
  return found;
}

/** Imports of the root changed: its libraries are looked up anew. */
export function forgetLibraries(program: Program): void {
  used.delete(program);
}

/** The query that a call is. `raw`: what its SQL text says, where it has one. */
export function recognise(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
  raw: Recognition | undefined,
): Recognition | null {
  if (call.kind === 'new') return null;
  for (const library of librariesOf(context.program)) {
    if (raw && library.name === 'knex') return raw;
    const found = library.recognise(context, facts, call);
    if (found) return found.verb === 'raw' && raw ? withText(found, raw) : found;
  }
  return raw ?? null;
}

/** A library's own call that runs a text: `prisma.$queryRaw`. */
function withText(found: Recognition, raw: Recognition): Recognition {
  const { client, inTransaction } = found.details;
  return {
    ...found,
    verb: raw.verb,
    table: found.table ?? raw.table,
    details: { ...raw.details, client, inTransaction },
  };
}
