/** The items of a picture that meet an area, those that are copies of others too. */
import type { Rect } from '../../src/layout/picture';
import { shiftOf, type Copy } from '../../src/layout/series/lazyPicture';
import type { Part, Repeat } from '../../src/layout/series/repeatedPicture';
import { meet } from '../state/rects';
import { spatialIndex, type SpatialIndex } from './spatialIndex';

/** Items in the order of the picture, some of which repeat. */
export interface Repeating<Item, Own> {
  readonly items: readonly Item[];
  readonly parts: readonly Part<Own>[];
  readonly repeats: readonly Repeat[];
  /** How many copies more there are than a repeat says. */
  readonly more: 0 | 1;
  readonly rectOf: (item: Item) => Rect;
  readonly copyOf: (copy: Copy, item: Item, own: Own) => Item;
}

/** A part with what it takes to find its copies. */
interface PartArea<Item> {
  readonly start: number;
  readonly end: number;
  readonly copies: number;
  readonly pitch: number;
  /** From the top of the first item to the bottom of the last, in the part itself. */
  readonly top: number;
  readonly bottom: number;
  /** The items of a copy, made when they are first seen. */
  readonly copy: (number: number) => readonly Item[];
}

export class Area<Item, Own = never> {
  readonly #items: readonly Item[];
  readonly #rectOf: (item: Item) => Rect;
  readonly #parts: readonly PartArea<Item>[];
  #index: SpatialIndex | undefined;

  constructor(repeating: Repeating<Item, Own>) {
    this.#items = repeating.items;
    this.#rectOf = repeating.rectOf;
    this.#parts = repeating.parts.map((part) => partArea(repeating, part));
  }

  all(): readonly Item[] {
    const all: Item[] = [];
    for (const { start, end, copies, copy } of this.#parts) {
      for (const item of this.#items.slice(start, end)) all.push(item);
      for (let number = 1; number <= copies; number++)
        for (const item of copy(number)) all.push(item);
    }
    return all;
  }

  within(area: Rect): Item[] {
    this.#index ??= spatialIndex(this.#items.map(this.#rectOf));
    const places = this.#index.search(area);
    const found: Item[] = [];
    let next = 0;
    for (const part of this.#parts) {
      while ((places[next] ?? Infinity) < part.start) next++;
      for (; (places[next] ?? Infinity) < part.end; next++) {
        const item = this.#items[places[next] ?? -1];
        if (item !== undefined) found.push(item);
      }
      this.#addCopies(found, part, area);
    }
    return found;
  }

  /** The copies of a part lie at even distances, so those that meet the area need not be looked for. */
  #addCopies(
    found: Item[],
    { copies, pitch, top, bottom, copy }: PartArea<Item>,
    area: Rect,
  ): void {
    if (copies === 0) return;
    const first = Math.max(1, Math.ceil((area.y - bottom) / pitch));
    const last = Math.min(copies, Math.floor((area.y + area.height - top) / pitch));
    for (let number = first; number <= last; number++)
      for (const item of copy(number)) if (meet(this.#rectOf(item), area)) found.push(item);
  }
}

function partArea<Item, Own>(
  { items, repeats, more, rectOf, copyOf }: Repeating<Item, Own>,
  { start, end, repeat: index, own }: Part<Own>,
): PartArea<Item> {
  const repeat = repeats[index];
  const none = { start, end, copies: 0, pitch: 0, top: 0, bottom: 0, copy: () => [] };
  if (repeat === undefined) return none;
  const part = items.slice(start, end);
  const rects = part.map(rectOf);
  const made = new Map<number, readonly Item[]>();
  const make = (number: number): readonly Item[] =>
    part.flatMap((item, at) => {
      const names = own[at];
      return names === undefined ? [] : [copyOf({ repeat, number }, item, names)];
    });
  return {
    start,
    end,
    copies: repeat.copies + more,
    pitch: shiftOf({ repeat, number: 1 }),
    top: rects.reduce((top, { y }) => Math.min(top, y), Infinity),
    bottom: rects.reduce((bottom, { y, height }) => Math.max(bottom, y + height), -Infinity),
    copy: (number) => {
      const items = made.get(number) ?? make(number);
      made.set(number, items);
      return items;
    },
  };
}
