/** Repeated pictures written out: every box, wire and skip, as a picture has them. */
import type { Box, DrawnSkip, Picture, Point, Wire } from '../picture';
import type { OwnBox, OwnSkip, OwnWire, Part, Repeat, RepeatedPicture } from './repeatedPicture';

/** One of the blocks that are left out; number 1 is the first. */
export interface Copy {
  readonly repeat: Repeat;
  readonly number: number;
}

function nameAt({ repeat: { names, stride }, number }: Copy, at: number): string {
  return names[at + number * stride] ?? '';
}

/** How far a copy lies below what it is a copy of. */
export function shiftOf({ repeat: { pitch }, number }: Copy): number {
  return pitch * number;
}

export function boxIn(copy: Copy, box: Box, own: OwnBox): Box {
  const id = nameAt(copy, own.id);
  const parent = own.parent === -1 ? box.parent : nameAt(copy, own.parent);
  const y = box.y + shiftOf(copy);
  if (box.type === 'layer') return { ...box, id, parent, y };
  return { ...box, id, parent, y, title: nameAt(copy, own.title) };
}

function wireId(copy: Copy, { source, output, to }: OwnWire): string {
  return `${nameAt(copy, source)}:${output}→${nameAt(copy, to)}`;
}

export function wireIn(copy: Copy, wire: Wire, own: OwnWire): Wire {
  const shift = shiftOf(copy);
  const points = wire.points.map(({ x, y }): Point => ({ x, y: y + shift }));
  const [from, to] = [nameAt(copy, own.from), nameAt(copy, own.to)];
  const moved = { id: wireId(copy, own), from, to, points, shape: wire.shape };
  return own.skip === -1 ? moved : { ...moved, skip: nameAt(copy, own.skip) };
}

function skipIn(
  copy: Copy,
  { kind, length }: DrawnSkip,
  own: OwnSkip,
  wires: readonly OwnWire[],
): DrawnSkip {
  const wireIds = own.wires.flatMap((place) => {
    const wire = wires[place];
    return wire === undefined ? [] : [wireId(copy, wire)];
  });
  const [fork, merge] = [nameAt(copy, own.fork), nameAt(copy, own.merge)];
  return { id: nameAt(copy, own.id), kind, length, fork, merge, wires: wireIds };
}

/** How to draw the copies of skips: of a skip of the short picture, what its copies are called. */
export function skipCopier(repeated: RepeatedPicture): (copy: Copy, skip: DrawnSkip) => DrawnSkip {
  const wires = new Map(
    repeated.wires.map(({ repeat, own }) => [repeated.repeats[repeat], own] as const),
  );
  const owns = new Map<DrawnSkip, OwnSkip>();
  for (const { start, own } of repeated.skips)
    own.forEach((one, at) => {
      const skip = repeated.short.skips[start + at];
      if (skip !== undefined) owns.set(skip, one);
    });
  return (copy, skip) => {
    const own = owns.get(skip);
    return own === undefined ? skip : skipIn(copy, skip, own, wires.get(copy.repeat) ?? []);
  };
}

/** Every item of a list, those that are left out too. */
function writtenOut<Item, Own>(
  repeats: readonly Repeat[],
  items: readonly Item[],
  parts: readonly Part<Own>[],
  copyOf: (copy: Copy, item: Item, own: Own) => Item,
  more: 0 | 1,
): Item[] {
  const all: Item[] = [];
  for (const { start, end, repeat: index, own } of parts) {
    const part = items.slice(start, end);
    for (const item of part) all.push(item);
    const repeat = repeats[index];
    if (repeat === undefined) continue;
    for (let number = 1; number <= repeat.copies + more; number++) {
      const copy = { repeat, number };
      part.forEach((item, at) => {
        const names = own[at];
        if (names !== undefined) all.push(copyOf(copy, item, names));
      });
    }
  }
  return all;
}

function allBoxes({ repeats, short, boxes }: RepeatedPicture): Box[] {
  return writtenOut(repeats, short.boxes, boxes, boxIn, 0);
}

function allWires({ repeats, short, wires }: RepeatedPicture): Wire[] {
  return writtenOut(repeats, short.wires, wires, wireIn, 1);
}

function allSkips(repeated: RepeatedPicture): DrawnSkip[] {
  const { repeats, short, skips } = repeated;
  return writtenOut(repeats, short.skips, skips, skipCopier(repeated), 1);
}

const known = new WeakMap<Picture, RepeatedPicture>();

/** What a picture was written out from, or will be; undefined for one that says everything itself. */
export function repeatedOf(picture: Picture): RepeatedPicture | undefined {
  return known.get(picture);
}

/** The picture itself, or what is in it without what repeats: the same from the start on. */
export function shortOf(picture: Picture): Picture {
  return known.get(picture)?.short ?? picture;
}

/** Calls `see` with each item that is no copy, and how many there are of it. */
function eachOf<Item, Own>(
  { repeats }: RepeatedPicture,
  items: readonly Item[],
  parts: readonly Part<Own>[],
  more: 0 | 1,
  see: (item: Item, times: number) => void,
): void {
  for (const { start, end, repeat: index } of parts) {
    const repeat = repeats[index];
    const times = repeat === undefined ? 1 : 1 + repeat.copies + more;
    for (const item of items.slice(start, end)) see(item, times);
  }
}

/** Counts boxes without writing them out: `times` stand in the picture that differ in name and place alone. */
export function countBoxes(picture: Picture, see: (box: Box, times: number) => void): void {
  const repeated = known.get(picture);
  if (repeated === undefined) for (const box of picture.boxes) see(box, 1);
  else eachOf(repeated, repeated.short.boxes, repeated.boxes, 0, see);
}

/** Counts skips as `countBoxes` does boxes. */
export function countSkips(picture: Picture, see: (skip: DrawnSkip, times: number) => void): void {
  const repeated = known.get(picture);
  if (repeated === undefined) for (const skip of picture.skips) see(skip, 1);
  else eachOf(repeated, repeated.short.skips, repeated.skips, 1, see);
}

/** How many boxes a picture has, told without writing them out. */
export function boxCount(picture: Picture): number {
  let count = 0;
  countBoxes(picture, (_, times) => (count += times));
  return count;
}

/** A picture whose lists are written out when they are asked for the first time. */
export function expandable(repeated: RepeatedPicture): Picture {
  const { width, height } = repeated.short;
  let boxes: readonly Box[] | undefined;
  let wires: readonly Wire[] | undefined;
  let skips: readonly DrawnSkip[] | undefined;
  const picture: Picture = {
    width,
    height,
    get boxes() {
      return (boxes ??= allBoxes(repeated));
    },
    get wires() {
      return (wires ??= allWires(repeated));
    },
    get skips() {
      return (skips ??= allSkips(repeated));
    },
  };
  known.set(picture, repeated);
  return picture;
}
