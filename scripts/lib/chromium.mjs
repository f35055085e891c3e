import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { SetupError } from './failure.mjs';
import { findOnPath, isExecutable } from './findOnPath.mjs';
import { withLock } from './lock.mjs';
import { progress } from './progress.mjs';
import { runCommand } from './runCommand.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium to show VS Code in: the one named by CHROMIUM_PATH, else an installed one, else Debian's.
 * @returns {Promise<string>} its executable
 */
export async function ensureChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && !isExecutable(named)) {
    throw new SetupError('CHROMIUM_PATH names no program that can be run. Correct it or unset it.');
  }
  return named ?? findChromium() ?? (await installWithApt());
}

function findChromium() {
  return findOnPath(...commands) ?? applications.find(isExecutable);
}

async function installWithApt() {
  const apt = findOnPath('apt-get');
  if (!apt || !existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new SetupError(
      'Chromium is needed and was not found. Install Chromium or Google Chrome, or set CHROMIUM_PATH to one.',
    );
  }
  await withLock(join(cacheFolder(), 'chromium.lock'), () => aptInstall(apt));
  const installed = findChromium();
  if (installed) return installed;
  throw new SetupError('apt-get installed the package chromium, but no chromium is on PATH.');
}

/** @param {string} apt */
async function aptInstall(apt) {
  if (findChromium()) return;
  progress('Chromium', 'installing with apt-get (about 60 s, 400 MB)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const failure =
    'Chromium could not be installed with apt-get. Install it by hand, or set CHROMIUM_PATH.';
  await runCommand(apt, ['update', '-q'], { env, failure });
  await runCommand(apt, ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
    env,
    failure,
  });
  progress('Chromium', 'ready');
}
