/** True for files whose code can be read: TypeScript and JavaScript, declaration files excepted. */
export function isCodeFile(file: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/\.d\.[cm]?ts$/.test(file) && !/\.min\.js$/.test(file);
}

const testFolder =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|(?:integration|unit|api|http|acceptance|smoke|load)-tests?|e2e|specs?|fixtures?|cypress|playwright|app-tests|testing|e2e-[\w-]+|test-(?:apps?|data|fixtures?|harness|helpers?|kit|plugins?|projects?|servers?|setup|support|utils?))(?:\/|$)/i;
const testName = /[.-](?:test|spec|e2e|e2e-spec|stories|mock)\.[cm]?[jt]sx?$/i;
const scriptFolder =
  /(?:^|\/)\.?(?:migrations?|seeds?|seeders?|seeding|scripts?|fixtures?|backfills?|tools|evolutions\/\d{4}-\d\d-\d\d-[^/]*)(?:\/|$)/i;
const scriptName =
  /(?:^|\/)(?:seed|backfill|migrate)[^/]*\.[cm]?[jt]sx?$|[.-](?:seed|seeder|migration|backfill)\.[cm]?[jt]sx?$/i;

/** Tests and their helpers, by folder or file name. */
export function isTest(file: string): boolean {
  return testFolder.test(file) || testName.test(file);
}

/** Migrations, seeds, backfills and other code that runs by hand, by folder or file name. */
export function isScript(file: string): boolean {
  return scriptFolder.test(file) || scriptName.test(file);
}

const exampleFolder = /(?:^|\/)(?:examples?|example-[\w-]+)\//i;

/** Examples, by folder: code to be read and copied, which nobody runs in production. */
export function isExample(file: string): boolean {
  return exampleFolder.test(file);
}

const migrationPath =
  /(?:^|\/)migrations?(?:\/|$)|(?:^|\/)migrate[^/]*\.[cm]?[jt]sx?$|[.-]migration\.[cm]?[jt]sx?$/i;
const seedPath =
  /(?:^|\/)(?:seeds?|seeders?|seeding|fixtures?)(?:\/|$)|(?:^|\/)seed[^/]*\.[cm]?[jt]sx?$|[.-]seed(?:er)?\.[cm]?[jt]sx?$/i;

/** What the place of a file says of how its code comes to run; 'other' when it says nothing. */
export function roleOfFile(file: string): 'test' | 'migration' | 'seed' | 'script' | 'example' | 'other' {
  if (isTest(file)) return 'test';
  if (!isScript(file)) return isExample(file) ? 'example' : 'other';
  return migrationPath.test(file) ? 'migration' : seedPath.test(file) ? 'seed' : 'script';
}
