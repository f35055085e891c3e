// @ts-check
import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from './dependencies.mjs';
import { SetupError } from './failure.mjs';
import { findOnPath } from './findOnPath.mjs';
import { importTypeScript } from './importTypeScript.mjs';
import { installedFolder, installOnce } from './installOnce.mjs';
import { ensureNode } from './nodeRuntime.mjs';
import { runCommand } from './runCommand.mjs';

/** @typedef {typeof import('../../src/workerHost/tensorflow/fetchWheel')} FetchModule */
/** @typedef {typeof import('../../src/workerHost/tensorflow/wheels')} WheelsModule */

/**
 * @typedef {object} Tensorflow
 * @property {string} folder with the two libraries of TensorFlow
 * @property {string} binding tfjs-node's, built for this platform
 */

/** Of the C API that the binding includes, and of what that includes. */
const headers = ['c/', 'core/platform/', 'tsl/'].map((name) => `include/tensorflow/${name}`);
const innerHeaders = ['include/xla/tsl/', 'include/tsl/'];

/** The interface of Node.js that the binding is built for; every Node.js from 12.22 on has it. */
const napiVersion = 8;

/**
 * TensorFlow's libraries, from the wheel that the extension installs for its users as well, and tfjs-node's binding
 * built against them; undefined where there is no such wheel. Both are in the cache when it returns.
 * @returns {Promise<Tensorflow | undefined>}
 */
export async function ensureTensorflow() {
  const wheel = await wheelHere();
  if (wheel === undefined) return undefined;
  const folder = await installOnce({
    name: nameOf(wheel),
    cost: `about 40 s, ${Math.round((wheel.downloadBytes + wheel.keptBytes) / 1e6)} MB`,
    make: (target) => make(target, wheel),
  });
  return inFolder(folder);
}

/**
 * The same, if it is in the cache already: a build while one works must not wait for a download.
 * @returns {Promise<Tensorflow | undefined>}
 */
export async function cachedTensorflow() {
  const wheel = await wheelHere();
  const folder = wheel === undefined ? undefined : installedFolder(nameOf(wheel));
  return folder !== undefined && existsSync(folder) ? inFolder(folder) : undefined;
}

async function wheelHere() {
  const { wheelFor } = /** @type {WheelsModule} */ (
    await importTypeScript('src/workerHost/tensorflow/wheels.ts')
  );
  return wheelFor();
}

/** @param {import('../../src/workerHost/tensorflow/wheels').Wheel} wheel */
function nameOf({ version }) {
  return `TensorFlow ${version} napi ${napiVersion}`;
}

/**
 * @param {string} folder
 * @returns {Tensorflow}
 */
function inFolder(folder) {
  return { folder, binding: join(folder, 'tfjs_binding.node') };
}

/**
 * @param {string} target
 * @param {import('../../src/workerHost/tensorflow/wheels').Wheel} wheel
 */
async function make(target, wheel) {
  const [{ fetchWheel }, { libraryNames }] = await Promise.all([
    /** @type {Promise<FetchModule>} */ (
      importTypeScript('src/workerHost/tensorflow/fetchWheel.ts')
    ),
    /** @type {Promise<WheelsModule>} */ (importTypeScript('src/workerHost/tensorflow/wheels.ts')),
  ]);
  const libraries = libraryNames();
  const kept = [...libraries, ...headers, ...innerHeaders];
  const fetched = await fetchWheel({ python: requirePython(), wheel, folder: target, kept });
  if (!fetched.ok) throw new SetupError(fetched.failure.detail ?? fetched.failure.message);
  await buildBinding(target, libraries);
  await writeFile(join(target, 'tensorflow.json'), JSON.stringify({ version: wheel.version }));
  await rm(join(target, 'include'), { recursive: true });
}

function requirePython() {
  const python = findOnPath('python3', 'python');
  if (python) return python;
  throw new SetupError(
    'TensorFlow is fetched with pip. Install Python 3 with pip (on Debian: apt-get install python3-pip).',
  );
}

/**
 * Builds tfjs-node's binding, with a description of our own: its own wants the libraries under other names.
 * @param {string} target with TensorFlow's headers and libraries
 * @param {readonly string[]} libraries
 */
async function buildBinding(target, libraries) {
  const { headers: nodedir } = await ensureNode(24);
  const work = join(target, 'build');
  const sources = join(repositoryRoot, 'node_modules/@tensorflow/tfjs-node/binding');
  await mkdir(work);
  await cp(sources, join(work, 'binding'), { recursive: true });
  await writeFile(join(work, 'binding.gyp'), JSON.stringify(description(target, libraries)));
  const gyp = join(repositoryRoot, 'node_modules/node-gyp/bin/node-gyp.js');
  const nodeHeaders = nodedir === undefined ? [] : [`--nodedir=${nodedir}`];
  await runCommand(process.execPath, [gyp, 'configure', 'build', ...nodeHeaders], {
    cwd: work,
    failure:
      'The binding of TensorFlow could not be built. It needs a C++ compiler and make (on Debian: apt-get install build-essential).',
  });
  await cp(join(work, 'build/Release/tfjs_binding.node'), join(target, 'tfjs_binding.node'));
  await rm(work, { recursive: true });
}

/**
 * @param {string} target
 * @param {readonly string[]} libraries
 */
function description(target, libraries) {
  return {
    targets: [
      {
        target_name: 'tfjs_binding',
        sources: ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
        include_dirs: [join(target, 'include')],
        defines: [`NAPI_VERSION=${napiVersion}`],
        libraries: libraries.map((name) => join(target, name)),
      },
    ],
  };
}
