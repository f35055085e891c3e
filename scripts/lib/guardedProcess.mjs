import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));
const keptCharacters = 20_000;

/**
 * @typedef {object} GuardedProcess
 * @property {() => string} output the end of what it printed
 * @property {() => boolean} isRunning
 * @property {Promise<void>} ended
 * @property {() => Promise<void>} stop ends it with everything it started
 */

/**
 * Starts a command whose whole process tree ends with this process, even if this one is killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {GuardedProcess}
 */
export function startGuarded(command, args, env) {
  const child = spawn(process.execPath, [guard, command, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (/** @type {Buffer} */ chunk) => {
    output = (output + chunk.toString()).slice(-keptCharacters);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise((resolve) => child.once('close', () => resolve(undefined)));
  return {
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    ended,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
