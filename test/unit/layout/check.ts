/** What holds for every picture, as a list of complaints: none when all is well. */
import type { Box, Picture, Point, Rect, Wire } from '../../../src/layout/picture';

function right({ x, width }: Rect): number {
  return x + width;
}

function bottom({ y, height }: Rect): number {
  return y + height;
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    right(inner) <= right(outer) &&
    bottom(inner) <= bottom(outer)
  );
}

/** Whether a horizontal or vertical line passes through the inside of a box. */
function passes(a: Point, b: Point, box: Rect): boolean {
  return (
    Math.min(a.x, b.x) < right(box) &&
    Math.max(a.x, b.x) > box.x &&
    Math.min(a.y, b.y) < bottom(box) &&
    Math.max(a.y, b.y) > box.y
  );
}

/** A box and all groups that hold it. */
function family(id: string, byId: ReadonlyMap<string, Box>): Set<string> {
  const ids = new Set<string>();
  // The parent of a box at the top is null, and no box: a hostile graph may well call one ''.
  for (let next: string | null = id; next !== null; next = byId.get(next)?.parent ?? null)
    ids.add(next);
  return ids;
}

function duplicates(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}

function boxComplaints(picture: Picture, byId: ReadonlyMap<string, Box>): string[] {
  const complaints: string[] = [];
  const siblings = new Map<string | null, Box[]>();
  const page = { x: 0, y: 0, width: picture.width, height: picture.height };
  for (const box of picture.boxes) {
    const others = siblings.get(box.parent) ?? [];
    for (const other of others)
      if (overlap(box, other)) complaints.push(`${box.id} overlaps ${other.id}`);
    siblings.set(box.parent, [...others, box]);
    const parent = box.parent === null ? undefined : byId.get(box.parent);
    if (box.parent !== null && parent === undefined) complaints.push(`${box.id} has no parent`);
    if (!contains(parent ?? page, box)) complaints.push(`${box.id} is outside its parent`);
    if (box.depth !== (parent === undefined ? 0 : parent.depth + 1))
      complaints.push(`${box.id} has depth ${box.depth}`);
    if (![box.x, box.y, box.width, box.height].every(Number.isFinite))
      complaints.push(`${box.id} is nowhere`);
  }
  return complaints;
}

function endComplaints({ id, points, from, to }: Wire, byId: ReadonlyMap<string, Box>): string[] {
  const [start] = points;
  const end = points.at(-1);
  const source = byId.get(from);
  const target = byId.get(to);
  if (!start || !end || !source || !target) return [`${id} has no ends`];
  const complaints: string[] = [];
  const isOn = ({ x }: Point, box: Rect): boolean => x >= box.x && x <= right(box);
  if (start.y !== bottom(source) || !isOn(start, source))
    complaints.push(`${id} starts off ${from}`);
  if (end.y !== target.y || !isOn(end, target)) complaints.push(`${id} ends off ${to}`);
  return complaints;
}

function wireComplaints(picture: Picture, byId: ReadonlyMap<string, Box>): string[] {
  return picture.wires.flatMap((wire) => {
    const complaints = endComplaints(wire, byId);
    const allowed = new Set([...family(wire.from, byId), ...family(wire.to, byId)]);
    allowed.delete(wire.from);
    allowed.delete(wire.to);
    wire.points.slice(1).forEach((point, index) => {
      const before = wire.points[index] ?? point;
      if (point.x !== before.x && point.y !== before.y) complaints.push(`${wire.id} is slanted`);
      for (const box of picture.boxes)
        if (!allowed.has(box.id) && passes(before, point, box))
          complaints.push(`${wire.id} passes through ${box.id}`);
    });
    return complaints;
  });
}

function skipComplaints({ skips, wires }: Picture): string[] {
  const byId = new Map(wires.map((wire) => [wire.id, wire]));
  const marked = wires.filter(({ skip }) => skip !== undefined).map(({ id }) => id);
  const listed = skips.flatMap((skip) => {
    const wrong = skip.wires.filter((id) => byId.get(id)?.skip !== skip.id);
    return wrong.map((id) => `${id} is not of ${skip.id}`);
  });
  const all = new Set(skips.flatMap((skip) => skip.wires));
  return [
    ...listed,
    ...skips.filter((skip) => skip.wires.length === 0).map(({ id }) => `${id} has no wire`),
    ...marked.filter((id) => !all.has(id)).map((id) => `${id} has a skip that is not drawn`),
    ...duplicates(skips.map(({ id }) => id)).map((id) => `skip ${id} twice`),
  ];
}

export function complaintsAbout(picture: Picture): string[] {
  const byId = new Map(picture.boxes.map((box) => [box.id, box]));
  return [
    ...duplicates(picture.boxes.map(({ id }) => id)).map((id) => `box ${id} twice`),
    ...duplicates(picture.wires.map(({ id }) => id)).map((id) => `wire ${id} twice`),
    ...boxComplaints(picture, byId),
    ...wireComplaints(picture, byId),
    ...skipComplaints(picture),
  ];
}
