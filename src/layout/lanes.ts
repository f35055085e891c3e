/** Lanes: the vertical runs of bypasses, to the right of all the boxes that they pass. */
import { spacing } from './spacing';

/** How far things reach to the right in each slot of a stack; answers and raises whole intervals. */
class Skyline {
  private readonly size: number;
  /** Highest value within a node of the tree, and the floor that all of it was raised to. */
  private readonly most: number[];
  private readonly floor: number[];

  constructor(values: readonly number[]) {
    this.size = Math.max(1, values.length);
    this.most = new Array<number>(2 * this.size).fill(-Infinity);
    this.floor = new Array<number>(2 * this.size).fill(-Infinity);
    values.forEach((value, slot) => (this.most[this.size + slot] = value));
    for (let node = this.size - 1; node > 0; node--) this.pull(node);
  }

  private pull(node: number): void {
    const below = Math.max(this.most[2 * node] ?? -Infinity, this.most[2 * node + 1] ?? -Infinity);
    this.most[node] = Math.max(below, this.floor[node] ?? -Infinity);
  }

  /** Nodes of the tree that make up the slots from `first` to `last`, both included. */
  private cover(first: number, last: number): number[] {
    const nodes: number[] = [];
    let low = first + this.size;
    let high = last + this.size + 1;
    for (; low < high; low >>= 1, high >>= 1) {
      if ((low & 1) === 1) nodes.push(low++);
      if ((high & 1) === 1) nodes.push(--high);
    }
    return nodes;
  }

  /** The furthest reach among the slots from `first` to `last`. */
  highest(first: number, last: number): number {
    let highest = -Infinity;
    for (const node of this.cover(first, last)) {
      highest = Math.max(highest, this.most[node] ?? -Infinity);
      for (let above = node >> 1; above > 0; above >>= 1)
        highest = Math.max(highest, this.floor[above] ?? -Infinity);
    }
    return highest;
  }

  /** Makes every slot from `first` to `last` reach at least to `value`. */
  raise(first: number, last: number, value: number): void {
    for (const node of this.cover(first, last)) {
      this.floor[node] = Math.max(this.floor[node] ?? -Infinity, value);
      this.most[node] = Math.max(this.most[node] ?? -Infinity, value);
      for (let above = node >> 1; above > 0; above >>= 1) this.pull(above);
    }
  }
}

/** A wire that passes the slots from `first` to `last`. */
export interface Span {
  readonly link: number;
  readonly first: number;
  readonly last: number;
}

/**
 * The x of each span's lane by its link. Short ones run inside long ones, and spans that share no
 * slot may share a lane.
 *
 * @param reach how far the boxes of each slot reach to the right of the axis.
 */
export function assignLanes(reach: readonly number[], spans: readonly Span[]): Map<number, number> {
  const skyline = new Skyline(reach);
  const lanes = new Map<number, number>();
  const shortFirst = [...spans].sort((a, b) => a.last - a.first - (b.last - b.first));
  for (const { link, first, last } of shortFirst) {
    const x = Math.ceil(skyline.highest(first, last)) + spacing.lane;
    skyline.raise(first, last, x);
    lanes.set(link, x);
  }
  return lanes;
}
