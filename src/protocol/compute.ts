/** What the host asks of the compute worker, and what it answers. */
import type { InspectRequest } from './inspect';
import type { Failure } from './failure';
import type {
  BackendFacts,
  BackendName,
  BackendState,
  KernelEvent,
  MemoryProfile,
  ProfiledNode,
  ProfileSettings,
  KernelChoice,
  Roofs,
  StepProfile,
} from './profile';

/** Where the files are that backends need: `BackendResources` of src/worker/backends. */
export interface ComputeResources {
  readonly bindingPath?: string;
  readonly libraryFolder?: string;
  readonly dawnPath?: string;
  readonly wasmFolder?: string;
}

/** A model that is to be built and profiled, in a process of its own. */
export interface ProfileRequest extends InspectRequest {
  /** The first that works is taken; one whose GPU is drawn by a CPU only when it stands alone. */
  readonly backends: readonly BackendName[];
  readonly resources: ComputeResources;
  readonly settings: ProfileSettings;
  /** By `roofKey`; those of another device are measured. */
  readonly knownRoofs: readonly (readonly [string, Roofs])[];
}

/** What a profile says of the step; the rest is of the file and the machine. */
export interface MeasuredStep {
  readonly backend: BackendFacts;
  readonly kernels: KernelChoice;
  readonly step: StepProfile;
  readonly nodes: readonly ProfiledNode[];
  readonly events: readonly KernelEvent[];
  readonly memory: MemoryProfile;
  readonly roofs?: Roofs;
  readonly loss: string;
  readonly optimizer: string;
  readonly inputShapes: readonly (readonly number[])[];
  /** Examples in the batch: what was asked for, or what a function of tensors is called with. */
  readonly batch: number;
}

/** What came of it; a step that was measured and warnings can stand together. */
export interface ProfileAnswer {
  /** A `MeasuredStep` as JSON, deflated, in base64; absent where there are failures instead. */
  readonly packedStep?: string;
  /** The graph that the nodes are of, packed as an inspection's. */
  readonly packedGraph?: string;
  readonly failures: readonly Failure[];
}

/** How far a profile is; `of` is zero where nobody knows how many there will be. */
export interface ProfileProgress {
  readonly stage: 'build' | 'backend' | 'roofs' | 'warmUp' | 'measure' | 'count';
  readonly done: number;
  readonly of: number;
}

export interface ProbeRequest {
  readonly resources: ComputeResources;
}

export interface ProbeAnswer {
  readonly states: readonly BackendState[];
}
