// @ts-check
/** The native parts of the backends, for this platform: libraries that esbuild cannot put into a bundle. */
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from './dependencies.mjs';
import { SetupError } from './failure.mjs';
import { progress } from './progress.mjs';
import { cachedTensorflow, ensureTensorflow } from './tensorflow.mjs';

const packages = path.join(repositoryRoot, 'node_modules');

/** Dawn's own program is for both of a Mac's processors. */
function dawnFolder() {
  const arch = process.platform === 'darwin' ? 'universal' : process.arch;
  return path.join(packages, 'webgpu', 'dist', `${process.platform}-${arch}`);
}

/**
 * Dawn, and on Windows the compilers that it loads from beside itself.
 * @returns {Promise<string[]>}
 */
async function dawnFiles() {
  const folder = dawnFolder();
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).map((name) => path.join(folder, name));
}

/** Without threads, which the backend does not use in Node.js. */
const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((name) =>
  path.join(packages, '@tensorflow', 'tfjs-backend-wasm', 'dist', name),
);

/**
 * Whether a copy is there already: Dawn has 37 MB.
 * @param {string} from
 * @param {string} to
 */
function isCopied(from, to) {
  const [source, copy] = [from, to].map((file) => statSync(file, { throwIfNoEntry: false }));
  return copy !== undefined && source?.size === copy.size && source.mtimeMs <= copy.mtimeMs;
}

/** A machine without Python or a compiler can still try the designer: the other backends do without them. */
async function tensorflowIfPossible() {
  try {
    return await ensureTensorflow();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    progress('tensorflow', `left out of the package. ${error.message}`);
    return undefined;
  }
}

/**
 * Puts the files into a folder.
 * @param {string} folder
 * @param {boolean} complete fetch and build what is not in the cache
 * @returns {Promise<string[]>} the packages that they are of, for the notices
 */
export async function carryBackends(folder, complete) {
  const tensorflow = await (complete ? tensorflowIfPossible() : cachedTensorflow());
  const binding = tensorflow === undefined ? [] : [tensorflow.binding];
  await mkdir(folder, { recursive: true });
  for (const file of [...(await dawnFiles()), ...wasmFiles, ...binding]) {
    const copy = path.join(folder, path.basename(file));
    if (!isCopied(file, copy)) await cp(file, copy);
  }
  return ['webgpu', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-node'];
}
