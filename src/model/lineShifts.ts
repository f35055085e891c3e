/**
 * Where the lines of a text that was read a moment ago stand now: an inspection speaks of the text that
 * it began with, and the user goes on typing.
 */

/** Text that replaced other text; lines count from 0. */
export interface LineChange {
  /** The first and last line of what was replaced. */
  readonly start: number;
  readonly end: number;
  /** Whether something of `start` is left before the change. */
  readonly keepsStart: boolean;
  /** Line feeds in the new text. */
  readonly inserted: number;
}

/**
 * The line (from 0) that `line` has become after the changes, in the order they were made; undefined
 * when it is gone. What is typed within a line leaves it where it is.
 */
export function shiftedLine(line: number, changes: readonly LineChange[]): number | undefined {
  let now = line;
  for (const change of changes) {
    const next = afterChange(now, change);
    if (next === undefined) return undefined;
    now = next;
  }
  return now;
}

function afterChange(
  line: number,
  { start, end, keepsStart, inserted }: LineChange,
): number | undefined {
  if (line < start) return line;
  if (line > end) return line + inserted - (end - start);
  // A new line above: what stood at the start of the line has moved down with its end.
  if (start === end) return keepsStart ? line : line + inserted;
  if (line === start) return keepsStart ? line : undefined;
  return line === end ? line + inserted - (end - start) : undefined;
}
