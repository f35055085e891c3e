/** Where the arrow keys lead from a box: along the wires, across the branches, in and out of groups. */
import type { Box, Picture, Rect, Wire } from '../../src/layout/picture';
import { shortOf } from '../../src/layout/series/lazyPicture';
import { boxesById, readingOrder, type BoxLookup } from './words';

export type Direction = 'up' | 'down' | 'left' | 'right' | 'out' | 'in' | 'first' | 'last';

/** The ways from box to box in a picture. Made when an arrow key is first pressed. */
export class Navigator {
  readonly #picture: Picture;
  #ways: Ways | undefined;

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  get first(): string | undefined {
    return shortOf(this.#picture).boxes.find(({ parent }) => parent === null)?.id;
  }

  has(id: string): boolean {
    return boxesById(this.#picture).get(id) !== undefined;
  }

  /** The next box, or undefined where there is none that way. */
  next(id: string, direction: Direction): string | undefined {
    if (!this.has(id)) return this.first;
    this.#ways ??= new Ways(this.#picture);
    return this.#ways.next(id, direction);
  }
}

/** The neighbours of every box. */
class Ways {
  readonly #boxes: BoxLookup;
  readonly #order: readonly Box[];
  readonly #children = new Map<string | null, Box[]>();
  readonly #outgoing = new Map<string, Wire[]>();
  readonly #incoming = new Map<string, Wire[]>();

  constructor(picture: Picture) {
    this.#order = readingOrder(picture);
    this.#boxes = boxesById(picture);
    for (const box of this.#order) push(this.#children, box.parent, box);
    for (const wire of picture.wires) {
      push(this.#outgoing, wire.from, wire);
      push(this.#incoming, wire.to, wire);
    }
  }

  next(id: string, direction: Direction): string | undefined {
    const box = this.#boxes.get(id);
    if (box === undefined) return undefined;
    switch (direction) {
      case 'first':
        return this.#order[0]?.id;
      case 'last':
        return this.#order.at(-1)?.id;
      case 'out':
        return box.parent ?? undefined;
      case 'in':
        return this.#children.get(id)?.[0]?.id;
      case 'up':
      case 'down':
        return this.#alongFlow(box, direction);
      case 'left':
      case 'right':
        return this.#sideways(box, direction);
    }
  }

  /** Down from an open group leads into it, up from its first box back to its header. */
  #alongFlow(box: Box, direction: 'up' | 'down'): string | undefined {
    if (direction === 'down') {
      const inside = this.#children.get(box.id)?.[0];
      if (inside !== undefined) return inside.id;
      return this.#byWire(box, 'down') ?? this.#inOrder(box, 1);
    }
    if (box.parent !== null && this.#children.get(box.parent)?.[0] === box) return box.parent;
    const inside = this.#children.get(box.id)?.[0];
    return this.#byWire(inside ?? box, 'up') ?? this.#inOrder(box, -1);
  }

  /** The main path before a skip, and then the end that is straightest ahead. */
  #byWire(box: Box, direction: 'up' | 'down'): string | undefined {
    const wires = (direction === 'down' ? this.#outgoing : this.#incoming).get(box.id) ?? [];
    const ends = wires.flatMap((wire) => {
      const end = this.#boxes.get(direction === 'down' ? wire.to : wire.from);
      return end === undefined ? [] : [{ end, skip: wire.skip !== undefined }];
    });
    const centre = middle(box).x;
    const cost = ({ end, skip }: (typeof ends)[number]): number =>
      (skip ? 1e6 : 0) + Math.abs(middle(end).x - centre);
    return ends.sort((a, b) => cost(a) - cost(b))[0]?.end.id;
  }

  #inOrder(box: Box, step: 1 | -1): string | undefined {
    return this.#order[this.#order.indexOf(box) + step]?.id;
  }

  /** The nearest box on that side among those at about the same height. */
  #sideways(box: Box, direction: 'left' | 'right'): string | undefined {
    const sign = direction === 'right' ? 1 : -1;
    const from = middle(box);
    let best: Box | undefined;
    let least = Infinity;
    for (const other of this.#order) {
      if (other === box || contains(other, box) || contains(box, other)) continue;
      const to = middle(other);
      const dx = (to.x - from.x) * sign;
      const dy = Math.abs(to.y - from.y);
      const near = dx > 8 && (overlapsInHeight(box, other) || dy < 3 * box.height);
      const cost = dx + 4 * dy;
      if (near && cost < least) [least, best] = [cost, other];
    }
    return best?.id;
  }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function middle({ x, y, width, height }: Rect): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

function overlapsInHeight(a: Rect, b: Rect): boolean {
  return a.y < b.y + b.height && b.y < a.y + a.height;
}
