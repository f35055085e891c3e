/** Weights that tf.layers does not know of: a common trap, since `fit` does not train them. */
import { formatExact } from '../../model/format';
import { told } from '../../model/sentence';
import type { Failure, SourcePlace } from '../../protocol/failure';
import type { Positions } from '../evaluate/positions';
import type { core } from '../tfjs/library';
import type { Trace } from '../trace/trace';
import type { OwnedWeight } from './layerFacts';

interface Group {
  readonly names: string[];
  count: number;
  readonly source: SourcePlace | undefined;
}

/** Collects them by the line that makes them. */
export class UntrackedWeights {
  readonly #groups = new Map<string, Group>();
  readonly #seen = new Set<object>();

  constructor(
    readonly trace: Trace,
    readonly positions: Positions,
  ) {}

  /** @param holder the layer that holds the weights, where that is another one than the model's. */
  add(weights: readonly OwnedWeight[], counted: ReadonlySet<core.Tensor>, holder?: object): void {
    for (const weight of weights) {
      if (weight.untracked !== true || counted.has(weight.variable)) continue;
      if (this.#seen.has(weight.variable)) continue;
      this.#seen.add(weight.variable);
      const own = this.#placeOf(weight.variable);
      this.#addTo(own ?? (holder && this.#placeOf(holder)), weight);
    }
  }

  #placeOf(made: object): SourcePlace | undefined {
    const creation = this.trace.creations.get(made);
    return creation && this.positions.places(creation.stack.frames)[0];
  }

  #addTo(source: SourcePlace | undefined, weight: OwnedWeight): void {
    const key = source === undefined ? '' : `${source.file}:${source.line}:${source.column}`;
    const group = this.#groups.get(key) ?? { names: [], count: 0, source };
    this.#groups.set(key, group);
    // Names of weights begin with that of the layer that was being built.
    const name = weight.name.replace(/^.*\//, '');
    if (!group.names.includes(name)) group.names.push(name);
    group.count += weight.shape.reduce((product, size) => product * size, 1);
  }

  warnings(): Failure[] {
    return [...this.#groups.values()].map(({ names, count, source }) => ({
      code: 'untracked-weights',
      severity: 'warning',
      ...told`${formatExact(count)} parameters (${names.slice(0, 8).join(', ')}) are made here inside a layer that does not count them among its own weights: "fit" will not train them and "save" will not keep them. Make them with this.addWeight, or override "get trainableWeights()".`,
      ...(source === undefined ? {} : { source }),
      ...(source === undefined ? {} : { fix: { kind: 'tracking' } }),
    }));
  }
}
