/** Which part of the step a flame chart shows, and what each key does in it. */
import type { KeyPress } from '../state/keys';
import type { Flame, FlameBar } from './flame';

/** From and to, milliseconds of the step. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** No closer than this: 100 ns. */
const narrowestMs = 1e-4;
const zoomStep = 1.6;
/** Of the window, by an arrow key with Shift. */
const panShare = 0.2;

/** The span of a length that is nearest to where it should begin, within the step. */
function within(from: number, length: number, endMs: number): Span {
  const wide = Math.min(Math.max(length, narrowestMs), endMs);
  const start = Math.max(0, Math.min(from, endMs - wide));
  return { from: start, to: start + wide };
}

/** @param at stays where it is in the window, milliseconds */
export function zoomed({ from, to }: Span, factor: number, at: number, endMs: number): Span {
  return within(at - (at - from) / factor, (to - from) / factor, endMs);
}

export function panned({ from, to }: Span, byMs: number, endMs: number): Span {
  return within(from + byMs, to - from, endMs);
}

/** A bar with some room at its sides. */
export function spanOf({ startMs, endMs }: FlameBar, end: number): Span {
  const length = endMs - startMs;
  return within(startMs - 0.02 * length, 1.04 * length, end);
}

/** Whether some of a bar is in a span. */
export function isInSight({ startMs, endMs }: FlameBar, { from, to }: Span): boolean {
  return endMs > from && startMs < to;
}

/** The same span moved, and widened where it has to be, so that a bar is in it. */
export function revealing(span: Span, bar: FlameBar, endMs: number): Span {
  const length = Math.max(span.to - span.from, (bar.endMs - bar.startMs) * 1.04);
  if (bar.startMs >= span.from && bar.endMs <= span.to) return span;
  const middle = (bar.startMs + bar.endMs) / 2;
  return within(middle - length / 2, length, endMs);
}

export type FlameKey =
  | { readonly type: 'go'; readonly to: FlameBar }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'pan'; readonly share: number }
  | { readonly type: 'fit' | 'zoomTo' | 'choose' };

function neighbour({ rows }: Flame, bar: FlameBar, step: number): FlameBar {
  const row = rows[bar.depth] ?? [];
  return row[row.indexOf(bar) + step] ?? bar;
}

/** What is below a bar comes after it. */
function firstChild({ bars }: Flame, { index }: FlameBar): FlameBar | undefined {
  const next = bars[index + 1];
  return next?.parent === index ? next : undefined;
}

const fixed: Readonly<Record<string, FlameKey>> = {
  '+': { type: 'zoom', factor: zoomStep },
  '=': { type: 'zoom', factor: zoomStep },
  '-': { type: 'zoom', factor: 1 / zoomStep },
  '1': { type: 'fit' },
  '2': { type: 'zoomTo' },
  Enter: { type: 'choose' },
};

function target(flame: Flame, bar: FlameBar | undefined, key: string): FlameBar | undefined {
  if (bar === undefined) return key.startsWith('Arrow') ? flame.bars[0] : undefined;
  const row = flame.rows[bar.depth] ?? [];
  switch (key) {
    case 'ArrowRight':
      return neighbour(flame, bar, 1);
    case 'ArrowLeft':
      return neighbour(flame, bar, -1);
    case 'ArrowDown':
      return firstChild(flame, bar) ?? bar;
    case 'ArrowUp':
      return flame.bars[bar.parent] ?? bar;
    case 'Home':
      return row[0];
    case 'End':
      return row.at(-1);
    default:
      return undefined;
  }
}

/** The action of a key; undefined for keys of the page or the editor. Documented in docs/keyboard.md: change both. */
export function flameKey(
  flame: Flame,
  bar: FlameBar | undefined,
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress,
): FlameKey | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (shiftKey && key === 'ArrowRight') return { type: 'pan', share: panShare };
  if (shiftKey && key === 'ArrowLeft') return { type: 'pan', share: -panShare };
  const to = target(flame, bar, key);
  return to === undefined ? fixed[key] : { type: 'go', to };
}
