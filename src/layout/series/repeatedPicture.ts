/**
 * A picture that says once what repeats: of a series it has a few blocks, and for those that are left out how far
 * further down they lie and what in them is called otherwise. Plain JSON.
 */
import type { Blocks } from '../blocks';
import type { Box, DrawnSkip, Picture, Wire } from '../picture';
import type { Connection, View } from '../view';
import type { StandIn } from './standIns';

/** A block that stands for others as well. */
export interface Repeat {
  /** From the top of a block to that of the next. */
  readonly pitch: number;
  /** How many are left out; the wires into the block after these are left out, too. */
  readonly copies: number;
  /** Between the places of a name in `names` in one block and in the next. */
  readonly stride: number;
  readonly names: readonly string[];
}

/** Neighbours in one of the picture's lists; all that are not in a part are none of the picture. */
export interface Part<Own> {
  readonly start: number;
  readonly end: number;
  /** The repeat that follows on them; -1 where they are just themselves. */
  readonly repeat: number;
  /** What is called otherwise in each of them, as places in the names of the repeat; empty where none follows. */
  readonly own: readonly Own[];
}

/** Names that are not there, or not otherwise, are -1. */
export interface OwnBox {
  readonly id: number;
  readonly parent: number;
  readonly title: number;
}

export interface OwnWire {
  readonly source: number;
  readonly output: number;
  readonly from: number;
  readonly to: number;
  readonly skip: number;
}

export interface OwnSkip {
  readonly id: number;
  readonly fork: number;
  readonly merge: number;
  /** Places in the part of the wires. */
  readonly wires: readonly number[];
}

export interface RepeatedPicture {
  /** The picture without what is left out. */
  readonly short: Picture;
  readonly repeats: readonly Repeat[];
  readonly boxes: readonly Part<OwnBox>[];
  readonly wires: readonly Part<OwnWire>[];
  readonly skips: readonly Part<OwnSkip>[];
}

/** Where an id stands in the names of a series. */
interface Place {
  readonly repeat: number;
  readonly at: number;
  /** Whether it is in the block that stands for others, or in the one after those. */
  readonly side: 'before' | 'block' | 'after';
}

interface Places {
  readonly boxes: ReadonlyMap<string, Place>;
  readonly skips: ReadonlyMap<string, Place>;
}

function addPlaces(places: Map<string, Place>, { names, copies }: StandIn, repeat: number) {
  const { stride, list } = names;
  const sides = { before: 0, block: 1, after: copies + 2 } as const;
  return (from: number, to: number): void => {
    for (const [side, block] of Object.entries(sides) as ['before' | 'block' | 'after', number][])
      for (let local = from; local < to; local++) {
        const at = block * stride + local;
        places.set(list[at] ?? '', { repeat, at, side });
      }
  };
}

function placesOf(standIns: readonly StandIn[]): Places {
  const [boxes, skips] = [new Map<string, Place>(), new Map<string, Place>()];
  standIns.forEach((standIn, repeat) => {
    const { groups, layers, stride } = standIn.names;
    const add = addPlaces(boxes, standIn, repeat);
    add(0, groups);
    add(2 * groups, 2 * groups + layers);
    addPlaces(skips, standIn, repeat)(2 * groups + layers, stride);
  });
  return { boxes, skips };
}

/** Cuts a list where the repeat changes; what is in the block after those left out is told by its neighbour. */
function partsOf<Item, Own>(
  items: readonly Item[],
  placeOf: (item: Item, index: number) => Place | undefined,
  ownOf: (item: Item, index: number, place: Place) => Own,
  dropsAfter: boolean,
): Part<Own>[] {
  const parts: { start: number; end: number; repeat: number; own: Own[]; drop: boolean }[] = [];
  items.forEach((item, index) => {
    const place = placeOf(item, index);
    const repeat = place?.side === 'block' ? place.repeat : -1;
    const drop = dropsAfter && place?.side === 'after';
    let part = parts.at(-1);
    if (part?.repeat !== repeat || part.drop !== drop)
      parts.push((part = { start: index, end: index, repeat, own: [], drop }));
    part.end = index + 1;
    if (place !== undefined && repeat !== -1) part.own.push(ownOf(item, index, place));
  });
  return parts.flatMap(({ drop, ...part }) => (drop ? [] : [part]));
}

/** Whether what is dropped comes right after what stands for it, and is as much. */
function areAllReplaced(count: number, parts: readonly Part<unknown>[]): boolean {
  const ends = parts.slice(1).map(({ start }) => start);
  return parts.every(({ start, end, repeat }, index) => {
    const missing = (ends[index] ?? count) - end;
    return missing === (repeat === -1 ? 0 : end - start);
  });
}

function ownBox(standIn: StandIn | undefined, { boxes }: Places, box: Box, { at }: Place): OwnBox {
  const parent = box.parent === null ? undefined : boxes.get(box.parent);
  return {
    id: at,
    parent: parent?.side === 'block' ? parent.at : -1,
    title: box.type === 'group' ? at + (standIn?.names.groups ?? 0) : -1,
  };
}

/** Of a wire on a skip that is drawn through the block and merges elsewhere. */
const notOfBlock = -2;

function ownWire(places: Places, wire: Wire, connection: Connection | undefined): OwnWire {
  const at = (id: string): number => places.boxes.get(id)?.at ?? -1;
  const { source, output } = connection ?? { source: { id: '' }, output: 0 };
  const skip = wire.skip === undefined ? -1 : (places.skips.get(wire.skip)?.at ?? notOfBlock);
  return { source: at(source.id), output, from: at(wire.from), to: at(wire.to), skip };
}

function ownSkip(
  places: Places,
  { fork, merge, wires }: DrawnSkip,
  { at }: Place,
  wireAt: ReadonlyMap<string, number>,
): OwnSkip {
  const box = (id: string): number => places.boxes.get(id)?.at ?? -1;
  const own = wires.map((id) => wireAt.get(id) ?? -1);
  return { id: at, fork: box(fork), merge: box(merge), wires: own };
}

/** From the ids of wires in repeated parts to their places in these. */
function wirePlaces(wires: readonly Wire[], parts: readonly Part<OwnWire>[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const { start, end, repeat } of parts)
    if (repeat !== -1)
      for (let index = start; index < end; index++)
        places.set(wires[index]?.id ?? '', index - start);
  return places;
}

function areNamed({ wires, skips }: Pick<RepeatedPicture, 'wires' | 'skips'>): boolean {
  const isWire = ({ source, from, to, skip }: OwnWire): boolean =>
    Math.min(source, from, to) >= 0 && skip !== notOfBlock;
  const isSkip = (skip: OwnSkip): boolean => Math.min(skip.fork, skip.merge, ...skip.wires) >= 0;
  return wires.every(({ own }) => own.every(isWire)) && skips.every(({ own }) => own.every(isSkip));
}

function repeatOf(boxes: ReadonlyMap<string, Box>, standIn: StandIn): Repeat {
  const [top, next] = [standIn.before, standIn.block].map(({ id }) => boxes.get(id)?.y ?? 0);
  const { stride, list } = standIn.names;
  return { pitch: (next ?? 0) - (top ?? 0), copies: standIn.copies, stride, names: list };
}

/** @returns undefined where the blocks that stand for others are not drawn as these would be. */
export function repeatedPicture(
  { connections }: View,
  blocks: Blocks,
  short: Picture,
  standIns: readonly StandIn[],
): RepeatedPicture | undefined {
  const seen = standIns.filter(({ group }) => blocks.open[group.number] !== undefined);
  const places = placesOf(seen);
  const boxesById = new Map(short.boxes.map((box) => [box.id, box]));
  const boxes = partsOf(
    short.boxes,
    ({ id }) => places.boxes.get(id),
    (box, _, place) => ownBox(seen[place.repeat], places, box, place),
    false,
  );
  const wires = partsOf(
    short.wires,
    ({ to }) => places.boxes.get(to),
    (wire, index) => ownWire(places, wire, connections[index]),
    true,
  );
  const wireAt = wirePlaces(short.wires, wires);
  const skips = partsOf(
    short.skips,
    ({ id }) => places.skips.get(id),
    (skip, _, place) => ownSkip(places, skip, place, wireAt),
    true,
  );
  if (!areAllReplaced(short.wires.length, wires) || !areAllReplaced(short.skips.length, skips))
    return undefined;
  if (!areNamed({ wires, skips })) return undefined;
  const repeats = seen.map((standIn) => repeatOf(boxesById, standIn));
  return { short, repeats, boxes, wires, skips };
}
