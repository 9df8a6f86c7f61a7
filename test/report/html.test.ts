import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { renderHtmlReport } from '../../src/report/formats/html';
import { reportStyles } from '../../src/report/formats/html-styles';
import { createReport } from '../../src/report/report';
import { assessment, finding, now, partOf } from './support';

const webview = {
  kind: 'webview',
  cspSource: 'https://host.example',
  nonce: 'abc123',
  stylesUri: 'https://host.example/report.css',
  scriptUri: 'https://host.example/report.js',
} as const;
const whole = createReport([partOf({ findings: [finding], assessments: [assessment] })], now);

describe('the report as HTML', () => {
  it('allows an editor nothing but its own styles and one script', () => {
    const html = renderHtmlReport(whole, webview);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; style-src https://host.example; img-src https://host.example; script-src 'nonce-abc123'",
    );
    assert.deepEqual(html.match(/<script[^>]*>/g), [
      '<script nonce="abc123" src="https://host.example/report.js">',
    ]);
    assert.ok(!/<style|\sstyle=|\son[a-z]+=/i.test(html));
  });

  it('makes every place of the editor page a link that keyboards reach, with zero-based lines', () => {
    const html = renderHtmlReport(whole, webview);
    assert.match(
      html,
      /<a class="place" href="#" data-file="src\/customers\.ts" data-line="1">src\/customers\.ts:2:10<\/a>/,
    );
    assert.match(html, /<a class="skip" href="#report">/);
    assert.match(html, /<main id="report" tabindex="-1">/);
    assert.match(html, /<label for="filter">/);
  });

  it('stands alone as a page: no script, nothing loaded', () => {
    const html = renderHtmlReport(whole, { kind: 'page' });
    assert.ok(!/<script|<link|src=|url\(|https?:/.test(html));
    assert.match(html, /default-src 'none'/);
    assert.match(html, /<details class="change" open>/);
  });

  it('says "no evidence" and "unknown", never "no" and "low"', () => {
    const html = renderHtmlReport(whole, { kind: 'page' });
    assert.equal(html.match(/no evidence/g)?.length, 12);
    assert.equal(html.match(/grade-unknown">unknown/g)?.length, 2);
  });

  it('has its tags in pairs with 0, 1 and 5000 findings', () => {
    for (const count of [0, 1, 5000]) {
      const findings = Array.from({ length: count }, (_, at) => ({ ...finding, file: `src/${at % 50}.ts` }));
      const html = renderHtmlReport(createReport([partOf({ findings })], now), webview);
      assert.equal(html.match(/<article/g)?.length ?? 0, count);
      for (const tag of ['article', 'section', 'details', 'ul', 'li', 'table', 'main', 'p']) {
        const opened = html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0;
        assert.equal(html.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0, opened, `${tag} at ${count}`);
      }
    }
  });

  it('lets no markup of any text survive', () => {
    const shape = (html: string): string => html.replace(/>[^<]*</g, '><').replace(/"[^"]*"/g, '""');
    const of = (text: string): string => {
      const evidence = finding.evidence.map((one) => ({ ...one, file: text, message: text }));
      const findings = [{ ...finding, message: text, rule: text, file: text, evidence }];
      const assessments = [
        { ...assessment, title: text, rollback: text, migration: text, references: evidence },
      ];
      const report = createReport([partOf({ findings, assessments, remarks: [text] })], now);
      return shape(renderHtmlReport(report, webview));
    };
    const expected = of('text');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('<b>', '"x=', "'>", '&lt;', '</script>'),
        (any, evil) => {
          assert.equal(of(`${any}${evil}`), expected);
        },
      ),
    );
  });

  it('has its styles in media/report.css (npx tsx scripts/report-styles.ts writes them)', () => {
    assert.equal(readFileSync('media/report.css', 'utf8'), reportStyles);
  });
});
