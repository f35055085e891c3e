/** The table that papers print of a network: its outline, row by row, identical blocks folded. */
import { formatExact, formatShape } from '../format';
import type { ModelGraph, Skip } from '../graph';
import { outlineOf, type OutlineItem } from '../outline';
import { totalsOf } from '../totals';

export interface LayerRow {
  /** How many groups it is in. */
  readonly depth: number;
  /** The user's words: whoever writes them into a document escapes them. */
  readonly label: string;
  /** NHWC without the batch axis, `56×56×64`; empty for a call that failed. */
  readonly output: string;
  /** How many identical blocks in a row it stands for; the numbers are those of one. */
  readonly repeats: number;
  readonly parameters: number;
  /** Forward, for one example. */
  readonly macs: number;
  /** `identity 2`: kind and length in weight layers; empty where no skip goes around it. */
  readonly skips: string;
  /** Whether rows of what is in it follow. */
  readonly group: boolean;
  readonly failed: boolean;
}

function skipWords(skips: readonly Skip[]): string {
  return skips.map(({ kind, length }) => `${kind} ${length}`).join(', ');
}

function rowsOf(items: readonly OutlineItem[], depth: number): LayerRow[] {
  return items.flatMap((item) => [
    {
      depth,
      label: item.label,
      output: item.output === undefined ? '' : formatShape(item.output),
      repeats: item.repeats,
      parameters: item.parameters,
      macs: item.macs,
      skips: skipWords(item.skips),
      group: item.children.length > 0,
      failed: item.failed,
    },
    ...rowsOf(item.children, depth + 1),
  ]);
}

export function layerRows(graph: ModelGraph): LayerRow[] {
  return rowsOf(outlineOf(graph), 0);
}

/** `1,120,256`, `5 × 1,120,256`; nothing for zero. */
export function countText(count: number, repeats: number, times: string): string {
  if (count === 0) return '';
  return repeats === 1 ? formatExact(count) : `${repeats} ${times} ${formatExact(count)}`;
}

/** The last row: what all of it adds up to, every digit. */
export interface TotalRow {
  readonly parameters: string;
  readonly macs: string;
  /** `16 skips`. */
  readonly skips: string;
}

export function totalRow(graph: ModelGraph): TotalRow {
  const { parameters, macs, skips } = totalsOf(graph);
  return {
    parameters: formatExact(parameters),
    macs: formatExact(macs),
    skips: skips === 1 ? '1 skip' : `${formatExact(skips)} skips`,
  };
}
