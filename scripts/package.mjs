/**
 * `npm run package`: builds for production and packs dist/resnet-designer.vsix. The package is for
 * this machine's platform, since it carries esbuild's program.
 */
import { createVSIX } from '@vscode/vsce';
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repositoryRoot } from './lib/dependencies.mjs';
import { exitWith } from './lib/failure.mjs';
import { progress } from './lib/progress.mjs';
import { runCommand } from './lib/runCommand.mjs';

const file = join(repositoryRoot, 'dist', 'resnet-designer.vsix');

async function main() {
  progress('package', 'building');
  await runCommand(process.execPath, ['scripts/build.mjs', '--production'], {
    cwd: repositoryRoot,
    failure: 'The build failed.',
  });
  await createVSIX({
    cwd: repositoryRoot,
    packagePath: file,
    target: `${process.platform}-${process.arch}`,
    // The bundles hold the packages they use; dist/node_modules is taken as the files it is.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = await stat(file);
  progress('package', `${relative(repositoryRoot, file)}, ${(size / 1e6).toFixed(2)} MB`);
}

await main().catch(exitWith);
