/** Which input of a merge is the shortcut, told by what both were made from. */
import { isWeightLayer } from '../../model/category';
import type { SymbolicTensor } from '../tfjs/library';
import type { Application, Trace } from '../trace/trace';

/** A tensor with all that it was made from. */
interface Path {
  readonly tensors: ReadonlySet<SymbolicTensor>;
  readonly applications: ReadonlySet<Application>;
}

function pathTo(trace: Trace, end: SymbolicTensor): Path {
  const tensors = new Set<SymbolicTensor>([end]);
  const applications = new Set<Application>();
  // A set that grows while it is gone through gives what was added, too.
  for (const tensor of tensors) {
    const producer = trace.producerOf(tensor);
    if (producer === undefined) continue;
    applications.add(producer);
    for (const input of producer.inputs) tensors.add(input);
  }
  return { tensors, applications };
}

/** Weight layers of a path that the other one has not. */
function ownWeightLayers({ applications }: Path, other: Path): number {
  const own = [...applications].filter((application) => !other.applications.has(application));
  return own.filter(({ layer }) => isWeightLayer(layer.getClassName())).length;
}

function isChannelsFirst({ layer }: Application): boolean {
  return 'dataFormat' in layer && layer.dataFormat === 'channelsFirst';
}

/**
 * Index of the shortcut among the two inputs of a merge: the one that the other was made from, else
 * the one with fewer weight layers behind the fork. Undefined where nothing tells, where the two have
 * nothing in common, and where the channels stand first.
 */
export function shortcutOf(trace: Trace, inputs: readonly SymbolicTensor[]): 0 | 1 | undefined {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length !== 2) return undefined;
  const paths = [pathTo(trace, a), pathTo(trace, b)] as const;
  if (paths.some(({ applications }) => [...applications].some(isChannelsFirst))) return undefined;
  if (paths[1].tensors.has(a)) return 0;
  if (paths[0].tensors.has(b)) return 1;
  if (![...paths[0].tensors].some((tensor) => paths[1].tensors.has(tensor))) return undefined;
  const [first, second] = [ownWeightLayers(...paths), ownWeightLayers(paths[1], paths[0])];
  if (first === second) return undefined;
  return first < second ? 0 : 1;
}
