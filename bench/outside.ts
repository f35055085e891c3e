/** Runs bench/plainStep.ts: the step's time as somebody takes it who has no profiler. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { workerPlugins } from '../scripts/lib/workerPlugins.mjs';
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

export interface OutsideStep {
  readonly loss: string;
  readonly inputShapes: readonly (readonly number[])[];
  readonly mode: 'train' | 'infer';
  readonly fused?: boolean;
}

const warmUps = 12;
const forMs = 3_000;

/** Times a sample's step on `tensorflow`, in a new process each time. */
export class OutsideStopwatch {
  readonly #root: string;
  readonly #script: string;
  readonly #library: TensorflowLibrary | undefined;

  private constructor(root: string, script: string, library: TensorflowLibrary | undefined) {
    this.#root = root;
    this.#script = script;
    this.#library = library;
  }

  static async of(root: string, built: Built, library: TensorflowLibrary | undefined) {
    return new OutsideStopwatch(root, await bundled(root, built), library);
  }

  /** The median of one process, in milliseconds. */
  async take({ loss, inputShapes, mode, fused = false }: OutsideStep): Promise<number> {
    const library = this.#library;
    const resources = backendResources(path.join(this.#root, 'dist'), library);
    const step = { backend: 'tensorflow', resources, loss, inputShapes, mode, fused };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--stack-size=3900', this.#script, JSON.stringify({ ...step, warmUps, forMs })],
      {
        env: library === undefined ? process.env : libraryEnvironment(library, process.env),
        maxBuffer: 1 << 26,
      },
    );
    return median(JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]);
  }
}
