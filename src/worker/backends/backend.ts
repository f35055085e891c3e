/** What an open backend offers to whoever measures on it, whichever of the four it is. */
import type { core, Layer } from '../tfjs/library';
import type { BackendFacts } from '../../protocol/profile';
import type { GpuTimer } from './webgpu/gpuTimer';

/** Where the files are that backends need; a backend whose file is absent cannot be opened. */
export interface BackendResources {
  /** Absolute path of tfjs-node's native binding, `tfjs_binding.node`. */
  readonly bindingPath?: string;
  /**
   * The folder of libtensorflow that the process was started with, for what is said about it. The system's
   * loader looks for the library before any JavaScript runs: see `libraryEnvironment` in src/workerHost/tensorflow.
   */
  readonly libraryFolder?: string;
  /** Absolute path of Dawn's `dawn.node`. */
  readonly dawnPath?: string;
  /** Absolute path of the folder with `tfjs-backend-wasm-simd.wasm` and `tfjs-backend-wasm.wasm`. */
  readonly wasmFolder?: string;
}

/** Layers that the kernel of another one computes as well. */
export interface FoldedLayers {
  readonly into: Layer;
  /** In the order in which they follow it. */
  readonly layers: readonly Layer[];
  /** Of the weights that were made for it and are kept. */
  readonly bytes: number;
}

/** Sums and activations take a binding that passes lists of strings. */
export type Folds = 'nothing' | 'normalizations' | 'normalizations, sums and activations';

/** Fused kernels that are at work. */
export interface FusedKernels {
  /** What is folded into convolutions: nothing where the kernels are no oneDNN's. */
  readonly folds: Folds;
  /** Takes everything back. */
  readonly undo: () => void;
  /** Runs a model whose outputs are those of `outputs`, without training it. */
  readonly inModel: <T>(outputs: readonly Layer[], run: () => T) => T;
  /** Layers that are folded into others now. */
  readonly folded: () => readonly FoldedLayers[];
}

export interface OpenBackend {
  readonly facts: BackendFacts;
  readonly backend: core.KernelBackend;
  /**
   * Resolves when everything that was queued on the device has run.
   * @throws DesignerStop with the failure that the device has reported since the last call: `out-of-memory`,
   *   `device-lost` or `device-failed`.
   */
  readonly settle: () => Promise<void>;
  /** Bytes that the backend has taken from the system or the device, in use or kept for later; absent where it cannot tell. */
  readonly allocatedBytes?: () => number;
  /**
   * Has the backend compute with fused kernels of its own, where it has them, until they are undone. To be called
   * while it is the active one, before anybody hooks into the engine; a profile that was taken so has to say so.
   */
  readonly fuse?: () => FusedKernels;
  /** The device's own clock, where it has one. */
  readonly gpuTimer?: GpuTimer;
}

/** An open backend before it is known to be the active one. */
export type BackendMaker = (resources: BackendResources) => Promise<OpenBackend>;
