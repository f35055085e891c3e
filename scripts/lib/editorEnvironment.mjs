import { join } from 'node:path';

/**
 * Variables that would reach into an editor started from here: those of an editor, npm or test
 * runner around this process, and those that make code-server listen elsewhere.
 */
const foreign =
  /^(VSCODE_|ELECTRON_|npm_|VITEST|CODE_SERVER_|NODE_OPTIONS$|NODE_ENV$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;

/**
 * The environment for an editor of our own.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function editorEnvironment(extra = {}) {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), ...extra };
}

/**
 * Keeps code-server's own files in one folder, and keeps it from asking an extension gallery.
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
export function isolatedIn(folder) {
  return {
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
  };
}
