/** Repeated pictures written out: every box, wire and skip, as a picture has them. */
import type { Box, DrawnSkip, Picture, Point, Wire } from '../picture';
import type { OwnBox, OwnSkip, OwnWire, Part, Repeat, RepeatedPicture } from './repeatedPicture';

/** One of the blocks that are left out; number 1 is the first. */
interface Copy {
  readonly repeat: Repeat;
  readonly number: number;
}

function nameAt({ repeat: { names, stride }, number }: Copy, at: number): string {
  return names[at + number * stride] ?? '';
}

function shiftOf({ repeat: { pitch }, number }: Copy): number {
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
    for (let at = start; at < end; at++) all.push(items[at] as Item);
    const repeat = repeats[index];
    if (repeat === undefined) continue;
    for (let number = 1; number <= repeat.copies + more; number++) {
      const copy = { repeat, number };
      own.forEach((names, at) => all.push(copyOf(copy, items[start + at] as Item, names)));
    }
  }
  return all;
}

function wiresOfRepeats({ wires, repeats }: RepeatedPicture): readonly (readonly OwnWire[])[] {
  return repeats.map((_, index) => wires.find(({ repeat }) => repeat === index)?.own ?? []);
}

export function allBoxes({ repeats, short, boxes }: RepeatedPicture): Box[] {
  return writtenOut(repeats, short.boxes, boxes, boxIn, 0);
}

export function allWires({ repeats, short, wires }: RepeatedPicture): Wire[] {
  return writtenOut(repeats, short.wires, wires, wireIn, 1);
}

export function allSkips(repeated: RepeatedPicture): DrawnSkip[] {
  const { repeats, short, skips } = repeated;
  const ownWires = new Map(
    repeats.map((repeat, index) => [repeat, wiresOfRepeats(repeated)[index]]),
  );
  const copyOf = (copy: Copy, skip: DrawnSkip, own: OwnSkip): DrawnSkip =>
    skipIn(copy, skip, own, ownWires.get(copy.repeat) ?? []);
  return writtenOut(repeats, short.skips, skips, copyOf, 1);
}

/** A picture whose lists are written out when they are asked for the first time. */
export interface ExpandablePicture extends Picture {
  readonly repeated: RepeatedPicture;
}

export function expandable(repeated: RepeatedPicture): Picture {
  const { width, height } = repeated.short;
  let boxes: readonly Box[] | undefined;
  let wires: readonly Wire[] | undefined;
  let skips: readonly DrawnSkip[] | undefined;
  return {
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
}
