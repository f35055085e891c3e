// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { SetupError } from './failure.mjs';

/**
 * The environment in which Dawn finds SwiftShader: the Vulkan loader and driver that Chromium brings along, so that a
 * machine without a GPU and without Vulkan has an adapter all the same.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function softwareGpuEnvironment(env = process.env) {
  const chromium = await ensureChromium();
  // Debian's command is a script; the program and its libraries are in a folder of their own.
  const folders = [dirname(realpathSync(chromium)), '/usr/lib/chromium', '/opt/google/chrome'];
  const folder = folders.find((place) => existsSync(join(place, 'vk_swiftshader_icd.json')));
  if (folder === undefined) {
    throw new SetupError(
      `The tests of the webgpu backend draw with the SwiftShader that Chromium brings along, and ${chromium} has none. ` +
        'Install the package chromium.',
    );
  }
  const libraries = [folder, env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  return {
    ...env,
    LD_LIBRARY_PATH: libraries,
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
  };
}
