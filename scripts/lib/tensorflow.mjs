// @ts-check
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindingPatch, patchedSource } from './bindingPatch.mjs';
import { repositoryRoot } from './dependencies.mjs';
import { SetupError } from './failure.mjs';
import { findOnPath } from './findOnPath.mjs';
import { importTypeScript } from './importTypeScript.mjs';
import { installedFolder, installOnce } from './installOnce.mjs';
import { ensureNode } from './nodeRuntime.mjs';
import { runCommand } from './runCommand.mjs';

/** @typedef {typeof import('../../src/workerHost/tensorflow/fetchBuild')} FetchModule */
/** @typedef {typeof import('../../src/workerHost/tensorflow/builds')} BuildsModule */
/** @typedef {import('../../src/workerHost/tensorflow/builds').LibraryBuild} LibraryBuild */

/**
 * @typedef {object} Tensorflow
 * @property {string} folder with the two libraries of TensorFlow
 * @property {string} binding tfjs-node's, built for this platform
 */

/** The C API that the binding includes, and what that includes; an expression of Python on paths in the wheel. */
const headers = 'tensorflow/include/(tensorflow/(c|core/platform|tsl)|xla/tsl|tsl)/';

/** The interface of Node.js that the binding is built for; every Node.js from 12.22 on has it. */
const napiVersion = 8;

/** Another patch makes another binding. */
const patchHash = createHash('sha256')
  .update(JSON.stringify(bindingPatch))
  .digest('hex')
  .slice(0, 8);

/**
 * TensorFlow's libraries, from the wheel that the extension installs for its users as well, and tfjs-node's binding
 * built against them; undefined where there is no such wheel. Both are in the cache when it returns.
 * @returns {Promise<Tensorflow | undefined>}
 */
export async function ensureTensorflow() {
  const build = await buildHere();
  if (build === undefined) return undefined;
  const folder = await installOnce({
    name: nameOf(build),
    cost: `about 40 s, ${Math.round((build.downloadBytes + build.keptBytes) / 1e6)} MB`,
    make: (target) => make(target, build),
  });
  return inFolder(folder);
}

/**
 * The same, if it is in the cache already: a build while one works must not wait for a download.
 * @returns {Promise<Tensorflow | undefined>}
 */
export async function cachedTensorflow() {
  const build = await buildHere();
  const folder = build === undefined ? undefined : installedFolder(nameOf(build));
  return folder !== undefined && existsSync(folder) ? inFolder(folder) : undefined;
}

async function buildHere() {
  const { libraryBuild } = /** @type {BuildsModule} */ (
    await importTypeScript('src/workerHost/tensorflow/builds.ts')
  );
  return libraryBuild('cpu');
}

/** @param {LibraryBuild} build */
function nameOf({ version }) {
  return `TensorFlow ${version} and binding napi ${napiVersion} ${patchHash}`;
}

/**
 * @param {string} folder
 * @returns {Tensorflow}
 */
function inFolder(folder) {
  return { folder: join(folder, 'tensorflow'), binding: join(folder, 'tfjs_binding.node') };
}

/**
 * @param {string} target
 * @param {LibraryBuild} build
 */
async function make(target, build) {
  const { fetchBuild } = /** @type {FetchModule} */ (
    await importTypeScript('src/workerHost/tensorflow/fetchBuild.ts')
  );
  const { keptFiles, libraryNames } = /** @type {BuildsModule} */ (
    await importTypeScript('src/workerHost/tensorflow/builds.ts')
  );
  const kept = [...keptFiles, headers];
  const fetched = await fetchBuild({ python: requirePython(), build, folder: target, kept });
  if (!fetched.ok) throw new SetupError(fetched.failure.detail ?? fetched.failure.message);
  const folder = join(target, 'tensorflow');
  await buildBinding(target, libraryNames());
  await writeFile(join(folder, 'tensorflow.json'), JSON.stringify({ version: build.version }));
  await rm(join(folder, 'include'), { recursive: true });
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
 * @param {string} target with TensorFlow's headers and libraries in its folder `tensorflow`
 * @param {readonly string[]} libraries
 */
async function buildBinding(target, libraries) {
  const { headers: nodedir } = await ensureNode(24);
  const work = join(target, 'build');
  const sources = join(repositoryRoot, 'node_modules/@tensorflow/tfjs-node/binding');
  await mkdir(work);
  await cp(sources, join(work, 'binding'), { recursive: true });
  await patchBinding(join(work, 'binding'));
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

/** @param {string} folder with a copy of the binding's sources */
async function patchBinding(folder) {
  for (const file of new Set(bindingPatch.map((one) => one.file))) {
    const source = join(folder, file);
    await writeFile(source, patchedSource(file, await readFile(source, 'utf8')));
  }
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
        include_dirs: [join(target, 'tensorflow', 'include')],
        defines: [`NAPI_VERSION=${napiVersion}`],
        libraries: libraries.map((name) => join(target, 'tensorflow', name)),
      },
    ],
  };
}
