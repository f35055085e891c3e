/**
 * Profiles made by hand for the analysis: layers written down in a few words, whose kernels run one after the
 * other at the pace of a device that is written down too. The same seed gives the same profile.
 */
import type {
  BackendFacts,
  Held,
  KernelEvent,
  PhaseCost,
  Profile,
  ProfiledNode,
  ProfileMode,
  ProfilePhase,
  Roofs,
  StepPart,
} from '../../../../src/protocol/profile';
import type { SourcePlace } from '../../../../src/protocol/failure';

/** A kernel; where it has no time of its own, the roofs give it one. */
export interface KernelSpec {
  readonly kernel: string;
  readonly ms?: number;
  readonly macs?: number;
  readonly bytes?: number;
}

export interface LayerSpec {
  readonly id: string;
  readonly className: string;
  readonly name?: string;
  readonly parent?: string;
  readonly scopes?: readonly string[];
  readonly source?: SourcePlace;
  readonly outputShape?: readonly (number | null)[];
  readonly kernels?: Readonly<Partial<Record<ProfilePhase, readonly KernelSpec[]>>>;
  /** Time around its kernels, of each phase that it has. */
  readonly hostMs?: number;
  readonly weightBytes?: number;
  /** Kept from the forward pass until its gradient. */
  readonly activationBytes?: number;
  readonly spread?: number;
}

export interface ProfileSpec {
  readonly layers: readonly LayerSpec[];
  /** Kernels of no layer. */
  readonly parts?: Readonly<Partial<Record<StepPart, readonly KernelSpec[]>>>;
  readonly roofs?: Roofs | null;
  readonly backend?: Partial<BackendFacts>;
  readonly batch?: number;
  readonly mode?: ProfileMode;
  readonly seed?: number;
  /** Relative noise of each kernel's time. */
  readonly noise?: number;
  readonly spread?: number;
  readonly takenAt?: string;
}

export const roofs: Roofs = { macsPerSecond: 1e11, bytesPerSecond: 2e10, launchMs: 0.01 };

export const backend: BackendFacts = {
  name: 'tensorflow',
  device: 'AMD EPYC 7B13, 2 threads',
  driver: 'TensorFlow 2.21.0',
  software: false,
  cuda: false,
  asynchronous: false,
  versions: { node: '20.19.4', tfjs: '4.22.0', tensorflow: '2.21.0' },
};

/** Mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const microseconds = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Runs kernels one after the other and writes down what they leave. */
class Step {
  readonly events: KernelEvent[] = [];
  readonly #random: () => number;
  readonly #noise: number;
  readonly #roofs: Roofs;
  readonly #clock: boolean;
  nowMs = 0;
  liveBytes: number;

  constructor(spec: ProfileSpec, beforeBytes: number) {
    this.#random = randomNumbers(spec.seed ?? 1);
    this.#noise = spec.noise ?? 0;
    this.#roofs = spec.roofs ?? roofs;
    this.#clock = spec.backend?.asynchronous === true;
    this.liveBytes = beforeBytes;
  }

  run(owner: number | StepPart, phase: ProfilePhase, spec: KernelSpec): void {
    const { kernel, macs = 0, bytes = 0 } = spec;
    const { macsPerSecond, bytesPerSecond, launchMs } = this.#roofs;
    const work = 1000 * Math.max(macs / macsPerSecond, bytes / bytesPerSecond);
    const factor = 1 + this.#noise * (this.#random() - 0.5);
    const ms = microseconds((spec.ms ?? launchMs + work) * factor);
    const startMs = microseconds(this.nowMs);
    const gpu = this.#clock
      ? { gpu: { startMs: microseconds(startMs + 0.02), ms: microseconds(work) } }
      : {};
    const { liveBytes } = this;
    this.events.push({ kernel, owner, phase, startMs, ms, ...gpu, macs, bytes, liveBytes });
    this.nowMs = startMs + ms;
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function costOf(events: readonly KernelEvent[], layer: LayerSpec, clock: boolean): PhaseCost {
  return {
    ms: microseconds(sum(events, ({ ms }) => ms) + (layer.hostMs ?? 0)),
    spread: layer.spread ?? 0.01,
    ...(clock ? { gpuMs: microseconds(sum(events, ({ gpu }) => gpu?.ms ?? 0)) } : {}),
    kernels: events.length,
    macs: sum(events, ({ macs }) => macs),
    flops: 2 * sum(events, ({ macs }) => macs),
    bytes: sum(events, ({ bytes }) => bytes),
    allocatedBytes: layer.activationBytes ?? 0,
  };
}

function runLayer(step: Step, owner: number, layer: LayerSpec, phase: ProfilePhase): void {
  const held = layer.activationBytes ?? 0;
  if (phase === 'forward') step.liveBytes += held;
  const kernels = layer.kernels?.[phase] ?? [];
  for (const spec of kernels) step.run(owner, phase, spec);
  if (kernels.length > 0) step.nowMs += layer.hostMs ?? 0;
  if (phase === 'backward') step.liveBytes += (layer.weightBytes ?? 0) - held;
}

function runStep(spec: ProfileSpec, beforeBytes: number): Step {
  const { layers, parts = {} } = spec;
  const step = new Step(spec, beforeBytes);
  const part = (owner: StepPart, phase: ProfilePhase): void =>
    (parts[owner] ?? []).forEach((kernel) => step.run(owner, phase, kernel));
  layers.forEach((layer, i) => runLayer(step, i, layer, 'forward'));
  part('loss', 'forward');
  if (spec.mode === 'infer') return step;
  [...layers.entries()].reverse().forEach(([i, layer]) => runLayer(step, i, layer, 'backward'));
  part('gradients', 'backward');
  layers.forEach((layer, i) => runLayer(step, i, layer, 'optimizer'));
  part('optimizer', 'optimizer');
  part('other', 'optimizer');
  return step;
}

function nodeOf(layer: LayerSpec, index: number, { events }: Step, clock: boolean): ProfiledNode {
  const { id, className, name = id, parent, scopes = [], source, outputShape = [null, 8] } = layer;
  const phases: Partial<Record<ProfilePhase, PhaseCost>> = {};
  for (const phase of ['forward', 'backward', 'optimizer'] as const) {
    const own = events.filter((event) => event.owner === index && event.phase === phase);
    if (own.length > 0) phases[phase] = costOf(own, layer, clock);
  }
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    name,
    className,
    scopes,
    ...(source === undefined ? {} : { source }),
    outputShape,
    phases,
  };
}

function partsOf(events: readonly KernelEvent[]): Profile['step']['parts'] {
  const parts = (['loss', 'gradients', 'optimizer', 'other'] as const).flatMap((name) => {
    const own = events.filter(({ owner }) => owner === name);
    const ms = microseconds(sum(own, (event) => event.ms));
    return own.length === 0 ? [] : [[name, { ms, spread: 0.01, kernels: own.length }] as const];
  });
  return Object.fromEntries(parts);
}

function memoryOf({ layers }: ProfileSpec, { events }: Step, before: number): Profile['memory'] {
  const peakBytes = events.reduce((most, { liveBytes }) => Math.max(most, liveBytes), before);
  const peakEvent = events.findIndex(({ liveBytes }) => liveBytes === peakBytes);
  const holders = layers.flatMap((layer, owner): Held[] => [
    ...(layer.weightBytes ? [{ owner, kind: 'weights', bytes: layer.weightBytes } as const] : []),
    ...(layer.activationBytes
      ? [{ owner, kind: 'activations', bytes: layer.activationBytes } as const]
      : []),
  ]);
  return { beforeBytes: before, peakBytes, peakEvent, holders };
}

function stepOf(spec: ProfileSpec, step: Step, nodes: readonly ProfiledNode[]): Profile['step'] {
  const explainedMs = sum(nodes, ({ phases }) => sum(Object.values(phases), ({ ms }) => ms));
  const ms = microseconds(Math.max(step.nowMs, 0.001));
  const spread = spec.spread ?? 0.01;
  return {
    ms,
    spread,
    warmUps: 3,
    repeats: 12,
    limited: false,
    plain: { ms: microseconds(ms / 1.01), spread },
    overhead: 1.01,
    explained: Math.min(1, explainedMs / ms),
    parts: partsOf(step.events),
    unownedKernels: 0,
  };
}

function headOf(spec: ProfileSpec): Omit<Profile, 'step' | 'nodes' | 'events' | 'memory'> {
  const { mode = 'train', batch = 4, seed = 1 } = spec;
  return {
    version: 1,
    model: {
      name: 'net',
      entry: 'net()',
      file: 'models/net.ts',
      hash: '0123456789abcdef'.repeat(4),
      parameters: { trainable: 25_557, nonTrainable: 512 },
      forwardMacs: 4_100_000,
    },
    takenAt: spec.takenAt ?? '2026-11-21T12:00:00.000Z',
    tool: 'ResNet Designer 0.9.0',
    machine: {
      platform: 'linux-x64',
      processor: 'AMD EPYC 7B13',
      cores: 2,
      memoryBytes: 17_179_869_184,
    },
    backend: { ...backend, ...spec.backend },
    settings: {
      mode,
      batch,
      seed,
      loss: mode === 'train' ? 'categoricalCrossentropy' : '',
      optimizer: mode === 'train' ? 'sgd' : '',
      inputShapes: [[batch, 32, 32, 3]],
    },
    ...(spec.roofs === null ? {} : { roofs: spec.roofs ?? roofs }),
    warnings: [],
  };
}

export function buildProfile(spec: ProfileSpec): Profile {
  const clock = spec.backend?.asynchronous === true;
  const before = sum(spec.layers, ({ weightBytes = 0 }) => weightBytes);
  const step = runStep(spec, before);
  const nodes = spec.layers.map((layer, i) => nodeOf(layer, i, step, clock));
  return {
    ...headOf(spec),
    step: stepOf(spec, step, nodes),
    nodes,
    events: step.events,
    memory: memoryOf(spec, step, before),
  };
}
