/** Two things measured in turns, round by round: how far they lie apart, and how sure that is. */
import { median, row, type Row } from './row';

/** Of what the rounds say of the median difference. */
export interface Difference {
  readonly median: number;
  /** Ends of an interval that holds the true median difference in 95 of 100 cases or more. */
  readonly low: number;
  readonly high: number;
}

/** The share of cases in which fewer than `most` of `count` differences lie under the true median. */
function tail(count: number, most: number): number {
  let [term, sum] = [0.5 ** count, 0];
  for (let under = 0; under < most; under++) {
    sum += term;
    term *= (count - under) / (under + 1);
  }
  return sum;
}

/**
 * The interval of the sign test: the true median lies between the k-th smallest and the k-th largest difference
 * unless too many fall on one side of it, of which the binomial distribution tells the odds. It takes nothing for
 * granted of how times are distributed. At least six rounds; with fewer no interval reaches 95 %.
 */
export function pairedDifference(own: readonly number[], other: readonly number[]): Difference {
  const differences = own.map((value, round) => value - (other[round] ?? Number.NaN));
  const sorted = [...differences].sort((a, b) => a - b);
  let cut = 0;
  while (cut + 1 <= sorted.length / 2 && 2 * tail(sorted.length, cut + 1) <= 0.05) cut++;
  if (cut === 0) return { median: median(sorted), low: -Infinity, high: Infinity };
  const [low, high] = [sorted[cut - 1], sorted[sorted.length - cut]];
  return { median: median(sorted), low: low ?? Number.NaN, high: high ?? Number.NaN };
}

/**
 * Rows that say whether `own` takes longer than `other`: it does where the whole interval lies above nothing. An
 * interval wider than `widestMs` decides nothing.
 */
export function differenceRows(
  name: string,
  { median: middle, low, high }: Difference,
  widestMs: number,
): Row[] {
  const decided = high - low <= widestMs;
  const lower = row(`${name}: lower end of its 95 % interval`, low, 'ms', 0);
  return [
    row(`${name}: median of rounds`, middle, 'ms'),
    decided ? lower : { ...lower, met: null },
    row(`${name}: width of the interval`, high - low, 'ms', widestMs),
  ];
}
