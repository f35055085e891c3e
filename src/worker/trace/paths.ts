/** Which input of a merge is the shortcut, told by what both were made from. */
import { isWeightLayer } from '../../model/category';
import type { core, Layer, SymbolicTensor } from '../tfjs/library';
import type { Operation, Recording } from './operations';
import type { Application, Trace } from './trace';

/** How tensors came to be: by layers that were applied, or by operations that ran. */
interface History<Tensor, Step extends { readonly inputs: readonly Tensor[] }> {
  producerOf(tensor: Tensor): Step | undefined;
  isWeighted(step: Step): boolean;
  isChannelsFirst(step: Step): boolean;
}

/** A tensor with all that it was made from. */
interface Path<Tensor, Step> {
  readonly tensors: ReadonlySet<Tensor>;
  readonly steps: ReadonlySet<Step>;
}

function pathTo<Tensor, Step extends { readonly inputs: readonly Tensor[] }>(
  history: History<Tensor, Step>,
  end: Tensor,
): Path<Tensor, Step> {
  const tensors = new Set<Tensor>([end]);
  const steps = new Set<Step>();
  // A set that grows while it is gone through gives what was added, too.
  for (const tensor of tensors) {
    const producer = history.producerOf(tensor);
    if (producer === undefined) continue;
    steps.add(producer);
    for (const input of producer.inputs) tensors.add(input);
  }
  return { tensors, steps };
}

/**
 * Index of the shortcut among the two inputs of a merge: the one that the other was made from, else
 * the one with fewer weight layers behind the fork. Undefined where nothing tells, where the two have
 * nothing in common, and where the channels stand first.
 */
function shortcutAmong<Tensor, Step extends { readonly inputs: readonly Tensor[] }>(
  history: History<Tensor, Step>,
  inputs: readonly Tensor[],
): 0 | 1 | undefined {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length !== 2) return undefined;
  const paths = [pathTo(history, a), pathTo(history, b)] as const;
  const isFirst = (step: Step): boolean => history.isChannelsFirst(step);
  if (paths.some(({ steps }) => [...steps].some(isFirst))) return undefined;
  if (paths[1].tensors.has(a)) return 0;
  if (paths[0].tensors.has(b)) return 1;
  if (![...paths[0].tensors].some((tensor) => paths[1].tensors.has(tensor))) return undefined;
  /** Weight layers of a path that the other one has not. */
  const own = (path: Path<Tensor, Step>, other: Path<Tensor, Step>): number =>
    [...path.steps].filter((step) => !other.steps.has(step) && history.isWeighted(step)).length;
  const [first, second] = [own(...paths), own(paths[1], paths[0])];
  if (first === second) return undefined;
  return first < second ? 0 : 1;
}

function hasChannelsFirst(layer: Layer): boolean {
  return 'dataFormat' in layer && layer.dataFormat === 'channelsFirst';
}

/** See shortcutAmong; of layers that were applied to symbolic tensors. */
export function shortcutOf(trace: Trace, inputs: readonly SymbolicTensor[]): 0 | 1 | undefined {
  const history: History<SymbolicTensor, Application> = {
    producerOf: (tensor) => trace.producerOf(tensor),
    isWeighted: ({ layer }) => isWeightLayer(layer.getClassName()),
    isChannelsFirst: ({ layer }) => hasChannelsFirst(layer),
  };
  return shortcutAmong(history, inputs);
}

/** See shortcutAmong; of operations, those with products counting as weight layers. */
export function shortcutOfOperations(
  { operations }: Recording,
  inputs: readonly core.Tensor[],
): 0 | 1 | undefined {
  const producers = new Map<core.Tensor, Operation>();
  for (const operation of operations)
    for (const output of operation.outputs) producers.set(output, operation);
  const history: History<core.Tensor, Operation> = {
    producerOf: (tensor) => producers.get(tensor),
    isWeighted: ({ macs }) => macs > 0,
    isChannelsFirst: (operation) => operation.type === 'layer' && hasChannelsFirst(operation.layer),
  };
  return shortcutAmong(history, inputs);
}
