/** Valid values of every message, and ways to spoil them. */
import type { ModelGraph } from '../../../src/model/graph';
import type { WorkerAnswer } from '../../../src/protocol/inspect';
import type { HostMessage, WebviewMessage } from '../../../src/protocol/messages';
import type { SavedDesigner, SentState } from '../../../src/protocol/designer';
import type { Failure } from '../../../src/protocol/failure';

const bytes = { sgd: 1, momentum: 2, adam: 3 };

const memory = {
  batchSize: 8,
  weights: 4,
  gradients: 4,
  activations: 9,
  slots: bytes,
  peak: bytes,
  cpu: bytes,
  wasm: bytes,
};

const place = { file: '/net.ts', line: 3, column: 5, endColumn: 9 };

const failure: Failure = {
  code: 'shape-mismatch',
  severity: 'error',
  message: 'Shapes differ. Make them equal.',
  source: place,
  fix: { kind: 'projection', shortcut: 1, strides: [2, 2], filters: 128 },
  detail: 'at net.ts',
};

const node: ModelGraph['nodes'][number] = {
  id: 'net#1/Conv2D.1',
  name: 'conv',
  className: 'Conv2D',
  config: { filters: 64, strides: [2, 2], useBias: true, name: null, nested: { a: 'b' } },
  inputs: [{ shape: [null, 8, 8, 3], dtype: 'float32' }],
  outputs: [{ shape: [null, 4, 4, 64], dtype: 'float32' }],
  weights: [{ name: 'kernel', shape: [3, 3, 3, 64], trainable: true }],
  parameters: { trainable: 1728, nonTrainable: 0 },
  sharedWith: 'net#1/Conv2D.0',
  macs: { forward: 27_648 },
  scope: 'net#1',
  source: place,
  places: [0],
  failed: false,
};

const inner = {
  name: 'inner',
  inputs: [node.id],
  outputs: [node.id],
  edges: [],
  scopes: [],
  skips: [],
};

export const graph: ModelGraph = {
  name: 'net',
  inputs: [node.id],
  outputs: [node.id],
  nodes: [node, { ...node, id: 'net#1/Functional.1', inner: { ...inner, nodes: [node] } }],
  edges: [{ from: node.id, output: 0, to: 'net#1/Functional.1', input: 0 }],
  scopes: [
    { id: 'net#1', name: 'net', ordinal: 1, siblings: 1, parent: null, definition: place },
    { id: 'net#1/a#1', name: 'a', ordinal: 1, siblings: 2, parent: 'net#1' },
  ],
  skips: [
    {
      id: 'skip',
      kind: 'projection',
      fork: node.id,
      merge: 'net#1/Functional.1',
      shortcut: [node.id],
      branch: ['net#1/Functional.1'],
      length: 2,
      scope: null,
    },
  ],
  entry: 'net()',
  parameters: { trainable: 1728, nonTrainable: 0 },
  macs: { forward: 27_648 },
  places: [place],
  complete: true,
};

export const answer: WorkerAnswer = {
  packedGraph: 'bZAxD4IwEIX',
  failures: [failure],
  evaluateMs: 1.5,
  analyseMs: 0.5,
  dirty: 'a timer was left',
};

const state: SentState = {
  revision: 4,
  uri: 'file:///net.ts',
  fileName: 'net.ts',
  entry: 'net()',
  entries: [{ expression: 'net()', label: 'net', needsArguments: false, inner: true, line: 1 }],
  packedGraph: new Uint8Array([1, 2, 3]),
  stale: false,
  failures: [failure],
  busy: true,
  timings: { bundleMs: 1, evaluateMs: 2, analyseMs: 3, totalMs: 6 },
  training: { batchSize: 8, memory, flops: 12, problem: 'It takes too long.' },
  startedAt: 1_700_000_000_000,
};

export const hostMessages: readonly HostMessage[] = [
  { type: 'state', body: state },
  { type: 'selectNodes', body: { nodes: ['a', 'b'] } },
  { type: 'selectNodes', body: { nodes: [] } },
  { type: 'command', body: { name: 'zoomIn' } },
  { type: 'draw', body: { id: 3, format: 'png', scale: 2 } },
  { type: 'profile', body: { profile: null } },
  {
    type: 'profiling',
    body: { running: { stage: 'Measuring', done: 3, total: 20 }, stale: true, failure },
  },
  { type: 'profiling', body: { running: null, stale: false } },
];

export const webviewMessages: readonly WebviewMessage[] = [
  { type: 'ready', body: { begunAt: 1_700_000_000_000.5, readyAt: 1_700_000_000_100 } },
  { type: 'reveal', body: { place, focus: true } },
  { type: 'setEntry', body: { entry: 'net(50)' } },
  { type: 'setBatchSize', body: { batchSize: 8 } },
  { type: 'retry', body: {} },
  { type: 'applyFix', body: { index: 0 } },
  { type: 'manageTrust', body: {} },
  { type: 'cancel', body: {} },
  { type: 'pictureText', body: { id: 3, text: '<svg/>' } },
  { type: 'picturePng', body: { id: 3, bytes: new Uint8Array([137, 80]), scale: 0.5 } },
  { type: 'pictureFailed', body: { id: 3, message: 'It is too large.' } },
  { type: 'copied', body: {} },
  { type: 'copySvg', body: { svg: '<svg/>' } },
  { type: 'saveChart', body: { name: 'roofline', format: 'svg', text: '<svg/>' } },
  { type: 'saveChartPng', body: { name: 'memory', bytes: new Uint8Array([137]) } },
  { type: 'profile', body: { command: 'run' } },
  { type: 'newFromSample', body: {} },
  {
    type: 'drawn',
    body: {
      revision: 4,
      layoutMs: 3.5,
      drawMs: 2,
      receivedAt: 1_699_999_999_900,
      laidOutAt: 1_699_999_999_990,
      drawnAt: 1_700_000_000_000,
    },
  },
  { type: 'error', body: { message: 'No.', stack: 'at page.ts' } },
];

export const saved: SavedDesigner = {
  uri: 'file:///net.ts',
  entry: 'net()',
  expansion: { 'net#1': true, 'net#1/a#1': false },
  selected: 'net#1/Conv2D.1',
  viewport: { x: 1, y: -2.5, zoom: 0.75 },
};

type Path = readonly (string | number)[];

/** Where every value within a value stands; a layer's configuration is free and stays out. */
export function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path.at(-1) === 'config') return [path];
  if (ArrayBuffer.isView(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}

/** A copy of `value` with what stands at `path` changed. */
export function changed(
  value: unknown,
  path: Path,
  change: (holder: Record<string, unknown>, key: string) => void,
): unknown {
  const root = { value: structuredClone(value) };
  const steps = ['value', ...path.map(String)];
  const last = steps.pop() ?? 'value';
  let holder: Record<string, unknown> = root;
  for (const step of steps) holder = holder[step] as Record<string, unknown>;
  change(holder, last);
  return root.value;
}

/** What stands at a path. */
export function at(value: unknown, path: Path): unknown {
  let found: unknown;
  changed(value, path, (holder, key) => (found = holder[key]));
  return found;
}
