/** What each key does in a table. Documented in the README: change both. */
import type { KeyPress } from '../keys';

export type TableKey =
  | { readonly type: 'go'; readonly to: number }
  | { readonly type: 'open' | 'close' | 'toggle' | 'choose' };

export interface TablePosition {
  /** Index of the active row, -1 before there is one. */
  readonly row: number;
  readonly count: number;
  /** Rows in sight. */
  readonly page: number;
}

const steps: Readonly<Record<string, (page: number) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  Home: () => -Infinity,
  End: () => Infinity,
};

const others: Readonly<Record<string, TableKey>> = {
  ArrowRight: { type: 'open' },
  ArrowLeft: { type: 'close' },
  ' ': { type: 'toggle' },
  Enter: { type: 'choose' },
};

/** The action of a key; undefined for keys that belong to the page or to the editor. */
export function tableKey(
  { key, ctrlKey, metaKey, altKey }: KeyPress,
  { row, count, page }: TablePosition,
): TableKey | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const step = steps[key]?.(Math.max(1, page - 1));
  if (step === undefined) return others[key];
  if (count === 0) return undefined;
  return { type: 'go', to: Math.min(count - 1, Math.max(0, row + step)) };
}
