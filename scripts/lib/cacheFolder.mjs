import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where everything that is too big or too machine-bound for the repository is kept.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
  if (env['RESNET_DESIGNER_CACHE']) return resolve(env['RESNET_DESIGNER_CACHE']);
  return resolve(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'resnet-designer');
}
