/** Something a person can put right: its message says what to do, and no stack trace is wanted. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}

/** A port that was asked for belongs to another program. */
export class PortInUseError extends SetupError {
  /** @param {number} port */
  constructor(port) {
    super(`Port ${port} is in use. Choose another one with --port.`);
  }
}

/**
 * Ends a script's process: one sentence for a SetupError, everything there is for a bug.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
