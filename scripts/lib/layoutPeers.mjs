import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './failure.mjs';
import { findOnPath } from './findOnPath.mjs';
import { installOnce } from './installOnce.mjs';
import { npm, writeEmptyPackage } from './npm.mjs';
import { runCommand } from './runCommand.mjs';
import { dagrePackage, modelExplorerPackage, netronPackage } from './versions.mjs';

/**
 * The module of `@dagrejs/dagre`, in a folder of the cache.
 * @returns {Promise<string>} path of the folder to import it from
 */
export async function ensureDagre() {
  const folder = await installOnce({
    name: dagrePackage,
    cost: 'some seconds, 3 MB',
    make: async (target) => {
      writeEmptyPackage(target);
      const failure = `${dagrePackage} could not be installed with npm.`;
      await npm(['install', '--ignore-scripts', dagrePackage], { cwd: target, failure });
    },
  });
  return join(folder, 'node_modules', '@dagrejs', 'dagre');
}

/**
 * Netron's own modules, as its Python package ships them to the browser.
 * @returns {Promise<string>} path of the folder with `grapher.js` and `dagre.js`
 */
export async function ensureNetron() {
  const folder = await installOnce({
    name: netronPackage,
    cost: 'some seconds, 15 MB',
    make: async (target) => {
      const pip = ['-m', 'pip', 'install', '--no-deps', '--no-compile', '--target', target];
      const failure = `${netronPackage} could not be installed with pip.`;
      await runCommand(requirePython(), [...pip, netronPackage], { failure });
      // A browser takes its scripts for modules by itself; Node has to be told.
      writeFileSync(join(target, 'netron', 'package.json'), '{ "type": "module" }\n');
    },
  });
  return join(folder, 'netron');
}

/**
 * The page of Google's Model Explorer, as its Python package serves it.
 * @returns {Promise<string>} path of the folder with its scripts
 */
export async function ensureModelExplorer() {
  const folder = await installOnce({
    name: modelExplorerPackage,
    cost: 'some seconds, 40 MB',
    make: async (target) => {
      const pip = ['-m', 'pip', 'install', '--no-deps', '--no-compile', '--target', target];
      const failure = `${modelExplorerPackage} could not be installed with pip.`;
      await runCommand(requirePython(), [...pip, modelExplorerPackage], { failure });
    },
  });
  return join(folder, 'model_explorer', 'web_app');
}

function requirePython() {
  const python = findOnPath('python3', 'python');
  if (python && spawnSync(python, ['-m', 'pip', '--version']).status === 0) return python;
  throw new SetupError(
    'To measure against Netron takes Python 3 with pip. Install them (on Debian: apt-get install python3-pip).',
  );
}
