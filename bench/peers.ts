/** What the product is measured against: other programs that do the same, each in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ensureTorch } from '../scripts/lib/torch.mjs';
import { median } from './row';
import type { Sample } from './samples';

export interface Peer {
  readonly name: string;
  readonly ms: number;
  readonly peakBytes: number;
  /** What it counted: to be compared, since only who builds the same can be compared in time. */
  readonly trainable: number;
}

const plainBuilds = 3;
/** No further build of a sample is begun after this, and one that takes so much longer is given up. */
const plainBudgetMs = 20_000;
const plainLimitMs = 60_000;
const torchBuilds = 20;
/** tfjs walks a network by recursion; the worker's stack is as deep, see src/workerHost/sandbox.ts. */
const nodeArguments = ['--stack-size=3900', '--max-old-space-size=8192'];

const run = promisify(execFile);

function peerOf(name: string, stdout: string): Peer {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  const result = JSON.parse(line) as { ms: number[]; trainable: number; peakBytes: number };
  return {
    name,
    ms: median(result.ms),
    trainable: result.trainable,
    peakBytes: result.peakBytes,
  };
}

async function bundled(root: string, { file, builder }: Sample): Promise<string> {
  const work = path.join(root, 'bench', 'work');
  await mkdir(work, { recursive: true });
  const outfile = path.join(work, `${builder}.mjs`);
  await build({
    entryPoints: [path.join(root, 'media', 'models', file)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@tensorflow/tfjs'],
    logLevel: 'warning',
  });
  return outfile;
}

/** The end of what a program said before it failed: the last line of a stack trace says least. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'killed' in error && error.killed === true)
    return `longer than ${plainLimitMs / 1000} s`;
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => line.includes('Error')) ?? text.slice(0, 200);
}

/** Plain TensorFlow.js on a sample; undefined, and said so, where it cannot do it or takes minutes. */
export async function plainTfjs(root: string, sample: Sample): Promise<Peer | undefined> {
  const script = path.join(root, 'bench', 'plainTfjs.mjs');
  const args = [script, await bundled(root, sample), sample.builder];
  try {
    const { stdout } = await run(
      process.execPath,
      [...nodeArguments, ...args, String(plainBuilds), String(plainBudgetMs)],
      { timeout: plainLimitMs, killSignal: 'SIGKILL' },
    );
    return peerOf('tfjs cpu build + summary()', stdout);
  } catch (error) {
    console.error(`${sample.builder} by plain tfjs: ${reasonOf(error)}`);
    return undefined;
  }
}

/** Milliseconds of one forward pass in PyTorch eager, in a process of its own. */
export async function torchForwardMs(root: string, network: string): Promise<number> {
  const { python, env } = await ensureTorch();
  const script = path.join(root, 'bench', 'torchForward.py');
  const { stdout } = await run(python, [script, network, '224', '1', '8', '3'], { env });
  return median(JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]);
}

/** The samples whose networks bench/torchMeta.py builds too. */
const inTorch = new Set(['resnet50', 'resnet101', 'resnet152']);

/** PyTorch's meta device with torchinfo; undefined for networks that are not written for it. */
export async function torchMeta(root: string, { builder }: Sample): Promise<Peer | undefined> {
  if (!inTorch.has(builder)) return undefined;
  const { python, env } = await ensureTorch();
  const script = path.join(root, 'bench', 'torchMeta.py');
  const { stdout } = await run(python, [script, builder, String(torchBuilds)], { env });
  return peerOf('torch meta device + torchinfo', stdout);
}
