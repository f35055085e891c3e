/** Concatenations that are the end of a skip: DenseNet's and U-Net's. */
import { between, union } from './branches';
import type { Found } from './found';
import { weightLength, type Indexed } from './indexed';
import { isHourglass } from './sampling';
import { shortcutsFrom } from './shortcuts';

/** What is remembered from one concatenation of a graph to the next. */
export interface Concatenations {
  /** Concatenations by what they join, so that a growing list is known again. */
  readonly joined: Map<string, number>;
  /** See lastUpsamplings. */
  readonly upsamplings: readonly number[];
}

function keyOf(inputs: readonly number[]): string {
  return inputs.join(' ');
}

/**
 * The inputs, where those but the newest are what an earlier concatenation joined: that one and the
 * newest. So `concat([x0, x1, x2])` is `concat([concat([x0, x1]), x2])`, and a list that every dense
 * layer concatenates anew gives the same skips as one tensor that grows.
 */
function regrouped(
  inputs: readonly number[],
  joined: ReadonlyMap<string, number>,
): readonly number[] {
  const newest = inputs.at(-1);
  const earlier = joined.get(keyOf(inputs.slice(0, -1)));
  if (newest === undefined || earlier === undefined || earlier >= newest) return inputs;
  return [earlier, newest];
}

/**
 * DenseNet: the fork, unchanged, beside what weight layers make of it (Huang et al. 2017, "Densely
 * connected convolutional networks", eq. 2). Every other input lies on the way from the fork to the
 * newest: branches side by side are Inception's, whether or not one of them is empty.
 */
function denseSkip(graph: Indexed, merge: number, inputs: readonly number[]): Found | undefined {
  const [fork, ...others] = inputs;
  const newest = others.at(-1);
  if (fork === undefined || newest === undefined) return undefined;
  const branch = between(graph, fork, newest);
  const inBranch = new Set(branch);
  if (!others.every((other) => inBranch.has(other)) || weightLength(graph, branch) === 0)
    return undefined;
  const kind = isHourglass(graph, branch) ? 'long' : 'dense';
  return { kind, fork, merge, shortcut: [], branch };
}

/** The ways that may bring an encoder's tensor to the concatenation: cropped or projected too. */
function waysFrom(graph: Indexed, input: number) {
  const ways = shortcutsFrom(graph, input);
  const cropped = graph.predecessors[input] ?? [];
  const [before, ...others] = cropped;
  const crops = graph.roles[input] === 'slice' && before !== undefined && others.length === 0;
  return crops ? [...ways, { fork: before, nodes: [input] }] : ways;
}

/** U-Net: every other input comes from the fork through a coarser resolution. */
function longSkip(
  graph: Indexed,
  merge: number,
  inputs: readonly number[],
  upsamplings: readonly number[],
): Found | undefined {
  for (const input of inputs) {
    for (const { fork, nodes } of waysFrom(graph, input)) {
      if ((upsamplings[merge] ?? -1) <= fork) continue;
      const others = inputs.filter((other) => other !== input);
      const branches = others.map((other) => between(graph, fork, other));
      const branch = union(branches);
      if (nodes.some((node) => branch.includes(node)) || weightLength(graph, branch) === 0)
        continue;
      if (branches.every((way) => isHourglass(graph, way)))
        return { kind: 'long', fork, merge, shortcut: nodes, branch };
    }
  }
  return undefined;
}

/** The skip that a concatenation ends. @param known this one is added to it. */
export function concatenationSkip(
  graph: Indexed,
  merge: number,
  known: Concatenations,
): Found | undefined {
  const { joined, upsamplings } = known;
  const inputs = [...new Set(graph.predecessors[merge])].sort((a, b) => a - b);
  const key = keyOf(inputs);
  // The same tensors joined once more are the same tensor.
  if (inputs.length < 2 || joined.has(key)) return undefined;
  const found =
    denseSkip(graph, merge, regrouped(inputs, joined)) ??
    longSkip(graph, merge, inputs, upsamplings);
  joined.set(key, merge);
  return found;
}
