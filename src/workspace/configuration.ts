import { z } from 'zod';
import { parseYaml } from '../document/yaml';
import { intervals, nothingDeclared, type Decommission } from '../evolution/decommission';
import type { FolderSettings } from '../migrations/configured';
import { dialects, type Dialect } from '../model/dialect';
import type { Level } from '../model/finding';
import { frameworkNames, transactionModes } from '../model/migration';
import type { Range } from '../model/text';
import { rolloutPatterns } from '../risk/numbers';
import { ruleIds } from '../rules/registry';
import type { FlagSettings } from '../rules/rule';

export const configurationFile = 'evolens.yml';

const dialect = z
  .enum(dialects)
  .describe('The SQL dialect of the migrations. Found by itself when left out.');
const databaseVersion = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)*$/)])
  .transform((value) => Number.parseFloat(String(value)))
  .describe('The oldest server version the migrations must run on, for example 16 or 8.0.');
const released = z
  .string()
  .describe(
    'The last migration that already runs in production, by file or folder name. It and all before it stay quiet. `none`: nothing is released.',
  );
const level = z.enum(['error', 'warning', 'info', 'off']);

const history = z.strictObject({
  folder: z.string().describe('The folder that holds the migrations, relative to this file.'),
  framework: z
    .enum(frameworkNames)
    .optional()
    .describe('The tool that runs them. Found by itself when left out.'),
  dialect: dialect.optional(),
  databaseVersion: databaseVersion.optional(),
  transaction: z
    .enum(transactionModes)
    .optional()
    .describe(
      'What the tool does around a file that does not say otherwise: wrapped in a transaction, autocommit statement by statement, single-query (all statements sent as one query), or unknown.',
    ),
  released: released.optional(),
  start: z
    .string()
    .optional()
    .describe(
      'What the history starts from: a migration that replaces those before it, or a file with a dump of the schema (db/structure.sql), relative to this file. It counts as released.',
    ),
});

const table = z.strictObject({
  rows: z.number().nonnegative().optional().describe('About how many rows it has in production.'),
  criticality: z
    .enum(['low', 'medium', 'high', 'critical'])
    .optional()
    .describe('How bad it is when the table cannot be used.'),
  users: z
    .enum(['under-1', '1-10', '10-50', 'over-50'])
    .optional()
    .describe('Share of users, in percent, that are hit when it fails.'),
  payer: z.enum(['internal', 'free', 'paying', 'regulated']).optional().describe('Who pays when it fails.'),
  owner: z.string().optional(),
});

const tablesConcerned = z.array(z.string()).optional().describe('Tables it uses. Any, when left out.');

const batch = z.strictObject({
  name: z.string().min(1),
  every: z
    .union([z.enum(Object.keys(intervals) as (keyof typeof intervals)[]), z.number().positive()])
    .describe('How often it runs: a word, or the number of days between two runs.'),
  tables: tablesConcerned,
});

const credential = z.strictObject({
  name: z.string().min(1),
  expires: z.iso.date().describe('The day the last one given out expires, YYYY-MM-DD.'),
  tables: tablesConcerned,
});

const schema = z.strictObject({
  version: z.literal(1).optional().describe('The version of this file format.'),
  dialect: dialect.optional(),
  databaseVersion: databaseVersion.optional(),
  released: released.optional(),
  histories: z
    .array(history)
    .optional()
    .describe('Settings for single migration folders; they override detection and the settings above.'),
  base: z
    .string()
    .optional()
    .describe(
      'What the work is compared with: a branch, tag or commit. Default: origin/HEAD, main or master.',
    ),
  deployed: z
    .string()
    .optional()
    .describe(
      'The code that runs in production while a change is rolled out: a tag or branch. Default: the tip of the base branch.',
    ),
  rules: z.record(z.string(), level).optional().describe('A level for each rule id.'),
  ignore: z.array(z.string()).optional().describe('Files that are not analysed, as lines of a .gitignore.'),
  tables: z
    .record(z.string(), table)
    .optional()
    .describe('What the team knows of its tables: it makes findings louder and the blast radius sharper.'),
  batches: z
    .array(batch)
    .optional()
    .describe('Jobs that run now and then: an old shape stays until the rarest of them has run once more.'),
  credentials: z
    .array(credential)
    .optional()
    .describe('What lets clients call old versions: an old shape stays until 30 days after it has expired.'),
  flags: z
    .strictObject({
      killSwitches: z
        .array(z.string().min(1))
        .optional()
        .describe(
          'Feature flags that stay for good, to switch something off in an emergency. `*` stands for any part.',
        ),
      staleAfterDays: z
        .number()
        .positive()
        .optional()
        .describe('After how many days a feature flag should be gone. Default: 180.'),
    })
    .optional(),
  queries: z
    .strictObject({
      confirmByTypes: z
        .boolean()
        .optional()
        .describe(
          'Whether the command line asks the TypeScript checker about findings of queries: what it refutes goes away, what it confirms says so. Default: false.',
        ),
    })
    .optional(),
  risk: z
    .strictObject({
      revenuePerMinute: z.number().nonnegative().optional(),
      recoveryCost: z.number().nonnegative().optional(),
      rolloutPattern: z
        .enum(rolloutPatterns)
        .optional()
        .describe('How changes are usually made; it decides the base rate of failure.'),
    })
    .optional(),
});

export type TableDeclaration = z.output<typeof table>;

/** What `evolens.yml` says, with every default filled in. */
export interface Configuration {
  readonly dialect: Dialect | null;
  readonly databaseVersion: number | null;
  readonly released: string | null;
  readonly histories: readonly HistorySettings[];
  readonly base: string | null;
  readonly deployed: string | null;
  readonly rules: Readonly<Record<string, Level>>;
  readonly ignore: readonly string[];
  readonly tables: Readonly<Record<string, TableDeclaration>>;
  readonly risk: NonNullable<z.output<typeof schema>['risk']>;
  readonly decommission: Decommission;
  readonly flags: FlagSettings;
  /** Ask the type checker about findings of queries, off the hot path. */
  readonly confirmByTypes: boolean;
}

export interface HistorySettings extends FolderSettings {
  readonly databaseVersion: number | null;
  readonly released: string | null;
}

/** A fault of the configuration file: absolute range in it. */
export interface ConfigurationProblem {
  readonly message: string;
  readonly range: Range;
}

export const emptyConfiguration: Configuration = {
  dialect: null,
  databaseVersion: null,
  released: null,
  histories: [],
  base: null,
  deployed: null,
  rules: {},
  ignore: [],
  tables: {},
  risk: {},
  decommission: nothingDeclared,
  flags: { killSwitches: [], staleAfterDays: 180 },
  confirmByTypes: false,
};

/** Reads `evolens.yml`. A file with faults gives the empty configuration and says where each fault is. */
export function readConfiguration(text: string): {
  readonly configuration: Configuration;
  readonly problems: readonly ConfigurationProblem[];
} {
  const document = parseYaml(text);
  if (document.problems.length > 0) return { configuration: emptyConfiguration, problems: document.problems };
  const parsed = schema.safeParse(document.value ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      message: `${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message}.`,
      range: document.rangeOf(issue.path.map(pathPart)),
    }));
    return { configuration: emptyConfiguration, problems };
  }
  const unknown = Object.keys(parsed.data.rules ?? {}).filter((rule) => !ruleIds.has(rule));
  const problems = unknown.map((rule) => ({
    message: `rules.${rule}: there is no rule of this name. \`evolens rules\` lists them.`,
    range: document.rangeOf(['rules', rule]),
  }));
  return { configuration: complete(parsed.data), problems };
}

/** The JSON Schema of the file, for completion in editors. */
export function configurationJsonSchema(): object {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as {
    properties: Record<string, unknown>;
  };
  const levels = { enum: ['error', 'warning', 'info', 'off'] };
  const rules = Object.fromEntries([...ruleIds].sort().map((id) => [id, levels]));
  json.properties['rules'] = {
    type: 'object',
    description: 'A level for each rule.',
    properties: rules,
    additionalProperties: false,
  };
  return { $id: 'evolens.schema.json', title: 'Evolens configuration', ...json };
}

function pathPart(part: PropertyKey): string | number {
  return typeof part === 'symbol' ? String(part) : part;
}

/** As the other paths of a project: no `./` before and no `/` behind; the root itself is ''. */
function pathOf(written: string): string {
  return written.replace(/^\.(?:\/|$)/, '').replace(/\/+$/, '');
}

function complete(data: z.output<typeof schema>): Configuration {
  return {
    dialect: data.dialect ?? null,
    databaseVersion: data.databaseVersion ?? null,
    released: data.released ?? null,
    histories: (data.histories ?? []).map((entry) => ({
      folder: pathOf(entry.folder),
      framework: entry.framework ?? null,
      dialect: entry.dialect ?? null,
      transaction: entry.transaction ?? null,
      start: entry.start === undefined ? null : pathOf(entry.start),
      databaseVersion: entry.databaseVersion ?? null,
      released: entry.released ?? null,
    })),
    base: data.base ?? null,
    deployed: data.deployed ?? null,
    rules: data.rules ?? {},
    ignore: data.ignore ?? [],
    tables: data.tables ?? {},
    risk: data.risk ?? {},
    confirmByTypes: data.queries?.confirmByTypes ?? emptyConfiguration.confirmByTypes,
    flags: {
      killSwitches: data.flags?.killSwitches ?? emptyConfiguration.flags.killSwitches,
      staleAfterDays: data.flags?.staleAfterDays ?? emptyConfiguration.flags.staleAfterDays,
    },
    decommission: {
      batches: (data.batches ?? []).map(({ name, every, tables }) => ({
        name,
        everyDays: typeof every === 'number' ? every : intervals[every],
        tables: tables ?? null,
      })),
      credentials: (data.credentials ?? []).map(({ name, expires, tables }) => ({
        name,
        expires,
        tables: tables ?? null,
      })),
    },
  };
}
