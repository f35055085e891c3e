/** Whose each variable is: a weight the innermost layer's that has it, a slot its weight's. */
import type { BuiltModel } from '../inspect';
import { core, type Layer } from '../tfjs/library';
import { childLayers } from './layersInside';
import type { Owners } from './owners';

/** What an optimizer keeps of each weight, in the order of the weights. */
interface Slot {
  readonly originalName: string;
  readonly variable: core.Variable;
}

function isSlot(value: unknown): value is Slot {
  return (
    typeof value === 'object' &&
    value !== null &&
    'variable' in value &&
    value.variable instanceof core.Variable &&
    'originalName' in value &&
    typeof value.originalName === 'string'
  );
}

export interface OptimizerVariables {
  readonly slots: readonly Slot[];
  /** Of no weight in particular: powers of Adam's rates. */
  readonly own: readonly core.Variable[];
}

/** The variables of an optimizer, which it makes in its first step. */
function optimizerVariables(optimizer: core.Optimizer | undefined): OptimizerVariables {
  const values: unknown[] = optimizer === undefined ? [] : Object.values(optimizer).flat();
  return {
    slots: values.filter(isSlot),
    own: values.filter((value) => value instanceof core.Variable),
  };
}

/** The layer, and those inside of it that are no nodes themselves, with their owners. */
function withInside(
  owners: Owners,
  nodes: BuiltModel['firstNodes'],
  [layer, owner]: readonly [Layer, number],
): [Layer, number][] {
  const hidden = childLayers(layer).filter((child) => !nodes.has(child));
  const inside = hidden.flatMap((child) => {
    const own = owners.inner(owner, child.name, child.getClassName());
    return withInside(owners, nodes, [child, own]);
  });
  return [[layer, owner], ...inside];
}

/** Weights, by the names of their variables. */
export function weightOwners({ firstNodes, graph, found }: BuiltModel, owners: Owners) {
  const all = new Map<string, number>();
  const depths = new Map<string, number>();
  const add = (name: string, owner: number): void => {
    const depth = owners.depth(owner);
    if (depth <= (depths.get(name) ?? -1)) return;
    all.set(name, owner);
    depths.set(name, depth);
  };
  for (const [layer, id] of firstNodes) {
    const owner = owners.indexOf(id);
    if (owner === undefined) continue;
    for (const [inner, innerOwner] of withInside(owners, firstNodes, [layer, owner]))
      for (const weight of inner.weights) add((weight.read() as core.Variable).name, innerOwner);
  }
  if (!('recording' in found)) return all;
  // Operations of a function name the variables that they read themselves.
  for (const { id, weights } of graph.nodes)
    for (const { name } of weights) if (!all.has(name)) add(name, owners.indexOf(id) ?? 0);
  return all;
}

/** The owners of slots, once there are any. */
export function slotOwners(
  optimizer: core.Optimizer | undefined,
  weights: ReadonlyMap<string, number>,
  part: number,
): Map<string, number> {
  const { slots, own } = optimizerVariables(optimizer);
  const all = new Map<string, number>();
  for (const { originalName, variable } of slots)
    all.set(variable.name, weights.get(originalName.replace(/\/[^/]*$/, '')) ?? part);
  for (const { name } of own) all.set(name, part);
  return all;
}
