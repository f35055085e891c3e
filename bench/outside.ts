/** Runs bench/plainStep.ts: the step's time as somebody takes it who has no profiler. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { workerPlugins } from '../scripts/lib/workerPlugins.mjs';
import type { Profile } from '../src/protocol/profile';
import { backendResources } from '../src/workerHost/backendResources';
import { libraryEnvironment } from '../src/workerHost/tensorflow/environment';
import type { TensorflowLibrary } from '../src/workerHost/tensorflow/library';
import { median } from './row';

/** A sample's file with the expression that builds it. */
export interface Built {
  readonly file: string;
  readonly entry: string;
}

function samplePlugin({ file, entry }: Built): Plugin {
  return {
    name: 'sample',
    setup(build) {
      build.onResolve({ filter: /^the sample$/ }, () => ({ path: file, namespace: 'sample' }));
      build.onLoad({ filter: /.*/, namespace: 'sample' }, () => ({
        contents: `import * as sample from ${JSON.stringify(file)};\nexport const build = () => sample.${entry};`,
        resolveDir: path.dirname(file),
      }));
    },
  };
}

async function bundled(root: string, built: Built): Promise<string> {
  const outfile = path.join(root, 'bench', 'work', 'plainStep.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/plainStep.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    nodePaths: [path.join(root, 'node_modules')],
    plugins: [samplePlugin(built), ...workerPlugins],
    logLevel: 'error',
  });
  return outfile;
}

/** The median of the plain step, on the backend and with the batch of a profile. */
export async function outsideStepMs(
  root: string,
  built: Built,
  { backend, settings, step }: Profile,
  library: TensorflowLibrary | undefined,
): Promise<number> {
  const asked = {
    backend: backend.name,
    resources: backendResources(path.join(root, 'dist'), library),
    loss: settings.loss,
    inputShapes: settings.inputShapes,
    warmUps: Math.max(3, step.warmUps),
    forMs: 8_000,
  };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--stack-size=3900', await bundled(root, built), JSON.stringify(asked)],
    {
      env: library === undefined ? process.env : libraryEnvironment(library, process.env),
      maxBuffer: 1 << 26,
    },
  );
  return median(JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]);
}
