import assert from 'node:assert/strict';
import { Scenario } from './scenario';
import { typeormProject } from './typeorm-project';

const change = 'src/migrations/1700000000002-Change.ts';

interface Output {
  readonly summary: { files: number; statements: number; notAnalysed: number; findings: number };
  readonly findings: readonly {
    rule: string;
    severity: string;
    file: string;
    range: Range;
    evidence: readonly { file: string; range: Range }[];
    fixes: readonly { kind: string; edits: readonly { file: string; range: Range; newText: string }[] }[];
  }[];
  readonly notAnalysed: readonly { file: string; range: Range; reason: string }[];
}
interface Range {
  readonly start: { line: number; character: number };
  readonly end: { line: number; character: number };
}

function check(scenario: Scenario, ...words: readonly string[]): Output {
  const ran = scenario.run('check', '--format', 'json', ...words);
  assert.equal(ran.error, '');
  return JSON.parse(ran.out) as Output;
}

/** What is written at a range of a text. */
function at(text: string, { start, end }: Range): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Range['start']): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return text.slice(offset(start), offset(end));
}

describe('evolens on migrations in TypeScript', () => {
  it('reports at the call, or inside the string', () => {
    const output = check(new Scenario(typeormProject));
    assert.equal(output.summary.notAnalysed, 0);
    const shown = output.findings.map((one) => [one.file, one.rule, at(typeormProject[change], one.range)]);
    assert.ok(
      shown.some(
        ([file, rule, text]) =>
          file === change && rule === 'set-not-null-scanning' && text === 'ALTER COLUMN note SET NOT NULL',
      ),
      JSON.stringify(shown),
    );
    assert.ok(
      shown.some(
        ([, rule, text]) =>
          rule?.startsWith('drop-column') && text === `queryRunner.dropColumn(ORDERS, 'total')`,
      ),
      JSON.stringify(shown),
    );
  });

  it('calls no query of a migration one in a loop', () => {
    const output = check(new Scenario(typeormProject));
    assert.deepEqual(
      output.findings.filter((one) => one.rule.includes('loop')),
      [],
    );
  });

  it('the comment that is offered silences, above the call', () => {
    const scenario = new Scenario(typeormProject);
    const rule = 'set-not-null-scanning';
    const finding = check(scenario).findings.find((one) => one.rule === rule);
    const edit = finding?.fixes.at(-1)?.edits[0];
    assert.match(edit?.newText ?? '', /^\/\/ evolens-ignore set-not-null-scanning: /);
    assert.equal(edit?.range.start.line, 5);
    const text = scenario.read(change).split('\n');
    text.splice(5, 0, `    // evolens-ignore ${rule}: the table is small`);
    scenario.write(change, text.join('\n'));
    const after = check(scenario).findings.map((one) => one.rule);
    assert.ok(!after.includes(rule) && !after.includes('suppression-unused'), String(after));
  });

  it('a comment above the call silences SQL that is written elsewhere', () => {
    const scenario = new Scenario({
      ...typeormProject,
      [change]: `const sql = 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL';
export class Change1700000000002 {
  async up(queryRunner) {
    // evolens-ignore set-not-null-scanning: the table is small
    await queryRunner.query(sql);
  }
}
`,
    });
    const rules = check(scenario).findings.map((one) => one.rule);
    assert.ok(
      !rules.includes('set-not-null-scanning') && !rules.includes('suppression-unused'),
      String(rules),
    );
  });

  it('a fix edits the string itself, and makes new migrations in code', () => {
    const own = `import { MigrationInterface, QueryRunner } from 'typeorm';
export class Change1700000000002 implements MigrationInterface {
  transaction = false;
  async up(queryRunner: QueryRunner) {
    await queryRunner.query('CREATE INDEX orders_note ON orders (note)');
    await queryRunner.query(\`ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)\`);
  }
}
`;
    const { findings } = check(new Scenario({ ...typeormProject, [change]: own }));
    const concurrently = findings.find((one) => one.rule === 'create-index-blocking')?.fixes[0]?.edits;
    assert.deepEqual(concurrently, [
      {
        file: change,
        range: { start: { line: 4, character: 41 }, end: { line: 4, character: 41 } },
        newText: ' CONCURRENTLY',
      },
    ]);
    const files = findings.flatMap((one) => one.fixes.flatMap((fix) => fix.edits.map((edit) => edit.file)));
    assert.ok(
      files.every((file) => file.endsWith('.ts')),
      String(files),
    );
  });

  it('what cannot be read is said at its place, and stops nothing', () => {
    const scenario = new Scenario({
      ...typeormProject,
      'src/migrations/1700000000003-Broken.ts':
        'export class Broken1700000000003 { async up(queryRunner) { await queryRunner.query(`DROP ',
      'src/migrations/1700000000004-Seed.ts': `import { seed } from 'seeds';
export class Seed1700000000004 {
  async up(queryRunner) {
    await seed(queryRunner);
    await queryRunner.query('DROP TABLE orders');
  }
}
`,
    });
    const output = check(scenario);
    const seed = output.notAnalysed.find((one) => one.file.includes('Seed'));
    assert.equal(seed?.reason, 'what seed does with queryRunner is not known');
    assert.equal(seed.range.start.line, 3);
    assert.ok(output.notAnalysed.some((one) => one.file.includes('Broken')));
    assert.ok(output.findings.some((one) => one.file.includes('Seed') && one.rule === 'drop-table'));
  });

  it('explain and report show places of the file', () => {
    const scenario = new Scenario(typeormProject);
    const explained = scenario.run('explain', change);
    assert.match(explained.out, /7:7 ALTER TABLE "orders" ALTER COLUMN note SET NOT NULL/);
    assert.match(explained.out, /9:11 ALTER TABLE "orders" DROP COLUMN "total"/);
    const report = scenario.run('report', '--format', 'markdown');
    assert.match(report.out, /1700000000002-Change\.ts:7/);
    assert.match(report.out, /1700000000002-Change\.ts:9/);
  });

  it('a constant of another file is read again when it changes', () => {
    const scenario = new Scenario(typeormProject);
    scenario.write('src/names.ts', `export const ORDERS = 'sales';\n`);
    assert.match(scenario.run('explain', change).out, /ALTER TABLE "sales" DROP COLUMN "total"/);
  });
});
