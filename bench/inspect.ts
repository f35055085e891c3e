/** Inspection of every sample, against the same models built and summarised by others. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelGraph } from '../src/model/graph';
import type { Inspector } from '../src/workerHost/inspector';
import { newInspector } from './inspector';
import { plainTfjs, torchMeta, type Peer } from './peers';
import { median, ratioRow, row, type Row } from './row';
import type { Sample } from './samples';
import { peakWorkerBytes } from './workerMemory';

const never = new Promise<void>(() => undefined);
const inspections = 20;
const warmUps = 5;

interface Inspected {
  readonly ms: number;
  readonly peakBytes: number | undefined;
}

/** An edit each time: the text differs, so nothing of an earlier inspection answers for it. */
async function inspectEdits(
  inspector: Inspector,
  file: string,
  sample: Sample,
): Promise<Inspected> {
  const text = await readFile(file, 'utf8');
  const entry = `${sample.builder}()`;
  const ms: number[] = [];
  for (let edit = 0; edit < warmUps + inspections; edit++) {
    const unsaved = new Map([[file, `${text}\n// edit ${edit}\n`]]);
    const { graph, timings } = await inspector.inspect({ file, entry, unsaved }, never);
    if (graph?.complete !== true || graph.parameters.trainable !== sample.trainable)
      throw new Error(`${entry} gives ${graph?.parameters.trainable ?? 'no model'}`);
    if (edit >= warmUps) ms.push(timings.totalMs);
  }
  return { ms: median(ms), peakBytes: await peakWorkerBytes() };
}

/** Each sample has processes of its own, as a file that somebody opens has. */
async function inspected(root: string, sample: Sample): Promise<Inspected> {
  const inspector = newInspector(root);
  try {
    return await inspectEdits(inspector, path.join(root, 'media', 'models', sample.file), sample);
  } finally {
    inspector.dispose();
  }
}

/** The graph of a sample, as it comes from an inspection. */
export async function sampleGraph(root: string, sample: Sample): Promise<ModelGraph> {
  const inspector = newInspector(root);
  try {
    const file = path.join(root, 'media', 'models', sample.file);
    const entry = `${sample.builder}()`;
    const { graph } = await inspector.inspect({ file, entry, unsaved: new Map() }, never);
    if (graph === undefined) throw new Error(`${entry} gives no model`);
    return graph;
  } finally {
    inspector.dispose();
  }
}

function sameNetwork(sample: Sample, peer: Peer | undefined): Peer | undefined {
  if (peer === undefined || peer.trainable === sample.trainable) return peer;
  throw new Error(`${sample.builder}: ${peer.name} counts ${peer.trainable}`);
}

function rowsOf({ builder }: Sample, { ms, peakBytes }: Inspected, plain?: Peer): Row[] {
  const time = plain && { name: plain.name, value: plain.ms };
  const memory = plain && { name: plain.name, value: plain.peakBytes };
  const rows = [row(`inspect ${builder}: edit to checked graph`, ms, 'ms', null, time)];
  if (peakBytes !== undefined)
    rows.push(row(`inspect ${builder}: worker's peak memory`, peakBytes, 'bytes', null, memory));
  if (time !== undefined)
    rows.push(ratioRow(`inspect ${builder}: times faster than plain tfjs`, ms, 20, time));
  return rows;
}

/** Rows of one sample: time and peak memory of its inspection, and how both compare. */
export async function benchInspect(root: string, sample: Sample, torch: boolean): Promise<Row[]> {
  const own = await inspected(root, sample);
  const rows = rowsOf(sample, own, sameNetwork(sample, await plainTfjs(root, sample)));
  const meta = torch ? sameNetwork(sample, await torchMeta(root, sample)) : undefined;
  if (meta === undefined) return rows;
  const peer = { name: meta.name, value: meta.ms };
  return [...rows, ratioRow(`inspect ${sample.builder}: times faster than torch`, own.ms, 5, peer)];
}

/** All samples together, as somebody has them who goes through the library; those that the peer built too. */
export function allSamples(rows: readonly Row[]): Row[] {
  const times = rows.flatMap(({ name, value, peerValue }) =>
    name.endsWith(': edit to checked graph') && peerValue !== undefined
      ? [{ value, peerValue }]
      : [],
  );
  if (times.length < 2) return [];
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
  const peer = {
    name: `tfjs cpu build + summary() of ${times.length} samples`,
    value: sum(times.map(({ peerValue }) => peerValue)),
  };
  const own = sum(times.map(({ value }) => value));
  return [ratioRow('inspect all samples: times faster than plain tfjs', own, 20, peer)];
}
