/** A mistake of the user: said on stderr, exit code 2. */
export class UsageError extends Error {}
