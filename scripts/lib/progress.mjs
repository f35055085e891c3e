/**
 * One line of progress. It goes to stderr, so that what a command prints can still be piped.
 * @param {string} what
 * @param {string} state
 */
export function progress(what, state) {
  process.stderr.write(`${what}: ${state}\n`);
}
