import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { withLock } from './lock.mjs';
import { progress } from './progress.mjs';

/**
 * Where `installOnce` makes what has this name.
 * @param {string} name
 */
export function installedFolder(name) {
  return join(cacheFolder(), name.replaceAll(/[^\w.@-]+/g, '-'));
}

/**
 * Makes a folder of the cache once. It is made beside its place and renamed when whole, so a folder
 * that is there is complete, and an install that was killed is done again.
 * @param {object} recipe
 * @param {string} recipe.name as a person reads it: `code-server 4.139.1`
 * @param {string} recipe.cost what it takes
 * @param {(folder: string) => Promise<void>} recipe.make fills the folder it is given
 * @returns {Promise<string>} the folder
 */
export async function installOnce({ name, cost, make }) {
  const folder = installedFolder(name);
  if (!existsSync(folder)) await withLock(`${folder}.lock`, install, () => waiting(name));
  return folder;

  async function install() {
    if (existsSync(folder)) return;
    progress(name, `installing (${cost})`);
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    await make(partial);
    renameSync(partial, folder);
    progress(name, 'ready');
  }
}

/** @param {string} name */
function waiting(name) {
  progress(name, 'waiting for another process that is installing it');
}
