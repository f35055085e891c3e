import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cacheFolder.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { progress } from './progress.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Installs the packages of package-lock.json where node_modules is not what it says. */
export async function ensureDependencies(root = repositoryRoot) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  await withLock(join(cacheFolder(), `npm-ci-${name}.lock`), () => installDependencies(root));
}

/** @param {string} root */
async function installDependencies(root) {
  if (isInstalled(root)) return;
  progress('npm packages', 'installing with npm ci (about 30 s)');
  await npm(['ci', '--include=dev', '--ignore-scripts'], {
    cwd: root,
    failure:
      'npm ci failed. Check the connection to the npm registry, and that package-lock.json is as committed.',
  });
  progress('npm packages', 'ready');
}

/**
 * npm writes, last of all, what it installed into node_modules/.package-lock.json. Comparing that
 * with the lock file needs no stamp of our own and also sees what somebody installed by hand.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  const complete = [...wanted].every(([path, entry]) => isOptional(entry) || present.has(path));
  return complete && [...present].every(([path, entry]) => isSame(entry, wanted.get(path)));
}

/**
 * An optional package may be for another platform.
 * @param {LockedPackage} entry
 */
function isOptional({ optional = false, devOptional = false }) {
  return optional || devOptional;
}

/**
 * @param {LockedPackage} present
 * @param {LockedPackage | undefined} wanted
 */
function isSame(present, wanted) {
  return (
    wanted !== undefined &&
    present.version === wanted.version &&
    present.integrity === wanted.integrity
  );
}

/**
 * The packages of a lock file by their path, without the project itself.
 * @param {string} file
 * @returns {Map<string, LockedPackage> | undefined}
 */
function readPackages(file) {
  try {
    /** @type {{ packages: Record<string, LockedPackage> }} */
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(Object.entries(lock.packages).filter(([path]) => path !== ''));
  } catch {
    return undefined;
  }
}
