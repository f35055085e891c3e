/**
 * A profile: where one training or inference step of a model spends its time and its memory, on one backend
 * of this machine. Plain JSON; what the compute worker makes, what is kept under `.resnet-designer/profiles/`,
 * and what the editor, the page and the command line read. Times are milliseconds of one step, medians over
 * the repeats; bytes are bytes; MACs and FLOPs are those of the whole batch.
 */
import type { Failure, SourcePlace } from './failure';

export const backendNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

export type BackendName = (typeof backendNames)[number];

/** What a backend runs on, as people are told it. */
export interface BackendFacts {
  readonly name: BackendName;
  /** The processor or adapter: `AMD EPYC 7B13, 2 threads`, `NVIDIA H100 80GB HBM3`. */
  readonly device: string;
  /** What drives it, with its version: `TensorFlow 2.21.0`, `Vulkan, NVIDIA 550.54`. */
  readonly driver: string;
  /** Whether a CPU draws what a GPU should: SwiftShader, lavapipe. */
  readonly software: boolean;
  readonly cuda: boolean;
  /** Whether kernels return before they are done, so that time is told by the device's own clock. */
  readonly asynchronous: boolean;
  /** The versions of everything that took part: `node`, `tfjs`, `tensorflow`, `webgpu`. */
  readonly versions: Readonly<Record<string, string>>;
}

/** A backend that can be chosen, or why it cannot. */
export type BackendState =
  | { readonly name: BackendName; readonly ok: true; readonly facts: BackendFacts }
  | { readonly name: BackendName; readonly ok: false; readonly failure: Failure };

export const profileModes = ['train', 'infer'] as const;

export type ProfileMode = (typeof profileModes)[number];

export const profileLosses = [
  'meanSquaredError',
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'binaryCrossentropy',
] as const;

export const profileOptimizers = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;

/** TensorFlow.js's own kernels, as a run of the user's has them, or those that the backend fuses of several. */
export const kernelChoices = ['own', 'fused'] as const;

export type KernelChoice = (typeof kernelChoices)[number];

/** Backends that have fused kernels. */
export const fusingBackends: ReadonlySet<BackendName> = new Set<BackendName>(['tensorflow']);

/** More examples than any device has memory for. */
export const mostExamples = 1_000_000;

/** How a profile is to be taken, as people choose it on the page. */
export interface ProfileChoices {
  readonly mode: ProfileMode;
  /** From 1 to `mostExamples`. */
  readonly batch: number;
  /** `best`: the best that works. */
  readonly backend: BackendName | 'best';
  readonly kernels: KernelChoice;
  /** `file`: that of the file's own `compile`, else one that fits the output. */
  readonly loss: (typeof profileLosses)[number] | 'file';
  readonly optimizer: (typeof profileOptimizers)[number] | 'file';
}

/** What is asked for; what is absent is chosen, and the profile says what was chosen. */
export interface ProfileSettings {
  /** Absent: the best that works. */
  readonly backend?: BackendName;
  readonly mode: ProfileMode;
  readonly batch: number;
  /** Sizes that the model leaves open, apart from the batch; by name of the input. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** Absent: that of the file's own `compile`, else one that fits the output. */
  readonly loss?: (typeof profileLosses)[number];
  readonly optimizer?: (typeof profileOptimizers)[number];
  /** Absent: TensorFlow.js's own. A backend that has no others runs on those, and the profile says so. */
  readonly kernels?: KernelChoice;
  readonly seed: number;
  /** The relative spread at which repeating ends, and the milliseconds after which it ends in any case. */
  readonly spread: number;
  readonly limitMs: number;
}

/**
 * A median, and how sure it is: `spread` is the half-width of its 95 % interval relative to it, with the drift of the
 * step. docs/profiling.md tells how it is worked out.
 */
export interface Timing {
  readonly ms: number;
  readonly spread: number;
}

export const profilePhases = ['forward', 'backward', 'optimizer'] as const;

export type ProfilePhase = (typeof profilePhases)[number];

/** What one node did in one phase of the step. */
export interface PhaseCost extends Timing {
  /** What the device says it worked, where it has a clock: more than `ms` where the host does not wait for it. */
  readonly gpuMs?: number;
  readonly kernels: number;
  /** Multiply-accumulates of its kernels, by the counting of the model's MACs. */
  readonly macs: number;
  /** Floating-point operations of its kernels: two for each MAC, one for each element else. */
  readonly flops: number;
  /** Bytes that its kernels read and write: every input and every output of each, once. */
  readonly bytes: number;
  /** Bytes of buffers that were made. */
  readonly allocatedBytes: number;
}

/** One node of the graph, or one operation in a custom layer, with what it cost. */
export interface ProfiledNode {
  /** The node's id in the ModelGraph; unique in the profile. */
  readonly id: string;
  /** The node of the profile that this one is inside of, whose cost does not hold this one's. */
  readonly parent?: string;
  readonly name: string;
  readonly className: string;
  /** The user's own functions that made it, outermost first, as ids of scopes. */
  readonly scopes: readonly string[];
  readonly source?: SourcePlace;
  readonly outputShape: readonly (number | null)[];
  /** The node of the convolution whose kernel does this layer's work as well, with fused kernels. */
  readonly foldedInto?: string;
  readonly phases: Readonly<Partial<Record<ProfilePhase, PhaseCost>>>;
}

/** What is not of any layer. */
export const stepParts = ['loss', 'gradients', 'optimizer', 'other'] as const;

export type StepPart = (typeof stepParts)[number];

/** One kernel of the step that is nearest to the median. */
export interface KernelEvent {
  readonly kernel: string;
  /** Index in `nodes`, or the part of the step that is of no layer. */
  readonly owner: number | StepPart;
  readonly phase: ProfilePhase;
  /** Of a recurrent layer, or of one that runs at each time: the time step, from 0. */
  readonly iteration?: number;
  /** Since the step began. */
  readonly startMs: number;
  readonly ms: number;
  /** On the device's clock, since its first kernel of the step. */
  readonly gpu?: { readonly startMs: number; readonly ms: number };
  readonly macs: number;
  readonly bytes: number;
  /** Bytes that tensors hold when it has run. */
  readonly liveBytes: number;
}

export const heldKinds = ['weights', 'optimizer', 'inputs', 'activations', 'gradients'] as const;

/** What somebody holds while the most is held. */
export interface Held {
  /** Index in `nodes`, or the part of the step that is of no layer. */
  readonly owner: number | StepPart;
  readonly kind: (typeof heldKinds)[number];
  readonly bytes: number;
}

export interface MemoryProfile {
  /** Held before the step: weights, optimizer's slots, the batch. */
  readonly beforeBytes: number;
  readonly peakBytes: number;
  /** Index in `events` of the kernel after which the most was held; -1 where it was before the first. */
  readonly peakEvent: number;
  readonly holders: readonly Held[];
  /** What the meta device said before; absent where it cannot. */
  readonly predictedPeakBytes?: number;
}

/** A point of the curve of batch sizes: predicted, measured, or why it could not be. */
export interface BatchPoint {
  readonly batch: number;
  readonly predicted?: { readonly ms: number; readonly peakBytes: number };
  readonly measured?: Timing & { readonly peakBytes: number };
  readonly failure?: Failure;
}

export interface BatchCurve {
  readonly points: readonly BatchPoint[];
  /** The largest that was measured without running out of memory. */
  readonly largest?: number;
  /**
   * The largest whose peak, by the line of the measured ones, the memory holds that was free when the curve was begun.
   * Absent where a batch has run out of memory, and where the device does not tell.
   */
  readonly largestPredicted?: number;
}

/** What the device can do at most, measured on it. */
export interface Roofs {
  /** Of a large matrix product. */
  readonly macsPerSecond: number;
  /** Of a large copy, read and written bytes together. */
  readonly bytesPerSecond: number;
  /** Of a kernel with nothing to do. */
  readonly launchMs: number;
}

/** Repeats of a step after which nothing more is learnt from another one. */
export const mostRepeats = 400;

/** Steps behind the repeats whose kernels are noted, where the device has no clock of its own: none of the repeats' are. */
export const mostLogged = 3;

export interface StepProfile extends Timing {
  /**
   * The part of all spreads that is the machine's changing pace: it tells profiles apart, and not layers of one.
   * Absent in profiles of earlier versions, whose spreads have none.
   */
  readonly drift?: number;
  readonly warmUps: number;
  /** Steps that count. */
  readonly repeats: number;
  /** Steps that do not count, because other programs slowed them. Absent in profiles of earlier versions. */
  readonly leftOut?: number;
  /** Share of the processors that other programs used during the steps that count; from 0 to 1. Absent as above. */
  readonly othersShare?: number;
  /** Whether the spread was not reached, within the time or `mostRepeats`. */
  readonly limited: boolean;
  /** The step without hooks, measured in turns with the hooked ones. */
  readonly plain: Timing;
  /** Median of a hooked step over the plain one beside it. */
  readonly overhead: number;
  /** Share of the step's time that layers explain, forward, backward and their updates; from 0 to 1. */
  readonly explained: number;
  readonly parts: Readonly<Partial<Record<StepPart, Timing & { readonly kernels: number }>>>;
  /** Kernels that belong neither to a layer nor to a part of the step with a name. */
  readonly unownedKernels: number;
}

export interface Profile {
  readonly version: 1;
  readonly model: {
    readonly name: string;
    readonly entry: string;
    /** Relative to the workspace, with forward slashes. */
    readonly file: string;
    /** SHA-256 of the file's text, in hexadecimal. */
    readonly hash: string;
    readonly parameters: { readonly trainable: number; readonly nonTrainable: number };
    readonly forwardMacs: number;
  };
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly tool: string;
  readonly machine: {
    readonly platform: string;
    readonly processor: string;
    readonly cores: number;
    readonly memoryBytes: number;
  };
  readonly backend: BackendFacts;
  readonly settings: Required<Pick<ProfileSettings, 'mode' | 'batch' | 'seed'>> & {
    readonly loss: string;
    readonly optimizer: string;
    /** Absent in profiles of earlier versions: TensorFlow.js's own. */
    readonly kernels?: KernelChoice;
    readonly inputShapes: readonly (readonly number[])[];
  };
  readonly step: StepProfile;
  readonly nodes: readonly ProfiledNode[];
  readonly events: readonly KernelEvent[];
  readonly memory: MemoryProfile;
  readonly roofs?: Roofs;
  readonly batches?: BatchCurve;
  readonly warnings: readonly Failure[];
}
