/** The badges that count the skips inside a box, one for each kind. */
import { skipKinds, type SkipKind } from '../model/graph';
import { textWidth } from './textWidth';
import type { SkipCounts } from './view';

export interface Badge {
  readonly kind: SkipKind;
  readonly count: number;
  readonly text: string;
  /** From the left edge of the first badge to that of this one. */
  readonly left: number;
  /** Of the pill. */
  readonly width: number;
}

/** Numbers beyond this are of no use at a glance. */
const most = 999;
const textSize = 11;
/** Before the number is a piece of the skip's wire. */
const beforeText = 15;
const afterText = 5;
/** Numbers are drawn semi-bold, which is wider by this factor. */
const boldFactor = 1.14;
const least = 30;
const gap = 4;

function pillWidth(text: string): number {
  return Math.max(
    least,
    beforeText + Math.ceil(textWidth(text, textSize) * boldFactor) + afterText,
  );
}

/** In the order of the kinds. */
export function badgesOf(skips: SkipCounts): Badge[] {
  let left = 0;
  return skipKinds.flatMap((kind) => {
    const count = skips[kind] ?? 0;
    if (count === 0) return [];
    const text = count > most ? `${most}+` : String(count);
    const badge = { kind, count, text, left, width: pillWidth(text) };
    left += badge.width + gap;
    return badge;
  });
}

/** Width of all of them, with the gap after each; 0 where there are none. */
export function badgesWidth(skips: SkipCounts): number {
  const last = badgesOf(skips).at(-1);
  return last === undefined ? 0 : last.left + last.width + gap;
}
