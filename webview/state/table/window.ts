/** Which rows of a long list are in sight: all rows are of one height, so this is arithmetic. */

export interface Scrolled {
  /** Rows in the whole list. */
  readonly count: number;
  /** Heights and offsets in CSS pixels. */
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly viewHeight: number;
}

export interface RowWindow {
  /** Index of the first row that is rendered. */
  readonly first: number;
  /** Index after the last one. */
  readonly end: number;
}

/** So many rows are rendered beyond each edge, for the time until the next scroll event. */
const beyond = 8;

export function rowWindow({ count, rowHeight, scrollTop, viewHeight }: Scrolled): RowWindow {
  const top = Math.max(0, scrollTop);
  const first = Math.floor(top / rowHeight) - beyond;
  const end = Math.ceil((top + viewHeight) / rowHeight) + beyond;
  // A list that became shorter is still scrolled as far as the long one was.
  const last = Math.min(count, Math.max(0, end));
  return { first: Math.max(0, Math.min(first, last - 1)), end: last };
}

/** How far to scroll so that a row is in sight, moving no more than needed. */
export function scrollTo(
  row: number,
  { rowHeight, scrollTop, viewHeight }: Omit<Scrolled, 'count'>,
): number {
  const top = row * rowHeight;
  const least = top + rowHeight - viewHeight;
  return Math.max(0, Math.min(top, Math.max(least, scrollTop)));
}
