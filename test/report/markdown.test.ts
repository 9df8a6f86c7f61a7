import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeMarkdown, reportMarkdown } from '../../src/report/formats/markdown';
import { createReport } from '../../src/report/report';
import { assessment, finding, migrationFile, now, partOf } from './support';

describe('the report as Markdown', () => {
  const text = reportMarkdown(
    createReport([partOf({ findings: [finding], assessments: [assessment] })], now),
  );

  it('says the essence first', () => {
    assert.match(
      text,
      /^# Evolens risk report\n\n\*\*1 migration not yet released: 1 one-way door, 1 finding\.\*\*/,
    );
  });

  it('shows change, door, way back, places on both sides', () => {
    assert.match(text, /### Renames column customers\.full\\_name to display\\_name/);
    assert.match(text, /\| Door \| \*\*one-way\*\* \|/);
    assert.match(text, /\| Irreversibility \| 1 = 1 It changes the schema\. \|/);
    assert.match(text, /\| Way back \| Rename display\\_name back to full\\_name\. \|/);
    assert.ok(text.includes(`\`${migrationFile}:2\``));
    assert.ok(text.includes('`src/customers.ts:2`: reads customers.full\\_name'));
  });

  it('never says "no" or "low" where nothing is known', () => {
    assert.match(text, /\[ \] no evidence: .*Writes to several stores;/);
    assert.match(text, /\| Who is hit\? \| \*\*unknown\*\*/);
  });

  it('says so when there is nothing', () => {
    const empty = reportMarkdown(createReport([partOf()], now));
    assert.match(
      empty,
      /No migration waits for release, and there are no findings\.\*\* 0 errors, 0 warnings, 0 info\. Everything was analysed\./,
    );
  });

  it('gives changes that nothing speaks against one line', () => {
    const mild = {
      ...assessment,
      door: 'two-way',
      rules: [],
      title: 'Adds column a.b',
      rollback: 'Drop column a.b.',
    } as const;
    const short = reportMarkdown(createReport([partOf({ assessments: [mild] })], now));
    assert.match(short, /^- two-way: Adds column a\.b \(`.*:2`\)\. Drop column a\.b\.$/m);
    assert.ok(!short.includes('| Door |'));
  });

  it('fits into a comment with 60 one-way migrations', () => {
    const assessments = Array.from({ length: 60 }, (_, at) => ({
      ...assessment,
      migration: `${at}_m`,
      file: `${at}.sql`,
    }));
    const long = reportMarkdown(createReport([partOf({ assessments })], now));
    assert.ok(long.length < 65_536, String(long.length));
    assert.equal(long.match(/^## \d+\\_m$/gm)?.length, 60);
  });

  it('escapes markup, HTML, tables and mentions', () => {
    assert.equal(
      escapeMarkdown('a|b `c` *d* <e> @team\n# f'),
      'a\\|b \\`c\\` \\*d\\* &lt;e&gt; &#64;team \\# f',
    );
    assert.equal(escapeMarkdown('- x'), '\\- x');
    assert.equal(escapeMarkdown('1. x'), '1\\. x');
  });

  it('lets no < of any text survive, and keeps every line its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        const evil = `${any}<img src=x>\n|`;
        const report = createReport(
          [
            partOf({
              findings: [
                {
                  ...finding,
                  message: evil,
                  rule: evil,
                  file: evil,
                  evidence: [{ ...finding.evidence[0]!, file: evil, message: evil }],
                },
              ],
              assessments: [{ ...assessment, title: evil, rollback: evil, migration: evil, file: evil }],
              remarks: [evil],
            }),
          ],
          now,
        );
        const without = reportMarkdown(report).replace(/<\/?(?:details|summary|code)>/g, '');
        assert.ok(!without.includes('<'), without);
      }),
    );
  });
});
