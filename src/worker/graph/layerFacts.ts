/** What a tf.layers layer says of itself, as plain and bounded JSON. */
import type { Json, WeightSpec } from '../../model/graph';
import { Container, type core, type Layer, type LayerVariable } from '../tfjs/library';
import { isPossibleShape } from '../trace/possibleShapes';

const deepest = 6;
const longestString = 2_000;
const longestName = 200;
const mostItems = 200;

/** A value as JSON without what JSON cannot hold; deep, long and endless values are cut. */
function toJson(value: unknown, depth: number): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return value.slice(0, longestString);
  if (typeof value !== 'object' || depth >= deepest) return null;
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => toJson(item, depth + 1));
  return entriesOf(value, depth + 1);
}

function entriesOf(value: object, depth: number, without?: string): Record<string, Json> {
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === null || item === undefined || key === without) continue;
    if (entries.length === mostItems) break;
    entries.push([key, toJson(item, depth)]);
  }
  return Object.fromEntries(entries);
}

/** The layer's configuration without its name, which stands elsewhere, and without nulls. */
export function configOf(layer: Layer): Record<string, Json> {
  if (layer instanceof Container) return {};
  try {
    return entriesOf(layer.getConfig(), 0, 'name');
  } catch {
    // A user's own `getConfig` may throw; the layer is drawn all the same.
    return {};
  }
}

/** Attributes of an operation as plain and bounded JSON. */
export function boundedConfig(value: unknown): Record<string, Json> {
  return typeof value === 'object' && value !== null ? entriesOf(value, 0) : {};
}

/** Names are the user's to choose; ids are made of them, and everything shows them. */
export function boundedName(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}…`;
}

/** A weight, with the identity by which shared weights are counted once. */
export interface OwnedWeight extends WeightSpec {
  readonly variable: core.Tensor;
  /** True for a weight inside a layer that the layer does not count as its own. */
  readonly untracked?: boolean;
}

/** The layer's weights; none can be trained when the layer, or the model around it, is frozen. */
export function weightsOf(layer: Layer, frozen: boolean): OwnedWeight[] {
  const trainable = new Set<LayerVariable>(frozen ? [] : layer.trainableWeights);
  // A layer that was refused for its weights is drawn all the same, without those that cannot be.
  return layer.weights
    .filter(({ shape }) => isPossibleShape(shape))
    .map((variable) => ({
      variable: variable.read(),
      name: boundedName(variable.originalName),
      shape: variable.shape.map((size) => size ?? 0),
      trainable: trainable.has(variable),
    }));
}
