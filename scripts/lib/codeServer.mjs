import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** @param {string} folder */
function vscodeIn(folder) {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
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
  const vscode = vscodeIn(folder);
  writeEmptyPackage(folder);
  await npm(['install', '--ignore-scripts', `code-server@${release.version}`], {
    ...base,
    cwd: folder,
  });
  await build(release.nativeModules.server, { ...base, cwd: folder });
  await npm(['install', '--omit=dev', '--ignore-scripts'], { ...base, cwd: vscode });
  await build(release.nativeModules.vscode, { ...base, cwd: vscode });
  await npm(['install', '--omit=dev', '--ignore-scripts'], {
    ...base,
    cwd: join(vscode, 'extensions'),
  });
  if (release.ripgrep) await addRipgrep(release.ripgrep, folder, base);
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
 * Without ripgrep there is no search for files, `workspace.findFiles` included.
 * @param {string} version
 * @param {string} folder
 * @param {Omit<import('./npm.mjs').NpmOptions, 'cwd'>} options
 */
async function addRipgrep(version, folder, options) {
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  await npm(['install', '--ignore-scripts', `${name}@${version}`], { ...options, cwd: folder });
  const expected = join(vscodeIn(folder), 'node_modules', '@vscode', 'ripgrep', 'bin');
  const program = join(folder, 'node_modules', name, 'bin', 'rg');
  mkdirSync(expected, { recursive: true });
  // Relative, because the folder is renamed when whole.
  symlinkSync(relative(expected, program), join(expected, 'rg'));
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
