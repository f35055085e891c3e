/** Numbers for what is alike: two layers have the same number when they differ in name only. */
import type { GraphNode } from '../graph';

/** Values nested deeper than this are taken for different. */
const deepestValue = 24;
/** Layers of one class and shape that are compared one by one; of more, their texts are. */
const mostCompared = 16;

/** Equal but for what is called `name`, at any depth. */
function isAlike(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b) || depth > deepestValue) return false;
  const entries = Object.entries(a);
  if (entries.length !== Object.keys(b).length) return false;
  return entries.every(([key, value]) => {
    if (key === 'name') return true;
    const other: unknown = Reflect.get(b, key);
    return Object.hasOwn(b, key) && isAlike(value, other, depth + 1);
  });
}

/** What of a layer counts beside its class and outputs. */
function factsOf({ config, inputs, outputs, weights, dropped }: GraphNode): readonly unknown[] {
  return [config, inputs, outputs, weights, dropped];
}

function withoutNames(key: string, value: unknown): unknown {
  return key === 'name' ? undefined : value;
}

interface Known {
  readonly facts: readonly unknown[];
  readonly symbol: number;
}

/**
 * Whether two layers have all but their names in common as the same objects: so has a graph that came
 * from another process. Where they have not, they may still be alike.
 */
function sharesFacts(a: GraphNode, b: GraphNode): boolean {
  if (a.inputs !== b.inputs || a.outputs !== b.outputs || a.dropped !== b.dropped) return false;
  if (a.className !== b.className || a.weights.length !== b.weights.length) return false;
  return a.weights.every(({ shape, trainable }, index) => {
    const other = b.weights[index];
    return other?.shape === shape && other.trainable === trainable;
  });
}

export class Symbols {
  readonly #texts = new Map<string, number>();
  /** By its configuration, the layer that had it last. */
  readonly #met = new Map<GraphNode['config'], { node: GraphNode; symbol: number }>();
  readonly #layers = new Map<string, Known[]>();
  #last = 0;

  /** A number that nothing else has. */
  ofNothing(): number {
    return ++this.#last;
  }

  /** The number of a text; the same for equal texts. */
  ofText(text: string): number {
    const symbol = this.#texts.get(text) ?? ++this.#last;
    this.#texts.set(text, symbol);
    return symbol;
  }

  /** @param inner the number of what a nested model holds. */
  ofLayer(node: GraphNode, inner: number | undefined): number {
    // Each failed call is one of a kind: a group must not hide it.
    if (node.failed === true) return this.ofNothing();
    if (inner !== undefined) return this.#compared(node, inner);
    const met = this.#met.get(node.config);
    if (met !== undefined && sharesFacts(met.node, node)) return met.symbol;
    const symbol = this.#compared(node, inner);
    this.#met.set(node.config, { node, symbol });
    return symbol;
  }

  #compared(node: GraphNode, inner: number | undefined): number {
    const shapes = node.outputs.map(({ shape }) => shape.join('×')).join(';');
    const key = `${node.className} ${shapes}`;
    if (inner !== undefined) return this.ofText(`model ${key} ${inner}`);
    const known = this.#layers.get(key) ?? [];
    if (known.length === 0) this.#layers.set(key, known);
    const facts = factsOf(node);
    const same = known.find((other) => isAlike(other.facts, facts));
    if (same !== undefined) return same.symbol;
    if (known.length >= mostCompared)
      return this.ofText(`layer ${key} ${JSON.stringify(facts, withoutNames)}`);
    known.push({ facts, symbol: ++this.#last });
    return this.#last;
  }
}
