/** Putting tracing code into a source file, and finding the user's own coordinates again. */
import type { Insertion, Shift } from '../protocol/inspect';

/** `text` with every insertion made; several at one offset stand in the order given. */
export function applyInsertions(text: string, insertions: readonly Insertion[]): string {
  const ordered = [...insertions].sort((a, b) => a.offset - b.offset);
  let result = '';
  let at = 0;
  for (const { offset, text: added } of ordered) {
    result += text.slice(at, offset) + added;
    at = offset;
  }
  return result + text.slice(at);
}

/**
 * Where the insertions stand as lines and columns of the original text. No insertion holds a line
 * break, so lines keep their numbers and only columns move.
 */
export function shiftsOf(text: string, insertions: readonly Insertion[]): Shift[] {
  const ordered = [...insertions].sort((a, b) => a.offset - b.offset);
  const shifts: Shift[] = [];
  let line = 1;
  let lineStart = 0;
  for (const { offset, text: added } of ordered) {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < offset;) {
      line++;
      lineStart = next + 1;
      next = text.indexOf('\n', lineStart);
    }
    shifts.push({ line, column: offset - lineStart, length: added.length });
  }
  return shifts;
}
