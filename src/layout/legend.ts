/** What the colours of a picture stand for: the kinds of skips and the families of layers that are in it. */
import { layerCategories, type LayerCategory } from '../model/category';
import { skipKinds, type SkipKind } from '../model/graph';
import type { Picture } from './picture';
import { countBoxes, countSkips } from './series/lazyPicture';

export interface LegendParts {
  /** How many skips there are of each kind, drawn or counted on a box that hides them. */
  readonly skips: readonly (readonly [SkipKind, number])[];
  /** How many layers of each family have a box of their own. */
  readonly families: readonly (readonly [LayerCategory, number])[];
}

class Counts<Key> {
  readonly #counts = new Map<Key, number>();

  add(key: Key, count: number): void {
    if (count > 0) this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  /** Those that were met, in the order of `keys`: it stays the same while groups open and close. */
  inOrder(keys: readonly Key[]): (readonly [Key, number])[] {
    return keys.flatMap((key) => {
      const count = this.#counts.get(key);
      return count === undefined ? [] : [[key, count] as const];
    });
  }
}

export function legendOf(picture: Picture): LegendParts {
  const skips = new Counts<SkipKind>();
  const families = new Counts<LayerCategory>();
  countSkips(picture, ({ kind }, times) => skips.add(kind, times));
  countBoxes(picture, (box, times) => {
    for (const kind of skipKinds) skips.add(kind, times * (box.hiddenSkips[kind] ?? 0));
    // The stub of a call that threw has the colour of an error.
    if (box.type === 'layer' && !box.failed) families.add(box.category, times);
  });
  return { skips: skips.inOrder(skipKinds), families: families.inOrder(layerCategories) };
}
