/** Whether a branch goes through a coarser resolution, as between a U-Net's encoder and decoder. */
import type { GraphNode, Json, Shape } from '../graph';
import type { Branch } from './branches';
import type { Indexed, Part } from './indexed';

function spatialSizes(shape: Shape | undefined, channelsFirst: boolean): Shape {
  return (channelsFirst ? shape?.slice(2) : shape?.slice(1, -1)) ?? [];
}

/** How many times larger the output is than the input, on the axis that changes most; 1 if unknown. */
function growth({ inputs, outputs, config }: GraphNode): number {
  const channelsFirst = config['dataFormat'] === 'channelsFirst' || config['dataFormat'] === 'NCHW';
  const before = spatialSizes(inputs[0]?.shape, channelsFirst);
  const after = spatialSizes(outputs[0]?.shape, channelsFirst);
  if (before.length !== after.length) return 1;
  const factors = before.map((size, axis) => (after[axis] ?? 0) / (size ?? 0));
  const known = factors.filter((factor) => Number.isFinite(factor) && factor > 0);
  return known.reduce(
    (most, f) => (Math.abs(Math.log(f)) > Math.abs(Math.log(most)) ? f : most),
    1,
  );
}

function strideOf(value: Json | undefined): number | undefined {
  const sizes = Array.isArray(value) ? value : [value];
  const numbers = sizes.filter((size): size is number => typeof size === 'number');
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

const transposed = /Transpose$|BackpropInput/;

/** A convolution without padding makes a tensor smaller too; only what is near a half is sampling. */
const nearlyHalf = 0.67;

type Change = 'down' | 'up' | undefined;

function byFactor(factor: number): Change {
  if (factor <= nearlyHalf) return 'down';
  return factor >= 1 / nearlyHalf ? 'up' : undefined;
}

function changeOf({ node, role }: Part): Change {
  switch (role) {
    case 'convolution': {
      const stride = strideOf(node.config['strides']);
      if (stride === undefined) return byFactor(growth(node));
      if (stride === 1) return undefined;
      return transposed.test(node.className) ? 'up' : 'down';
    }
    case 'pooling': {
      const stride = strideOf(node.config['strides']);
      return stride === undefined ? byFactor(growth(node)) : stride > 1 ? 'down' : undefined;
    }
    case 'resize':
      return byFactor(growth(node)) === 'down' ? 'down' : 'up';
    case 'custom':
      return byFactor(growth(node));
    default:
      return undefined;
  }
}

/**
 * Whether the branch is sampled down and up again (Ronneberger et al. 2015, "U-Net", fig. 1). Pooling
 * over all positions, as before a squeeze-and-excitation gate, is no sampling.
 */
export function isHourglass(graph: Indexed, branch: Branch): boolean {
  const changes = new Set<Change>();
  for (const number of branch)
    for (const part of graph.parts[number] ?? []) changes.add(changeOf(part));
  return changes.has('down') && changes.has('up');
}

/** For each node the last one up to it that samples up, or -1: what a long skip must go around. */
export function lastUpsamplings(graph: Indexed): readonly number[] {
  let last = -1;
  return graph.parts.map((parts, number) => {
    if (parts.some((part) => changeOf(part) === 'up')) last = number;
    return last;
  });
}
