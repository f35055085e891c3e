import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './dependencies.mjs';
import { npm } from './npm.mjs';
import { progress } from './progress.mjs';

export const packagedExtension = join(repositoryRoot, 'dist', 'resnet-designer.vsix');

/** What no build reads. */
const notBuiltFrom = new Set(['.git', 'bench', 'dist', 'docs', 'node_modules', 'test']);

/** Builds and packages the extension where anything it is made from is newer than the package. */
export async function ensurePackagedExtension() {
  if (isUpToDate()) return;
  progress('extension', 'building and packaging');
  await npm(['run', 'package', '--silent'], {
    cwd: repositoryRoot,
    failure: 'The extension could not be built.',
  });
  progress('extension', 'ready');
}

function isUpToDate() {
  const made = modifiedAt(packagedExtension);
  const packages = join(repositoryRoot, 'node_modules', '.package-lock.json');
  return made > modifiedAt(packages) && made > newest(repositoryRoot);
}

/**
 * When something in a folder last changed. Folders count themselves, for what was removed from them.
 * @param {string} folder
 * @returns {number}
 */
function newest(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const times = entries
    .filter(({ name }) => folder !== repositoryRoot || !notBuiltFrom.has(name))
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? Math.max(modifiedAt(path), newest(path)) : modifiedAt(path);
    });
  return Math.max(0, ...times);
}

/** @param {string} path */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
