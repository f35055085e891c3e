/** Rows of words as lines whose columns stand under each other. */

export type Cells = readonly string[];

const gap = '  ';

export interface TextTable {
  /** One for each row, in their order. */
  readonly lines: readonly string[];
  /** Of the widest line, in characters. */
  readonly width: number;
}

/**
 * @param atRight by column: names stand at the left of theirs, numbers at the right
 */
export function textTable(rows: readonly Cells[], atRight: readonly boolean[]): TextTable {
  const widths = atRight.map((_, i) => Math.max(0, ...rows.map((cells) => cells[i]?.length ?? 0)));
  const lines = rows.map((cells) => {
    const padded = widths.map((width, i) => {
      const cell = cells[i] ?? '';
      return atRight[i] === true ? cell.padStart(width) : cell.padEnd(width);
    });
    return padded.join(gap).trimEnd();
  });
  return { lines, width: widths.reduce((sum, width) => sum + width + gap.length, -gap.length) };
}
