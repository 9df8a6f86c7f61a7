import assert from 'node:assert/strict';
import { planChange } from '../../../src/workspace/plan-change';
import { defaultOptions, type Answers } from '../../../src/evolution/recipes/recipe';
import { Work, type Files } from './project';

const table = 'CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);\n';
const rename = { table: 'orders', column: 'total', to: 'amount' };

function project(packages: Readonly<Record<string, object>>, more: Files = {}, dialect = 'postgres'): Work {
  const manifests = Object.entries(packages).map(([file, dependencies]) => [
    file,
    JSON.stringify({ dependencies }),
  ]);
  return new Work({
    'evolens.yml': `version: 1\ndialect: ${dialect}\n`,
    'packages/db/migrations/001_create.sql': table,
    ...(Object.fromEntries(manifests) as Files),
    ...more,
  });
}

async function scriptIn(work: Work, answers: Answers = rename): Promise<{ file: string; text: string }> {
  await work.planned('rename-column', answers, { backfill: 'script' });
  const [file, text] = [...work.files].find(([one]) => /backfill\.\w+$/.test(one)) ?? [];
  assert.ok(file !== undefined && text !== undefined);
  return { file, text };
}

async function refusal(work: Work): Promise<string> {
  const { project: opened, analyser, ports } = await work.open();
  const options = { ...defaultOptions, backfill: 'script' as const };
  const planned = planChange(
    { kind: 'rename-column', answers: rename, options, folder: null, owner: null },
    opened,
    analyser,
    ports,
  );
  assert.ok('refused' in planned);
  return planned.refused;
}

describe('the script of a backfill', () => {
  it('takes the driver of the package that has the migrations, and tsx where there is one', async () => {
    const work = project({
      'package.json': { tsx: '4' },
      'packages/db/package.json': { pg: '8', postgres: '3' },
    });
    const { file, text } = await scriptIn(work);
    assert.match(file, /^evolutions\/[^/]+\/2-backfill\.ts$/);
    assert.ok(
      text.includes(
        `const pg = createRequire(resolve('packages/db/package.json'))('pg') as typeof import('pg');`,
      ),
    );
    assert.ok(text.includes(`//   npx tsx ${file}\n`));
  });

  it('is JavaScript that Node takes as it is where nothing runs TypeScript', async () => {
    const { file, text } = await scriptIn(project({ 'package.json': { postgres: '3' } }));
    assert.match(file, /2-backfill\.mjs$/);
    assert.ok(text.includes("import postgres from 'postgres';"));
    assert.doesNotMatch(text, /: string| as Key|type Key/);
    assert.ok(text.includes('process.env.DATABASE_URL'));
  });

  for (const [what, files, name] of [
    [
      'schema.prisma',
      {
        'packages/db/schema.prisma':
          'datasource db {\n  provider = "postgresql"\n  url = env("POSTGRES_PRISMA_URL")\n  shadowDatabaseUrl = env("SHADOW_DATABASE_URL")\n}\n',
      },
      'POSTGRES_PRISMA_URL',
    ],
    [
      'the settings of the library',
      {
        'packages/db/knexfile.js':
          "module.exports = { client: 'pg', cache: process.env.REDIS_URL, connection: process.env['PG_CONNECTION_STRING'] };\n",
      },
      'PG_CONNECTION_STRING',
    ],
    [
      'no file of another package',
      { 'apps/web/knexfile.js': 'module.exports = { connection: process.env.OTHER_DATABASE_URL };\n' },
      'DATABASE_URL',
    ],
  ] as const)
    it(`takes the name of the address from ${what}`, async () => {
      const { text } = await scriptIn(project({ 'packages/db/package.json': { pg: '8' } }, files));
      assert.ok(text.includes(`process.env.${name};`), text);
    });

  it('is no code that runs beside the schema: nothing is found in it, and it holds no stage back', async () => {
    const work = project({ 'package.json': { pg: '8' } });
    const { file } = await scriptIn(work);
    const findings = await work.findings();
    assert.deepEqual(
      findings.filter((one) => one.file === file),
      [],
    );
    work.release();
    work.later(25);
    const outcome = await work.advance();
    assert.ok(outcome.kind === 'missing');
    assert.match(
      outcome.missing.join('\n'),
      /^Run evolutions\/.*2-backfill\.mjs outside the migration runner/,
    );
  });

  it("takes Prisma's adapter where the client needs one, and says in the list what is to be run", async () => {
    const { text } = await scriptIn(
      project({ 'package.json': { '@prisma/client': '7', '@prisma/adapter-pg': '7' } }),
    );
    assert.ok(text.includes("import { PrismaPg } from '@prisma/adapter-pg';"));
    assert.ok(text.includes('new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) })'));
    const plain = await scriptIn(project({ 'package.json': { '@prisma/client': '6' } }));
    assert.ok(plain.text.includes('new PrismaClient();'));
    assert.doesNotMatch(plain.text, /adapter/);
  });

  it('is refused where the project has no driver, with the drivers that would do', async () => {
    const none = project({ 'package.json': { express: '4' } });
    assert.equal(
      await refusal(none),
      'A script needs a driver that the project depends on, and package.json names none of pg, postgres, @prisma/client: add one, or leave out --set backfill=script.',
    );
    const generated = project(
      { 'package.json': { '@prisma/client': '7' } },
      {
        'prisma/schema.prisma':
          'generator client {\n  provider = "prisma-client"\n  output = "../src/db"\n}\ndatasource db {\n  provider = "postgresql"\n}\n',
      },
    );
    assert.match(await refusal(generated), /names none of/);
  });

  it('is refused without a key to go by, and where the database has no such form', async () => {
    const keyless = project(
      { 'package.json': { pg: '8' } },
      { 'packages/db/migrations/001_create.sql': 'CREATE TABLE orders (total integer NOT NULL);\n' },
    );
    assert.match(await refusal(keyless), /^orders has no unique key .* --set key=…/);
    const sqlite = project(
      { 'package.json': { 'better-sqlite3': '11' } },
      {
        'packages/db/migrations/001_create.sql':
          'CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);\n',
      },
      'sqlite',
    );
    assert.match(await refusal(sqlite), /written as SQL only/);
  });
});
