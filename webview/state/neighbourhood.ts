/** The part of a picture's boxes that a screen reader is given where not all of them are elements. */
import type { Box, Picture } from '../../src/layout/picture';
import { readingOrder } from './words';

/** A box with its place among those of its group, from 1. */
export interface Listed {
  readonly box: Box;
  readonly place: number;
  readonly siblings: number;
}

export class Reading {
  readonly #order: readonly Listed[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(picture: Picture) {
    this.#order = listed(readingOrder(picture));
    this.#places = new Map(this.#order.map(({ box }, place) => [box.id, place]));
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  /** The boxes around those named, `reach` to each side as they are read, and the groups they are in. */
  around(ids: readonly string[], reach: number): Listed[] {
    const chosen = new Set<number>();
    for (const id of ids) {
      const place = this.#places.get(id);
      if (place === undefined) continue;
      const last = Math.min(this.#order.length - 1, place + reach);
      for (let at = Math.max(0, place - reach); at <= last; at++) chosen.add(at);
    }
    for (const place of chosen) {
      // A set is walked over what is added meanwhile, so that all outer groups come in.
      const parent = this.#order[place]?.box.parent ?? null;
      const holder = parent === null ? undefined : this.#places.get(parent);
      if (holder !== undefined) chosen.add(holder);
    }
    return [...chosen].sort((a, b) => a - b).flatMap((place) => this.#order[place] ?? []);
  }
}

function listed(order: readonly Box[]): Listed[] {
  const counts = new Map<string | null, number>();
  const places = order.map(({ parent }) => {
    const place = (counts.get(parent) ?? 0) + 1;
    counts.set(parent, place);
    return place;
  });
  return order.map((box, at) => ({
    box,
    place: places[at] ?? 1,
    siblings: counts.get(box.parent) ?? 1,
  }));
}
