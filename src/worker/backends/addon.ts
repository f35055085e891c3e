/** Loading a native add-on by its path, in a bundle that has no `require` of its own for it. */
import { existsSync } from 'node:fs';
import { told, type Told } from '../../model/sentence';
import { DesignerStop } from '../errors';

/**
 * @param path absolute.
 * @throws DesignerStop `backend-unavailable` when there is no such file; the loader's own error when the system
 *   cannot load it.
 */
export function loadAddon(path: string | undefined, what: Told): unknown {
  if (path === undefined || !existsSync(path)) {
    const platform = `${process.platform}-${process.arch}`;
    throw new DesignerStop(
      'backend-unavailable',
      told`This build of ResNet Designer carries no ${what} for ${platform}. Install the extension's package for this platform, or choose another backend.`,
    );
  }
  const module: { exports: unknown } = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}
