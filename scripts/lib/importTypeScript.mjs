// @ts-check
import { join } from 'node:path';
import { repositoryRoot } from './dependencies.mjs';

/**
 * Imports a module of the sources, bundled in memory with what it imports itself.
 * @param {string} file relative to the repository
 * @returns {Promise<unknown>} what it exports; the caller knows the type
 */
export async function importTypeScript(file) {
  // Imported when it is used: scripts that name this module install the packages first.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(repositoryRoot, file)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = outputFiles[0]?.text ?? '';
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
