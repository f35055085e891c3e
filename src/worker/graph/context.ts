/** What all graphs of one inspection share: the trace, and what was counted already. */
import type { Positions } from '../evaluate/positions';
import type { core, Layer } from '../tfjs/library';
import type { Trace } from '../trace/trace';
import type { Failure } from '../../protocol/failure';
import type { Gradients } from './backward';
import type { PlaceTable } from './placeTable';
import type { UntrackedWeights } from './untracked';

export interface GraphContext {
  readonly trace: Trace;
  readonly positions: Positions;
  readonly counted: Set<core.Tensor>;
  readonly firstNodes: Map<Layer, string>;
  readonly places: PlaceTable;
  readonly untracked: UntrackedWeights;
  readonly gradients: Gradients;
  /** Whether FLOPs are counted. */
  readonly flops: boolean;
  readonly warnings: Failure[];
  /** Whether a layer's operations are drawn: those of the user's own are. */
  readonly showsInside: (layer: Layer) => boolean;
}
