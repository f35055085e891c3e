import { setTimeout as sleep } from 'node:timers/promises';
import { editorEnvironment, isolatedIn } from './editorEnvironment.mjs';
import { PortInUseError, SetupError } from './failure.mjs';
import { startGuarded } from './guardedProcess.mjs';
import { runCommand } from './runCommand.mjs';

/** @typedef {import('./codeServer.mjs').CodeServer} CodeServer */
/** @typedef {import('./editorProfile.mjs').EditorProfile} EditorProfile */
/** @typedef {import('./guardedProcess.mjs').GuardedProcess} GuardedProcess */

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] 0, the default, for any that is free
 * @property {boolean} [trustEverything] false asks about workspace trust, as VS Code does
 * @property {readonly string[]} [args] further arguments of code-server
 * @property {NodeJS.ProcessEnv} [env] further variables
 */

/**
 * @typedef {object} RunningServer
 * @property {string} authority `127.0.0.1:PORT`
 * @property {Promise<void>} ended
 * @property {() => string} output the end of its log
 * @property {() => Promise<void>} stop ends it with everything it started
 */

const startTimeoutMs = 60_000;
const pollMs = 50;

/**
 * @param {CodeServer} server
 * @param {EditorProfile} profile
 * @param {string} vsix
 */
export async function installExtension({ node, entry }, profile, vsix) {
  await runCommand(
    node,
    [entry, ...profileArguments(profile), '--install-extension', vsix, '--force'],
    {
      env: editorEnvironment(isolatedIn(profile.folder)),
      failure: 'The packaged extension could not be installed into code-server.',
    },
  );
}

/**
 * Starts a code-server on the loopback interface and waits until it serves.
 * @param {CodeServer} server
 * @param {EditorProfile} profile
 * @param {ServerOptions} [options]
 * @returns {Promise<RunningServer>}
 */
export async function startCodeServer({ node, entry }, profile, options = {}) {
  const { port = 0, env = {} } = options;
  const guarded = startGuarded(
    node,
    [entry, ...profileArguments(profile), ...serverArguments(port, options)],
    editorEnvironment({ ...isolatedIn(profile.folder), ...env }),
  );
  try {
    const authority = await waitUntilServing(guarded, port);
    return { authority, ended: guarded.ended, output: guarded.output, stop: guarded.stop };
  } catch (error) {
    await guarded.stop();
    throw error;
  }
}

/** @param {EditorProfile} profile */
function profileArguments({ userData, extensions }) {
  return ['--user-data-dir', userData, '--extensions-dir', extensions];
}

/**
 * @param {number} port
 * @param {ServerOptions} options
 */
function serverArguments(port, { trustEverything = true, args = [] }) {
  return [
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(trustEverything ? ['--disable-workspace-trust'] : []),
    ...args,
  ];
}

/**
 * The address is read from the server's own log, so a free port is never given away in between.
 * @param {GuardedProcess} guarded
 * @param {number} port
 */
async function waitUntilServing(guarded, port) {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; await sleep(pollMs)) {
    const authority = /listening on http:\/\/(127\.0\.0\.1:\d+)/.exec(guarded.output())?.[1];
    if (authority && (await isHealthy(authority))) return authority;
    if (!guarded.isRunning()) throw startFailure(guarded.output(), port);
  }
  throw new SetupError(
    `code-server did not start within ${startTimeoutMs / 1000} s.\n${guarded.output()}`,
  );
}

/** @param {string} authority */
async function isHealthy(authority) {
  try {
    return (await fetch(`http://${authority}/healthz`)).ok;
  } catch {
    return false;
  }
}

/**
 * @param {string} output
 * @param {number} port
 */
function startFailure(output, port) {
  return output.includes('EADDRINUSE')
    ? new PortInUseError(port)
    : new SetupError(`code-server ended while it started.\n${output}`);
}
