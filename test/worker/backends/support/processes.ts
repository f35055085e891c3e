/** Programs bundled as the workers are, and started as the compute worker is: under Node's permission model, with add-ons. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { workerPlugins } from '../../../../scripts/lib/workerPlugins.mjs';
import { softwareGpuEnvironment } from '../../../../scripts/lib/softwareGpu.mjs';
import { ensureTensorflow } from '../../../../scripts/lib/tensorflow.mjs';
import { carryBackends } from '../../../../scripts/lib/carriedBackends.mjs';
import type { BackendName } from '../../../../src/protocol/profile';
import {
  backendResources,
  type CarriedBackends,
} from '../../../../src/workerHost/backendResources';
import { nodeArguments } from '../../../../src/workerHost/sandbox';
import { libraryEnvironment } from '../../../../src/workerHost/tensorflow/environment';
import { root } from '../../support/inspect';

const folder = path.join(root, 'test/artifacts/backends');

/** Bundles a program of these tests; gives the path of the script. */
export async function bundleProgram(name: string): Promise<string> {
  const outfile = path.join(folder, `${name}.cjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [`test/worker/backends/support/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins: workerPlugins,
    logLevel: 'error',
  });
  return outfile;
}

export interface Surroundings {
  readonly resources: CarriedBackends;
  readonly env: NodeJS.ProcessEnv;
}

/** What a backend needs on this machine: fetched, built and carried as for the extension. */
export async function surroundingsFor(name: BackendName): Promise<Surroundings> {
  const dist = path.join(folder, 'dist');
  const tensorflow = await ensureTensorflow();
  await carryBackends(path.join(dist, 'backends'), true);
  const resources = backendResources(dist);
  if (name === 'webgpu') return { resources, env: await softwareGpuEnvironment() };
  if (name !== 'tensorflow' || tensorflow === undefined) return { resources, env: process.env };
  const env = libraryEnvironment(tensorflow, process.env);
  return { resources: { ...resources, libraryFolder: tensorflow.folder }, env };
}

/** Runs a bundled program under the compute worker's permissions; gives what it printed. */
export async function runProgram(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const flags = [...nodeArguments(process.versions.node, 4_096), '--allow-addons'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, ...args], {
    env,
    maxBuffer: 1 << 29,
  });
  return stdout;
}
