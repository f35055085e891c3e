/** What a tensor may pass on a shortcut, and of which kind the shortcut then is. */
import type { GraphNode, Shape } from '../graph';
import type { Branch } from './branches';
import type { Indexed, Part } from './indexed';
import { activationOf, type Role } from './roles';

export interface Shortcut {
  readonly kind: 'identity' | 'padded' | 'projection';
  readonly fork: number;
  readonly nodes: Branch;
}

/** What may stand beside the one weight layer of a projection. */
const besideProjection: ReadonlySet<Role> = new Set<Role>([
  ...(['normalization', 'pooling', 'globalPooling', 'bias', 'scale', 'passing'] as const),
  ...(['reshape', 'pad', 'slice', 'resize'] as const),
]);

const inPadded: ReadonlySet<Role> = new Set<Role>(['pooling', 'slice', 'pad', 'custom']);

/** Nobody writes a longer shortcut; a chain of layers that keep values must not be copied for each. */
const longestShortcut = 64;

/** A slice that leaves out more is a part of the tensor rather than the same at a lower resolution. */
const largestStride = 4;

const unchanged: ReadonlySet<Role> = new Set<Role>(['passing', 'reshape', 'scale']);

function sizesOf(value: GraphNode['config'][string] | undefined): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** A dense layer or a convolution whose kernel is one position wide, and no activation in it. */
export function isPointwise({ role, weights }: Part): boolean {
  if (role !== 'matrix' && role !== 'convolution') return false;
  if (role === 'matrix') return true;
  const kernel = weights.find((weight) => weight.shape.length >= 3);
  return kernel?.shape.slice(0, -2).every((size) => size === 1) ?? false;
}

/** Takes every second position and leaves values as they are: pooling of size 1, a strided slice. */
function isSubsampling({ node, role }: Part): boolean {
  const poolSize = sizesOf(node.config['poolSize'] ?? node.config['filterSize']);
  if (role === 'pooling') return poolSize.length > 0 && poolSize.every((size) => size === 1);
  const [before, after] = [node.inputs[0]?.shape, node.outputs[0]?.shape];
  if (node.className !== 'StridedSlice' || before === undefined || after === undefined)
    return false;
  const sameRank = before.length === after.length && before.length > 2;
  if (!sameRank || before.at(-1) !== after.at(-1)) return false;
  return before.every((size, axis) => (size ?? 1) <= (after[axis] ?? 1) * largestStride);
}

/** A crop and subsampling may stand beside a projection; one time step of a sequence is not it all. */
function isWhole(part: Part): boolean {
  return part.role !== 'slice' || part.node.className.startsWith('Crop') || isSubsampling(part);
}

/**
 * Whether channels were added and nothing else grew. Channels are the last axis, or the first after
 * the batch where the model keeps them there.
 */
function widens(before: Shape | undefined, after: Shape | undefined): boolean {
  if (before === undefined || after?.length !== before.length || before.length < 2) return false;
  const grown = before.flatMap((size, axis) => {
    const now = after[axis];
    return size !== null && typeof now === 'number' && now > size ? [axis] : [];
  });
  const [axis, second] = grown;
  const isChannels = axis === before.length - 1 || (axis === 1 && before.length >= 4);
  return second === undefined && isChannels;
}

/** What the nodes of a way back have been so far. */
interface Way {
  readonly identity: boolean;
  readonly padded: boolean;
  readonly padding: boolean;
  readonly projection: boolean;
  readonly weighted: number;
}

const emptyWay: Way = {
  identity: true,
  padded: true,
  padding: false,
  projection: true,
  weighted: 0,
};

function withPart(way: Way, part: Part): Way {
  const same = unchanged.has(part.role) || isSubsampling(part);
  const linear = part.weighted && isPointwise(part) && activationOf(part.node) === undefined;
  return {
    identity: way.identity && same && !part.weighted,
    padded: way.padded && !part.weighted && (same || inPadded.has(part.role)),
    padding: way.padding || part.role === 'pad' || part.role === 'custom',
    projection:
      way.projection &&
      (linear || (!part.weighted && besideProjection.has(part.role) && isWhole(part))),
    weighted: way.weighted + Number(part.weighted),
  };
}

function kindOf(way: Way, before: Shape | undefined, after: Shape | undefined) {
  if (way.identity) return 'identity';
  if (way.padded && way.padding && widens(before, after)) return 'padded';
  return way.projection && way.weighted === 1 ? 'projection' : undefined;
}

/**
 * The ways back from an input of a merge, along single tensors, that may be a shortcut:
 *
 * - `identity`: nothing, or what leaves values as they are (a reshape, subsampling, dropout);
 * - `padded`: subsampling or pooling and channels of zeros, without weights: option A of He et al.
 *   2016, "Deep residual learning", section 3.3;
 * - `projection`: one 1×1 convolution or dense layer, with normalization or pooling at most beside
 *   it, and without a nonlinearity (eq. 2 there; the pooling is that of ResNet-D).
 */
export function shortcutsFrom(graph: Indexed, input: number): Shortcut[] {
  const found: Shortcut[] = [{ kind: 'identity', fork: input, nodes: [] }];
  const end = graph.nodes[input]?.outputs[0]?.shape;
  const chain: number[] = [];
  let way = emptyWay;
  for (let at = input; ;) {
    const [before, ...others] = graph.predecessors[at] ?? [];
    way = (graph.parts[at] ?? []).reduce(withPart, way);
    const open = way.identity || way.padded || (way.projection && way.weighted <= 1);
    if (before === undefined || others.length > 0 || !open || chain.length >= longestShortcut)
      return found;
    chain.push(at);
    const kind = kindOf(way, graph.nodes[before]?.outputs[0]?.shape, end);
    if (kind !== undefined) found.push({ kind, fork: before, nodes: chain.toReversed() });
    at = before;
  }
}
