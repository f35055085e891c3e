/** What all graphs of one inspection share: the trace, and what was counted already. */
import type { Positions } from '../evaluate/positions';
import type { core, Layer } from '../tfjs/library';
import type { Trace } from '../trace/trace';
import type { Dropped } from '../../model/graph';
import type { KernelOperation, Recording } from '../trace/operations';
import type { Failure } from '../../protocol/failure';
import type { Gradients } from './backward';
import type { NodeIds } from './nodeIds';
import type { PlaceTable } from './placeTable';
import type { SharedFacts } from './sharedFacts';
import type { UntrackedWeights } from './untracked';

/** What is known of a layer from running it as inference does. */
export interface Inference {
  readonly layer: Layer;
  readonly inputs: readonly core.Tensor[];
  readonly outputs: readonly core.Tensor[];
  readonly recording: Recording;
  /** Whether it takes its one input alone. */
  readonly bare: boolean;
}

export interface GraphContext {
  readonly trace: Trace;
  readonly positions: Positions;
  readonly counted: Set<core.Tensor>;
  readonly firstNodes: Map<Layer, string>;
  readonly ids: NodeIds;
  readonly places: PlaceTable;
  readonly shared: SharedFacts;
  readonly untracked: UntrackedWeights;
  readonly gradients: Gradients;
  /** Whether FLOPs are counted. */
  readonly flops: boolean;
  readonly warnings: Failure[];
  /** How training drops what a layer is given; undefined where it does not. */
  readonly dropped: (inference: Inference) => Dropped | undefined;
  /** How an operation drops what it is given, by a mask that it multiplies with. */
  readonly droppedByMask: (operation: KernelOperation) => Dropped | undefined;
  /** Whether a layer's operations are drawn: those of the user's own are. */
  readonly showsInside: (layer: Layer) => boolean;
}
