import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { LanguageClient } from './language-client';

const shop = path.join(__dirname, '../../examples/shop');
const cli = path.join(__dirname, '../../dist/cli.js');
const severities = { error: 1, warning: 2, info: 3 } as const;

interface CliFinding {
  readonly rule: string;
  readonly severity: keyof typeof severities;
  readonly file: string;
  readonly range: object;
  readonly message: string;
  readonly evidence: readonly { readonly file: string; readonly range: object; readonly message: string }[];
}

function byCommandLine(): readonly object[] {
  const result = spawnSync(process.execPath, [cli, 'check', '--format', 'json', '--fail-on', 'never'], {
    cwd: shop,
    encoding: 'utf8',
  });
  const { findings } = JSON.parse(result.stdout) as { findings: readonly CliFinding[] };
  const uri = (file: string): string => pathToFileURL(path.join(shop, file)).href;
  return findings.map((finding) => ({
    uri: uri(finding.file),
    code: finding.rule,
    severity: severities[finding.severity],
    range: finding.range,
    message: finding.message,
    related: finding.evidence.map((evidence) => ({
      location: { uri: uri(evidence.file), range: evidence.range },
      message: evidence.message,
    })),
  }));
}

function asShown(uri: string, diagnostics: readonly Diagnostic[]): readonly object[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.code !== 'not-analysed')
    .map(({ code, severity, range, message, relatedInformation }) => ({
      uri,
      code,
      severity,
      range,
      message,
      related: relatedInformation ?? [],
    }));
}

describe('the editor and the command line', () => {
  it('say the same of examples/shop', async () => {
    const client = new LanguageClient(shop);
    try {
      await client.start();
      await client.request('evolens/checkWorkspace');
      const inEditor = [...client.allPublished()].flatMap(([uri, diagnostics]) => asShown(uri, diagnostics));
      const onCommandLine = byCommandLine();
      assert.ok(onCommandLine.length > 10, 'the shop has planted hazards');
      const key = (finding: object): string => JSON.stringify(finding);
      assert.deepEqual(inEditor.map(key).sort(), onCommandLine.map(key).sort());
    } finally {
      client.stop();
    }
  });
});
