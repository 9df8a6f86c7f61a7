/** Writes results to standard output and waits until they are gone: a pipe may be slower than we are. */
export async function writeOut(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** Internal remarks, on standard error and only when asked for. */
export function log(message: string): void {
  if (process.env['EVOLENS_LOG'] !== undefined) process.stderr.write(`${message}\n`);
}
