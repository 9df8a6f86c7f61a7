const outside =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|specs?|fixtures?|examples?|templates?|samples?|docs|playground|sandbox)(?:\/|$)|[.-](?:test|spec|e2e|stories|mock)\.[cm]?[jt]sx?$/i;

/** Code that no release runs: tests, examples and templates for others. */
export function isCodeOutside(file: string): boolean {
  return outside.test(file);
}
