/** The layout against ELK, dagre and Netron on the same graphs with boxes of the same size. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ensureDagre, ensureNetron } from '../scripts/lib/layoutPeers.mjs';
import type { Picture } from '../src/layout/picture';
import type { ModelGraph } from '../src/model/graph';
import { chainLengths, residualChain } from './chains';
import { sampleGraph } from './inspect';
import { pictureOf } from './layoutOwn';
import { median, ratioRow, row, type Row } from './row';
import { readSamples } from './samples';

const run = promisify(execFile);

const mostRuns = 5;
/** No further run is begun after this. */
const budgetMs = 10_000;
/** A peer that takes longer is given up; its time is then known to be more than this. */
const limitMs = 60_000;
/** dagre walks a graph by recursion. */
const nodeArguments = ['--stack-size=3900', '--max-old-space-size=8192'];

/** Against Netron, where most of its users meet what they cannot wait for. */
const goalTimes = { layers: 14_001, netron: 100 } as const;
/** Milliseconds for a layer may grow so much from the reference to the longest chain. */
const growth = { reference: 4201, most: 2 } as const;

interface Peer {
  /** As bench/layoutPeer.mjs knows it. */
  readonly id: 'elk' | 'dagre' | 'netron';
  readonly name: string;
  /** Folder of its package. */
  readonly place: string;
}

interface Timed {
  readonly ms: number;
  /** Why there is no time but only what it was given. */
  readonly givenUp?: string;
}

interface Work {
  readonly root: string;
  readonly folder: string;
  /** Bundle of our own layout. */
  readonly own: string;
}

async function prepare(root: string): Promise<Work> {
  const folder = path.join(root, 'bench', 'work');
  await mkdir(folder, { recursive: true });
  const own = path.join(folder, 'layoutOwn.mjs');
  await build({
    entryPoints: [path.join(root, 'bench', 'layoutOwn.ts')],
    outfile: own,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  return { root, folder, own };
}

/** What a peer gets: the layers with our sizes, and one edge for each pair that is wired. */
function flatGraph({ boxes, wires }: Picture) {
  const layers = boxes.filter(({ type }) => type === 'layer');
  const edges = new Map(wires.map(({ from, to }) => [`${from}\n${to}`, { from, to }]));
  return {
    nodes: layers.map(({ id, width, height }) => ({ id, width, height })),
    edges: [...edges.values()],
  };
}

/** Why a run gave nothing, in a few words. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'killed' in error && error.killed === true)
    return `given up after ${limitMs / 1000} s`;
  const text = error instanceof Error ? error.message : String(error);
  return `failed: ${text.split('\n').find((line) => line.includes('Error')) ?? text.slice(0, 200)}`;
}

async function timed({ root, folder }: Work, peer: string, place: string, graph: unknown) {
  const file = path.join(folder, 'layoutGraph.json');
  await writeFile(file, JSON.stringify(graph));
  const script = path.join(root, 'bench', 'layoutPeer.mjs');
  const args = [script, peer, place, file, String(mostRuns), String(budgetMs)];
  const options = { timeout: limitMs, killSignal: 'SIGKILL' as const, cwd: root };
  const { stdout } = await run(process.execPath, [...nodeArguments, ...args], options);
  const { ms } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ms: number[] };
  return median(ms);
}

async function timedPeer(work: Work, { id, name, place }: Peer, graph: unknown): Promise<Timed> {
  try {
    return { ms: await timed(work, id, place, graph) };
  } catch (error) {
    const givenUp = reasonOf(error);
    console.error(`layout by ${name}: ${givenUp}`);
    return { ms: limitMs, givenUp };
  }
}

interface Laid {
  readonly ms: number;
  /** By the peers' ids. */
  readonly peers: ReadonlyMap<Peer, Timed>;
}

async function layoutOf(work: Work, graph: ModelGraph, peers: readonly Peer[]): Promise<Laid> {
  const flat = flatGraph(await pictureOf(graph));
  const ms = await timed(work, 'own', work.own, graph);
  const times = new Map<Peer, Timed>();
  for (const peer of peers) times.set(peer, await timedPeer(work, peer, flat));
  return { ms, peers: times };
}

function nameOf({ name }: Peer, { givenUp }: Timed): string {
  return givenUp === undefined ? name : `${name} (${givenUp})`;
}

function peerRows(title: string, { ms, peers }: Laid): Row[] {
  return [...peers].map(([peer, time]) =>
    row(`layout ${title}: beside ${peer.name}`, ms, 'ms', null, {
      name: nameOf(peer, time),
      value: time.ms,
    }),
  );
}

function timesFaster(title: string, { ms, peers }: Laid, id: Peer['id'], goal: number): Row[] {
  return [...peers].flatMap(([peer, time]) => {
    if (peer.id !== id) return [];
    const than = { name: nameOf(peer, time), value: time.ms };
    return ratioRow(`layout ${title}: times faster than ${peer.name}`, ms, goal, than);
  });
}

/** Until the page knows what to draw and what lies under the pointer: of the start, and of the whole picture. */
async function seenRows(work: Work, title: string, graph: ModelGraph): Promise<Row[]> {
  const start = await timed(work, 'start', work.own, graph);
  const all = await timed(work, 'all', work.own, graph);
  return [
    row(`layout ${title}: until its start can be drawn`, start, 'ms'),
    row(`layout ${title}: until all of it can be drawn`, all, 'ms'),
  ];
}

async function chainRows(work: Work, peers: readonly Peer[]): Promise<Row[]> {
  const rows: Row[] = [];
  let reference = Number.NaN;
  for (const layers of chainLengths) {
    const title = `chain of ${layers}`;
    console.error(`  ${title}`);
    const laid = await layoutOf(work, residualChain(layers), peers);
    const each = (1000 * laid.ms) / layers;
    if (layers === growth.reference) reference = each;
    const goal = layers > growth.reference ? reference * growth.most : null;
    rows.push(...peerRows(title, laid), row(`layout ${title}: 1,000 layers`, each, 'ms', goal));
    rows.push(...(await seenRows(work, title, residualChain(layers))));
    if (layers === goalTimes.layers)
      rows.push(...timesFaster(title, laid, 'netron', goalTimes.netron));
  }
  return rows;
}

/** Networks whose pieces hang together in ways that no cut takes apart. */
async function sampleRows(work: Work, elk: Peer): Promise<Row[]> {
  const samples = await readSamples(work.root);
  const rows: Row[] = [];
  for (const builder of ['densenet201', 'unet']) {
    const sample = samples.find((one) => one.builder === builder);
    if (sample === undefined) throw new Error(`There is no sample ${builder}.`);
    console.error(`  ${builder}`);
    const laid = await layoutOf(work, await sampleGraph(work.root, sample), [elk]);
    rows.push(...peerRows(builder, laid), ...timesFaster(builder, laid, 'elk', 1));
  }
  return rows;
}

export async function benchLayout(root: string): Promise<Row[]> {
  const work = await prepare(root);
  const elk: Peer = { id: 'elk', name: 'elkjs, flat', place: '' };
  const dagre: Peer = { id: 'dagre', name: '@dagrejs/dagre', place: await ensureDagre() };
  const netron: Peer = { id: 'netron', name: 'Netron', place: await ensureNetron() };
  return [...(await chainRows(work, [elk, dagre, netron])), ...(await sampleRows(work, elk))];
}
