/** How well a picture reads, as numbers: wires over boxes, and wires over wires. */
import type { Box, Picture, Point, Rect } from '../../../src/layout/picture';

export interface Quality {
  /** Pairs of a wire and a box that it runs over and neither ends at nor is inside of. */
  readonly overBoxes: number;
  /** Those of the wires that are skips. */
  readonly skipsOverBoxes: number;
  /** Points in which two wires cross. */
  readonly crossings: number;
}

/** A straight part of a wire. */
interface Line {
  readonly wire: number;
  readonly from: Point;
  readonly to: Point;
}

/** Height of the bands that things are looked up by, pixels. */
const band = 200;

/** Calls back for the bands that something from `top` to `bottom` touches. */
function eachBand(top: number, bottom: number, visit: (band: number) => void): void {
  for (let at = Math.floor(top / band); at <= Math.floor(bottom / band); at++) visit(at);
}

function push<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key) ?? [];
  if (list.push(value) === 1) lists.set(key, list);
}

function linesOf({ wires }: Picture): Line[] {
  return wires.flatMap(({ points }, wire) =>
    points.slice(1).map((to, index) => ({ wire, from: points[index] ?? to, to })),
  );
}

function isVertical({ from, to }: Line): boolean {
  return from.x === to.x;
}

function runsOver({ from, to }: Line, box: Rect): boolean {
  return (
    Math.min(from.x, to.x) < box.x + box.width &&
    Math.max(from.x, to.x) > box.x &&
    Math.min(from.y, to.y) < box.y + box.height &&
    Math.max(from.y, to.y) > box.y
  );
}

/** The ids of the boxes around a box, and its own. */
function holders(id: string, boxes: ReadonlyMap<string, Box>): Set<string> {
  const ids = new Set<string>();
  for (let next: string | null = id; next !== null; next = boxes.get(next)?.parent ?? null)
    ids.add(next);
  return ids;
}

/** `wire box` for each pair of which one lies over the other. */
function pairsOver(picture: Picture, lines: readonly Line[]): Set<string> {
  const boxes = new Map(picture.boxes.map((box) => [box.id, box]));
  const bands = new Map<number, Box[]>();
  for (const box of picture.boxes)
    eachBand(box.y, box.y + box.height, (at) => push(bands, at, box));
  const pairs = new Set<string>();
  const allowed = picture.wires.map(({ from, to }) => {
    const around = new Set([...holders(from, boxes), ...holders(to, boxes)]);
    for (const end of [from, to]) if (boxes.get(end)?.type === 'layer') around.add(end);
    return around;
  });
  for (const line of lines) {
    eachBand(Math.min(line.from.y, line.to.y), Math.max(line.from.y, line.to.y), (at) => {
      for (const box of bands.get(at) ?? [])
        if (!(allowed[line.wire]?.has(box.id) ?? false) && runsOver(line, box))
          pairs.add(`${line.wire} ${box.id}`);
    });
  }
  return pairs;
}

/** Crossings of a horizontal with a vertical line, in the inside of both. */
function crossingsOf(lines: readonly Line[]): number {
  const bands = new Map<number, Line[]>();
  for (const line of lines)
    if (isVertical(line))
      eachBand(Math.min(line.from.y, line.to.y), Math.max(line.from.y, line.to.y), (at) =>
        push(bands, at, line),
      );
  let crossings = 0;
  for (const { wire, from, to } of lines) {
    if (from.x === to.x) continue;
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    for (const other of bands.get(Math.floor(from.y / band)) ?? []) {
      const [top, bottom] = [
        Math.min(other.from.y, other.to.y),
        Math.max(other.from.y, other.to.y),
      ];
      const { x } = other.from;
      if (other.wire !== wire && x > left && x < right && from.y > top && from.y < bottom)
        crossings++;
    }
  }
  return crossings;
}

export function qualityOf(picture: Picture): Quality {
  const lines = linesOf(picture);
  const pairs = [...pairsOver(picture, lines)];
  const isSkip = (pair: string): boolean =>
    picture.wires[Number.parseInt(pair, 10)]?.skip !== undefined;
  return {
    overBoxes: pairs.length,
    skipsOverBoxes: pairs.filter(isSkip).length,
    crossings: crossingsOf(lines),
  };
}
