/** Inspection of samples against the same models built and summarised by plain TensorFlow.js. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { InspectTimings } from '../src/protocol/designer';
import { Inspector } from '../src/workerHost/inspector';
import { median, ratioRow, row, type Row } from './row';

const never = new Promise<void>(() => undefined);
const inspections = 20;
const warmUps = 5;

interface Plain {
  readonly ms: number;
  readonly peakMB: number;
}

async function plainTfjs(root: string, sample: string, builder: string): Promise<Plain> {
  const work = path.join(root, 'bench', 'work');
  await mkdir(work, { recursive: true });
  const outfile = path.join(work, `${builder}.mjs`);
  await build({
    entryPoints: [path.join(root, 'media', 'models', sample)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@tensorflow/tfjs'],
    logLevel: 'warning',
  });
  const script = path.join(root, 'bench', 'plainTfjs.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, outfile, builder, '3']);
  const line = stdout.trim().split('\n').at(-1) ?? '';
  const result = JSON.parse(line) as { ms: number[]; peakBytes: number };
  return { ms: median(result.ms), peakMB: result.peakBytes / 2 ** 20 };
}

/** An edit each time: the text differs, so nothing of an earlier inspection answers for it. */
async function inspectEdits(
  inspector: Inspector,
  file: string,
  entry: string,
): Promise<InspectTimings[]> {
  const text = await readFile(file, 'utf8');
  const timings: InspectTimings[] = [];
  for (let edit = 0; edit < warmUps + inspections; edit++) {
    const unsaved = new Map([[file, `${text}\n// edit ${edit}\n`]]);
    const result = await inspector.inspect({ file, entry, unsaved }, never);
    if (result.graph?.complete !== true) throw new Error(`${entry} gave no model`);
    if (edit >= warmUps) timings.push(result.timings);
  }
  return timings;
}

async function benchSample(
  root: string,
  inspector: Inspector,
  sample: string,
  builder: string,
): Promise<Row[]> {
  const file = path.join(root, 'media', 'models', sample);
  const timings = await inspectEdits(inspector, file, `${builder}()`);
  const plain = await plainTfjs(root, sample, builder);
  const total = median(timings.map(({ totalMs }) => totalMs));
  const peer = { name: 'tfjs cpu build + summary()', value: plain.ms };
  return [
    row(`inspect ${builder}: edit to checked graph`, total, 'ms', null, peer),
    ratioRow(`inspect ${builder}: times faster than plain tfjs`, total, 20, peer),
  ];
}

/** Rows for inspection alone, without an editor. */
export async function benchInspect(root: string): Promise<Row[]> {
  const inspector = new Inspector({
    log: () => undefined,
    workerOptions: () => ({
      script: path.join(root, 'dist', 'inspect-worker.js'),
      nodePath: '',
      timeLimitMs: 60_000,
      memoryLimitMB: 2048,
    }),
  });
  try {
    const rows: Row[] = [];
    for (const [sample, builder] of [
      ['resnet50.ts', 'resnet50'],
      ['resnet50.ts', 'resnet152'],
      ['vgg19.ts', 'vgg19'],
    ] as const) {
      rows.push(...(await benchSample(root, inspector, sample, builder)));
    }
    return rows;
  } finally {
    inspector.dispose();
  }
}
