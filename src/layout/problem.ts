/**
 * One layout problem: the children of one open group, or a part of them. All coordinates of a
 * problem are relative to its axis, the vertical line of the main path at x = 0, and to its top.
 */
import type { Point } from './picture';

export interface Item {
  readonly width: number;
  readonly height: number;
  /** From the item's left side to the axis it wants on the problem's axis. */
  readonly left: number;
}

/** A wire of the problem. Items are named by their indices. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** On a skip's shortcut. */
  readonly skip: boolean;
  /** Where an open group lets it out or in, from the group's axis; undefined where that is free. */
  readonly out: number | undefined;
  readonly in: number | undefined;
}

/**
 * The first item is the entry and the last the exit: the problem's upper and lower border, of no
 * size, where the wires from and to outside end.
 */
export interface Problem {
  readonly items: readonly Item[];
  readonly links: readonly Link[];
}

export const border: Item = { width: 0, height: 0, left: 0 };

export interface Placement {
  /** How far everything (boxes and wires) reaches to the left and right of the axis. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Left top corner of each item. */
  readonly items: readonly Point[];
  /** The points of each link, from top to bottom. */
  readonly wires: readonly (readonly Point[])[];
}

/** Whether both have the same key, told without making it; items are compared as objects. */
export function isSameProblem(a: Problem, b: Problem): boolean {
  if (a.items.length !== b.items.length || a.links.length !== b.links.length) return false;
  return (
    a.items.every((item, index) => item === b.items[index]) &&
    a.links.every((link, index) => isSameLink(link, b.links[index]))
  );
}

function isSameLink(a: Link, b: Link | undefined): boolean {
  if (a.from !== b?.from || a.to !== b.to || a.skip !== b.skip) return false;
  return a.out === b.out && a.in === b.in;
}

/** The same for equal problems only, so that a piece that returns is not laid out again. */
export function problemKey({ items, links }: Problem): string {
  let key = '';
  for (const { width, height, left } of items) key += `${width},${height},${left};`;
  key += '|';
  for (const { from, to, skip, out, in: into } of links) {
    key += `${from}>${to}${skip ? 's' : ''}`;
    key += out === undefined && into === undefined ? ';' : `@${out ?? ''},${into ?? ''};`;
  }
  return key;
}
