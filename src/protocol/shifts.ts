/** The way back from an instrumented file's columns to the columns the user sees. */
import type { Shift } from './inspect';

/**
 * The original column (from 0) of `column` (from 0) in the instrumented text of `line` (from 1).
 * A column inside inserted text gives the column it was inserted at.
 */
export function originalColumn(shifts: readonly Shift[], line: number, column: number): number {
  let added = 0;
  for (const shift of shifts) {
    if (shift.line !== line) continue;
    const start = shift.column + added;
    if (column < start) break;
    if (column < start + shift.length) return shift.column;
    added += shift.length;
  }
  return column - added;
}

/** Whether a column (from 0) of the instrumented text lies in text that was inserted. */
export function isInserted(shifts: readonly Shift[], line: number, column: number): boolean {
  let added = 0;
  for (const shift of shifts) {
    if (shift.line !== line) continue;
    const start = shift.column + added;
    if (column >= start && column < start + shift.length) return true;
    added += shift.length;
  }
  return false;
}
