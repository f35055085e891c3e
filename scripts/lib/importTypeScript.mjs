// @ts-check
import { build } from 'esbuild';
import { join } from 'node:path';
import { repositoryRoot } from './dependencies.mjs';

/**
 * Imports a module of the sources, bundled in memory with what it imports itself.
 * @param {string} file relative to the repository
 * @returns {Promise<unknown>} what it exports; the caller knows the type
 */
export async function importTypeScript(file) {
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
