/**
 * What layers have in common, kept once: thousands of layers are applications of a few dozen kinds, so equal
 * configurations and equal lists of tensors are one object, and who compares them compares objects.
 */
import type { GraphNode, TensorSpec } from '../../model/graph';

type Config = GraphNode['config'];

const { stringify } = JSON;
const texts = new WeakMap<object, string>();

/** The JSON of something that is not changed any more, written once. */
export function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = stringify(value);
  texts.set(value, text);
  return text;
}

function keyOf(specs: readonly TensorSpec[]): string | undefined {
  let key = '';
  for (const { shape, dtype } of specs) {
    for (const size of shape) {
      // Nothing else is a size, and its text may be that of one.
      if (size !== null && !Number.isSafeInteger(size)) return undefined;
      key += `${String(size)},`;
    }
    key += stringify(dtype);
  }
  return key;
}

export class SharedFacts {
  readonly #configs = new Map<string, Config>();
  readonly #specs = new Map<string, readonly TensorSpec[]>();

  /** @param config as plain JSON. */
  config(config: Config): Config {
    const text = textOf(config);
    const known = this.#configs.get(text);
    if (known === undefined) this.#configs.set(text, config);
    return known ?? config;
  }

  /** The shapes and types of tensors. */
  specs(tensors: readonly TensorSpec[]): readonly TensorSpec[] {
    const key = keyOf(tensors);
    const known = key === undefined ? undefined : this.#specs.get(key);
    if (known !== undefined) return known;
    const specs = tensors.map(({ shape, dtype }) => ({ shape: [...shape], dtype }));
    if (key !== undefined) this.#specs.set(key, specs);
    return specs;
  }
}
