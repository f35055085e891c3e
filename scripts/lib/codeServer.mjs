import { join } from 'node:path';
import { editorEnvironment, isolatedIn } from './editorEnvironment.mjs';
import { SetupError } from './failure.mjs';
import { findOnPath } from './findOnPath.mjs';
import { installOnce } from './installOnce.mjs';
import { ensureNode } from './nodeRuntime.mjs';
import { npm, writeEmptyPackage } from './npm.mjs';
import { runCommand } from './runCommand.mjs';

/** @typedef {import('./versions.mjs').CodeServerRelease} CodeServerRelease */
/** @typedef {import('./nodeRuntime.mjs').NodeRuntime} NodeRuntime */

/**
 * @typedef {object} CodeServer
 * @property {string} node the Node that runs it
 * @property {string} entry its script
 * @property {CodeServerRelease} release
 */

/** The native modules that VS Code's server cannot start without; the others it can do without. */
const vscodeNativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * VS Code's workbench, server and extension host as an npm package.
 * @param {CodeServerRelease} release
 * @returns {Promise<CodeServer>}
 */
export async function ensureCodeServer(release) {
  const runtime = await ensureNode(release.node);
  const folder = await installOnce({
    name: `code-server ${release.version}`,
    cost: release.cost,
    make: (target) => install(target, release, runtime),
  });
  return { node: runtime.node, entry: entryIn(folder), release };
}

/** @param {string} folder */
function entryIn(folder) {
  return join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
}

/**
 * With its own install scripts code-server takes three times as long and needs Kerberos' headers,
 * so the scripts are left out and the modules it needs are built by name.
 * @param {string} folder
 * @param {CodeServerRelease} release
 * @param {NodeRuntime} runtime
 */
async function install(folder, release, runtime) {
  requireCompiler();
  const base = {
    ...runtime,
    failure: `code-server ${release.version} could not be installed with npm.`,
  };
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  writeEmptyPackage(folder);
  await npm(['install', '--ignore-scripts', `code-server@${release.version}`], {
    ...base,
    cwd: folder,
  });
  await build(release.nativeModules, { ...base, cwd: folder });
  await npm(['install', '--omit=dev', '--ignore-scripts'], { ...base, cwd: vscode });
  await build(vscodeNativeModules, { ...base, cwd: vscode });
  await npm(['install', '--omit=dev', '--ignore-scripts'], {
    ...base,
    cwd: join(vscode, 'extensions'),
  });
  await requireStart(folder, runtime, base.failure);
}

/**
 * @param {readonly string[]} modules
 * @param {import('./npm.mjs').NpmOptions} options
 */
async function build(modules, options) {
  if (modules.length === 0) return;
  await npm(['rebuild', '--ignore-scripts=false', '--build-from-source=true', ...modules], options);
}

/**
 * A module that npm left unbuilt shows only when it is loaded, and an install is kept for good.
 * @param {string} folder
 * @param {NodeRuntime} runtime
 * @param {string} failure
 */
async function requireStart(folder, { node }, failure) {
  const env = editorEnvironment(isolatedIn(join(folder, 'first-start')));
  await runCommand(node, [entryIn(folder), '--version'], { env, failure });
}

/** Said before the long install and not after it. */
function requireCompiler() {
  const missing = [['python3'], ['make'], ['c++', 'g++', 'clang++']].filter(
    (names) => !findOnPath(...names),
  );
  if (missing.length === 0) return;
  throw new SetupError(
    `code-server builds two native modules and needs ${missing.map(([name]) => name).join(', ')}. ` +
      'Install a C++ compiler, make and Python 3 (on Debian: apt-get install g++ make python3).',
  );
}
