/** Where the command line keeps what it need not find out again. */
import os from 'node:os';
import path from 'node:path';

/** The folder of the user's cache for this program, by the customs of the system; it need not exist. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  const folder = named === undefined || named === '' ? path.join(os.homedir(), '.cache') : named;
  return path.join(folder, 'resnet-designer');
}
