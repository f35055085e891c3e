/** FLOPs of layers and operations, by the kernels that run in them; see `kernelFlops` for what counts. */
import { categoryOf } from '../../model/category';
import type { GraphNode } from '../../model/graph';
import { isInstance } from '../errors';
import { Terminated } from '../evaluate/watchdog';
import { kernelFlops } from '../kernels/kernelFlops';
import type { core } from '../tfjs/library';
import { isWrapper } from '../trace/layerKinds';
import { runLayer } from '../trace/layerRun';
import type { LayerRun, Operation, Recording } from '../trace/operations';
import type { Trace } from '../trace/trace';
import type { AppliedLayer } from './layerMacs';

/** FLOPs of one operation, or of all in a layer. */
export function flopsOfOperation(operation: Operation): number {
  if (operation.type === 'layer') return flopsOfRecording(operation.inside);
  const { kernel, named, outputs, attrs } = operation;
  return kernelFlops(
    kernel,
    named,
    outputs.map(({ shape, dtype }) => ({ shape, dtype })),
    attrs,
  );
}

function flopsOfRecording({ operations }: Recording): number {
  return operations.reduce((sum, operation) => sum + flopsOfOperation(operation), 0);
}

/** A layer of tf.layers is run to be counted; one of the user's has been. */
function runOf(trace: Trace, { layer, inputs, run }: AppliedLayer): LayerRun {
  if (run !== undefined) return run;
  const recurrent = isWrapper(layer) || categoryOf(layer.getClassName()) === 'recurrent';
  const apply = (given: unknown): unknown => layer.apply(given as core.Tensor[]);
  return runLayer({ trace, layer, apply, inputs, kwargs: undefined, recurrent });
}

/** FLOPs of one application for one example; undefined where it cannot be run. */
export function flopsOfLayer(trace: Trace, source: AppliedLayer): number | undefined {
  if (source.failed) return undefined;
  if (source.inputs.length === 0) return 0;
  try {
    const { recording, times } = runOf(trace, source);
    return recording.overflowed ? undefined : times * flopsOfRecording(recording);
  } catch (error) {
    if (isInstance(error, Terminated)) throw error;
    // What a layer's code throws was said when it ran forward.
    return undefined;
  }
}

/** The sum of a level, known where it is known of every node. */
export function totalFlops(nodes: readonly Pick<GraphNode, 'flops'>[]): number | undefined {
  if (!nodes.every(({ flops }) => flops !== undefined)) return undefined;
  return nodes.reduce((sum, { flops }) => sum + (flops ?? 0), 0);
}
