/** The places of a model's nodes, each once. */
import type { SourcePlace } from '../../protocol/failure';

export class PlaceTable {
  readonly #numbers = new Map<SourcePlace, number>();
  readonly list: SourcePlace[] = [];

  /** The number of a place; `Positions` gives one object for one place, so identity is enough. */
  indexOf(place: SourcePlace): number {
    const known = this.#numbers.get(place);
    if (known !== undefined) return known;
    this.#numbers.set(place, this.list.length);
    return this.list.push(place) - 1;
  }
}
