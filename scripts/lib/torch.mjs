import { spawnSync } from 'node:child_process';
import { SetupError } from './failure.mjs';
import { findOnPath } from './findOnPath.mjs';
import { installOnce } from './installOnce.mjs';
import { runCommand } from './runCommand.mjs';
import { torchPackages } from './versions.mjs';

/**
 * @typedef {object} Torch
 * @property {string} python the program that runs it
 * @property {NodeJS.ProcessEnv} env with which it finds the packages
 */

/**
 * PyTorch and torchinfo, in a folder of the cache and for the `python3` on PATH. On Linux the package
 * brings CUDA along, which its import needs and the meta device does not.
 * @returns {Promise<Torch>}
 */
export async function ensureTorch() {
  const python = requirePython();
  const folder = await installOnce({
    name: [...torchPackages, versionOf(python)].join(' '),
    cost: 'about 4 min, 6 GB',
    make: async (target) => {
      await runCommand(
        python,
        ['-m', 'pip', 'install', '--no-compile', '--target', target, ...torchPackages],
        { failure: 'PyTorch could not be installed with pip. Measure without --peers torch.' },
      );
    },
  });
  return { python, env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } };
}

function requirePython() {
  const python = findOnPath('python3', 'python');
  if (python && spawnSync(python, ['-m', 'pip', '--version']).status === 0) return python;
  throw new SetupError(
    '--peers torch needs Python 3.10 or later with pip. Install them (on Debian: apt-get install python3-pip).',
  );
}

/**
 * Compiled packages are for one minor version of Python.
 * @param {string} python
 */
function versionOf(python) {
  const script = "import sys; print('python%d.%d' % sys.version_info[:2])";
  return spawnSync(python, ['-c', script], { encoding: 'utf8' }).stdout.trim();
}
