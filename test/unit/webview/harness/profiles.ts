/** Profiles as a machine might give them, made from a graph by a seed: for pictures and for tests. */
import type { GraphNode, ModelGraph } from '../../../../src/model/graph';
import type {
  BatchCurve,
  Held,
  KernelEvent,
  PhaseCost,
  Profile,
  ProfiledNode,
  ProfilePhase,
  Roofs,
  StepPart,
} from '../../../../src/protocol/profile';
import { kernelsOf, lossKernels, updateKernels, type Kernel } from './profileKernels';

export interface ProfileOptions {
  readonly seed?: number;
  readonly batch?: number;
  /** How many times as fast as the machine of the roofs: for comparisons. */
  readonly speed?: number;
  readonly mode?: 'train' | 'infer';
  readonly device?: string;
}

/** Of a server's processor with two threads. */
const roofs: Roofs = { macsPerSecond: 62e9, bytesPerSecond: 21e9, launchMs: 0.018 };

/** Mulberry32 (Tommy Ettinger, 2017): from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the step's kernels one after the other and keeps the books. */
class Step {
  readonly events: KernelEvent[] = [];
  now = 0;
  constructor(
    private readonly random: () => number,
    private readonly speed: number,
    public live: number,
  ) {}

  run(kernel: Kernel, owner: number | StepPart, phase: ProfilePhase): void {
    const { name, macs, bytes, efficiency, heldBytes } = kernel;
    const least = Math.max(
      (macs / roofs.macsPerSecond) * 1e3,
      (bytes / roofs.bytesPerSecond) * 1e3,
    );
    const noise = 0.92 + 0.16 * this.random();
    const ms = ((least / efficiency) * noise + roofs.launchMs * (1 + this.random())) / this.speed;
    this.live += heldBytes;
    this.events.push({
      kernel: name,
      owner,
      phase,
      startMs: this.now,
      ms,
      macs,
      bytes,
      liveBytes: Math.max(0, this.live),
    });
    this.now += ms * 1.006;
  }
}

function trainStep(step: Step, nodes: readonly GraphNode[], batch: number): void {
  for (const [at, node] of nodes.entries())
    for (const kernel of kernelsOf(node, batch).forward) step.run(kernel, at, 'forward');
  for (const kernel of lossKernels(batch)) step.run(kernel, 'loss', 'forward');
  for (const [at, node] of [...nodes.entries()].reverse()) {
    for (const kernel of kernelsOf(node, batch).backward) step.run(kernel, at, 'backward');
    if (node.className === 'Add')
      step.run({ ...lossKernels(batch)[0]!, name: 'AddN' }, 'gradients', 'backward');
  }
  for (const [at, node] of nodes.entries())
    for (const kernel of updateKernels(node)) step.run(kernel, at, 'optimizer');
  step.run({ ...lossKernels(1)[0]!, name: 'Pow' }, 'optimizer', 'optimizer');
}

const phases = ['forward', 'backward', 'optimizer'] as const;

function costOf(events: readonly KernelEvent[], spread: number): PhaseCost {
  const sum = (of: (event: KernelEvent) => number): number =>
    events.reduce((all, event) => all + of(event), 0);
  const macs = sum((event) => event.macs);
  const bytes = sum((event) => event.bytes);
  return {
    ms: sum(({ ms }) => ms),
    spread,
    kernels: events.length,
    macs,
    flops: 2 * macs + (macs === 0 ? bytes / 8 : 0),
    bytes,
    allocatedBytes: Math.round(bytes / 3),
  };
}

function profiled(
  nodes: readonly GraphNode[],
  events: readonly KernelEvent[],
  random: () => number,
): ProfiledNode[] {
  const byOwner = new Map<number | StepPart, KernelEvent[]>(nodes.map((_, at) => [at, []]));
  for (const event of events) byOwner.get(event.owner)?.push(event);
  return nodes.map((node, at) => {
    const own = byOwner.get(at) ?? [];
    const costs = phases.flatMap((phase) => {
      const ofPhase = own.filter((event) => event.phase === phase);
      return ofPhase.length === 0
        ? []
        : [[phase, costOf(ofPhase, 0.004 + 0.03 * random() ** 3)] as const];
    });
    return {
      id: node.id,
      name: node.name,
      className: node.className,
      scopes: scopesOf(node.scope),
      ...(node.source === undefined ? {} : { source: node.source }),
      outputShape: node.outputs[0]?.shape ?? [],
      phases: Object.fromEntries(costs),
    };
  });
}

/** The scopes of `a#1/b#2` are `a#1` and `a#1/b#2`. */
function scopesOf(scope: string | null): string[] {
  const parts = scope?.split('/') ?? [];
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function holdersOf(nodes: readonly GraphNode[], batch: number): Held[] {
  return nodes.flatMap((node, owner): Held[] => {
    const weights = node.weights.reduce((sum, { shape }) => sum + 4 * product(shape), 0);
    const kept = kernelsOf(node, batch).forward.reduce((sum, kernel) => sum + kernel.heldBytes, 0);
    return [
      { owner, kind: 'weights' as const, bytes: weights },
      { owner, kind: 'optimizer' as const, bytes: 2 * weights },
      { owner, kind: 'activations' as const, bytes: kept },
    ].filter(({ bytes }) => bytes > 0);
  });
}

function product(shape: readonly (number | null)[]): number {
  return shape.reduce<number>((all, size) => all * (size ?? 1), 1);
}

function curveOf(
  stepMs: number,
  batch: number,
  beforeBytes: number,
  peakBytes: number,
): BatchCurve {
  const perExample = (peakBytes - beforeBytes) / batch;
  const ms = (size: number): number => stepMs * (0.12 + (0.88 * size) / batch);
  const points = [1, 2, 4, 8, 16, 32, 64, 128].map((size) => {
    const bytes = Math.round(beforeBytes + perExample * size);
    const predicted = { ms: ms(size), peakBytes: Math.round(bytes * 1.006) };
    if (size > 64) return { batch: size, predicted, failure: tooMuch };
    if (size === 16 || size > 32) return { batch: size, predicted };
    return {
      batch: size,
      predicted,
      measured: { ms: ms(size) * 1.03, spread: 0.011, peakBytes: bytes },
    };
  });
  return { points, largest: 32 };
}

const tooMuch = {
  code: 'out-of-memory',
  severity: 'information',
  message: 'A batch of 128 needs more memory than the device has. Choose a smaller one.',
} as const;

/** A profile of a training step of the graph. */
export function profileOf(graph: ModelGraph, options: ProfileOptions = {}): Profile {
  const { seed = 1, batch = 4, speed = 1, mode = 'train' } = options;
  const random = randomFrom(seed);
  const { nodes } = graph;
  const weights = 4 * (graph.parameters.trainable + graph.parameters.nonTrainable);
  const beforeBytes = 3 * weights + batch * 224 * 224 * 3 * 4;
  const step = new Step(random, speed, beforeBytes);
  trainStep(step, nodes, batch);
  const { events } = step;
  const peakBytes = Math.max(...events.map(({ liveBytes }) => liveBytes));
  const stepMs = step.now;
  return {
    version: 1,
    model: {
      name: graph.name,
      entry: graph.entry,
      file: 'models/resnet50.ts',
      hash: 'a3f1'.repeat(16),
      parameters: graph.parameters,
      forwardMacs: graph.macs.forward,
    },
    takenAt: '2026-11-21T21:30:00.000Z',
    tool: 'resnet-designer 0.6.0',
    machine: {
      platform: 'linux x64',
      processor: 'AMD EPYC 7B13',
      cores: 2,
      memoryBytes: 16_777_216_000,
    },
    backend: {
      name: 'tensorflow',
      device: options.device ?? 'AMD EPYC 7B13, 2 threads',
      driver: 'TensorFlow 2.21.0',
      software: false,
      cuda: false,
      asynchronous: false,
      versions: { node: '20.19.0', tfjs: '4.22.0', tensorflow: '2.21.0' },
    },
    settings: {
      mode,
      batch,
      seed,
      loss: 'categoricalCrossentropy',
      optimizer: 'adam',
      inputShapes: [[batch, 224, 224, 3]],
    },
    step: {
      ms: stepMs,
      spread: 0.013,
      warmUps: 3,
      repeats: 20,
      limited: false,
      plain: { ms: stepMs / 1.009, spread: 0.012 },
      overhead: 1.009,
      explained: 0.9914,
      parts: {
        loss: { ms: 0.42, spread: 0.02, kernels: 8 },
        gradients: { ms: 1.9, spread: 0.03, kernels: 16 },
        optimizer: { ms: 0.1, spread: 0.05, kernels: 1 },
      },
      unownedKernels: 0,
    },
    nodes: profiled(nodes, events, random),
    events,
    memory: {
      beforeBytes,
      peakBytes,
      peakEvent: events.findIndex(({ liveBytes }) => liveBytes === peakBytes),
      holders: holdersOf(nodes, batch),
      predictedPeakBytes: Math.round(peakBytes * 1.012),
    },
    roofs,
    batches: curveOf(stepMs, batch, beforeBytes, peakBytes),
    warnings: [],
  };
}
