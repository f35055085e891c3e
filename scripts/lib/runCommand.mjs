import { spawn } from 'node:child_process';
import { SetupError } from './failure.mjs';

const tailCharacters = 4000;

/**
 * @typedef {object} Outcome
 * @property {number | null} code null when a signal ended it
 * @property {string} output the end of what it printed, both streams together
 */

/**
 * Runs a command to its end. Its output is held back, since only a failure makes it worth reading.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] show: let it print
 * @returns {Promise<Outcome>}
 */
export function outcomeOf(command, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const throughShell = /\.(cmd|bat)$/i.test(command);
    const quote = (/** @type {string} */ text) => (throughShell ? `"${text}"` : text);
    const child = spawn(quote(command), args.map(quote), {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      shell: throughShell,
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-tailCharacters);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * Runs a command that must succeed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, failure: string }} options
 *   failure: the sentence that is said if it does not
 * @returns {Promise<string>} what it printed
 */
export async function runCommand(command, args, { failure, ...options }) {
  const { code, output } = await outcomeOf(command, args, options);
  if (code === 0) return output;
  throw new SetupError(output ? `${failure}\n${output.trimEnd()}` : failure);
}
