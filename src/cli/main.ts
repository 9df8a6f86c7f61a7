import v8 from 'node:v8';
// Before any WebAssembly runs: the optimising compiler would spend 300 ms and 500 MB on the parser (measured, Node 24).
v8.setFlagsFromString('--liftoff-only --no-wasm-tier-up --no-wasm-dynamic-tiering');
import { isMainThread } from 'node:worker_threads';
import { readArguments, help, UsageError, type Arguments } from './arguments';
import { advance } from './advance';
import { check } from './check';
import { runThread } from './check-thread';
import { evolutions } from './evolutions';
import { explain } from './explain';
import { plan } from './plan';
import { report } from './report';
import { rules } from './rules';
import { version } from '../../package.json';

async function run(words: Arguments): Promise<number> {
  switch (words.command) {
    case 'check':
      return check(words);
    case 'explain':
      return explain(words);
    case 'report':
      return report(words);
    case 'rules':
      return rules(words);
    case 'evolutions':
      return evolutions(words);
    case 'plan':
      return plan(words);
    case 'advance':
      return advance(words);
    case 'version':
      process.stdout.write(`${version}\n`);
      return 0;
    case 'help':
      process.stdout.write(help);
      return 0;
  }
}

async function main(): Promise<number> {
  try {
    return await run(readArguments(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`${error.message}\n`);
    else
      process.stderr.write(
        `Evolens failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    return 2;
  }
}

if (isMainThread)
  void main().then((code) => {
    process.exitCode = code;
  });
else void runThread();
