import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { ensureCodeServer } from './codeServer.mjs';
import { installExtension, startCodeServer } from './codeServerProcess.mjs';
import { editorAddress } from './editorAddress.mjs';
import { prepareProfile } from './editorProfile.mjs';
import { PortInUseError } from './failure.mjs';
import { codeServers } from './versions.mjs';

/** @typedef {import('./codeServerProcess.mjs').RunningServer} RunningServer */

/** The same from run to run where it can be, since a browser keeps what it remembers by address. */
const usualPort = 8137;

/**
 * Serves a model file in VS Code for a browser.
 * @param {string} vsix
 * @param {string} file
 * @param {number | undefined} port
 * @returns {Promise<{ server: RunningServer, address: string }>}
 */
export async function serveForBrowser(vsix, file, port) {
  const codeServer = await ensureCodeServer(codeServers.newest);
  const profile = prepareProfile(join(cacheFolder(), 'profile-browser'));
  await installExtension(codeServer, profile, vsix);
  const env = { RESNET_DESIGNER_OPEN: file };
  const start = (/** @type {number} */ at) =>
    startCodeServer(codeServer, profile, { port: at, env });
  const server = await (port === undefined ? startOnUsualPort(start) : start(port));
  return { server, address: editorAddress(server.authority, dirname(file), file) };
}

/** @param {(port: number) => Promise<RunningServer>} start */
async function startOnUsualPort(start) {
  try {
    return await start(usualPort);
  } catch (error) {
    if (error instanceof PortInUseError) return start(0);
    throw error;
  }
}

/**
 * Shows an address in the user's browser, if there is one; the address was printed anyway.
 * @param {string} address
 */
export function openBrowser(address) {
  const [command, ...args] = browserCommand(address);
  if (command === undefined) return;
  spawn(command, args, { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
}

/**
 * @param {string} address
 * @returns {string[]}
 */
function browserCommand(address) {
  if (process.platform === 'darwin') return ['open', address];
  if (process.platform === 'win32') return ['explorer', address];
  return ['xdg-open', address];
}
