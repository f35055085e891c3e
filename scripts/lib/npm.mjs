import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SetupError } from './failure.mjs';
import { findOnPath } from './findOnPath.mjs';
import { runCommand } from './runCommand.mjs';

/**
 * @typedef {object} NpmOptions
 * @property {string} cwd a folder with a package.json
 * @property {string} [node] the Node to run npm on; native modules are built for it
 * @property {string} [headers] the folder with that Node's `include/node`
 * @property {string} failure the sentence that is said if it fails
 */

/**
 * Runs npm. Every setting that matters is given, because npm hands its own settings down to the
 * scripts it runs, and this may be one of them.
 * @param {readonly string[]} args
 * @param {NpmOptions} options
 */
export async function npm(args, { cwd, node = process.execPath, headers, failure }) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  await runCommand(node, [npmScript(), ...args, ...quiet], {
    cwd,
    env: npmEnvironment(node, headers),
    failure,
  });
}

/**
 * An empty package, so that npm installs here and not in a folder above.
 * @param {string} folder
 */
export function writeEmptyPackage(folder) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
}

/**
 * @param {string} node
 * @param {string | undefined} headers
 * @returns {NodeJS.ProcessEnv}
 */
function npmEnvironment(node, headers) {
  const inherited = Object.entries(process.env).filter(([name]) => !isOfRunningScript(name));
  const env = Object.fromEntries(inherited);
  env['PATH'] = [dirname(node), env['PATH']].filter(Boolean).join(delimiter);
  if (headers) env['npm_config_nodedir'] = headers;
  return env;
}

/**
 * What npm tells a script about the package it runs in would be told to the inner npm as settings.
 * @param {string} name
 */
function isOfRunningScript(name) {
  return /^npm_(package|lifecycle|command|node_execpath|config_(local_prefix|ignore_scripts|omit|node_gyp)$)/i.test(
    name,
  );
}

/** npm's own script, which a given Node can run: `npm` itself would pick the Node on PATH. */
function npmScript() {
  const fromNpm = process.env['npm_execpath'];
  if (fromNpm?.endsWith('npm-cli.js')) return fromNpm;
  const command = findOnPath('npm');
  const places = command
    ? [realpathSync(command), join(dirname(command), 'node_modules', 'npm', 'bin', 'npm-cli.js')]
    : [];
  const script = places.find((place) => place.endsWith('npm-cli.js') && existsSync(place));
  if (script) return script;
  throw new SetupError('npm was not found on PATH. Install Node.js 20 or later together with npm.');
}
