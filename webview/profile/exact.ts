/** Every digit of what is shown rounded: for whoever points at it, or comes to it by the keyboard. */
import { formatExact } from '../../src/model/format';
import { t } from '../l10n';

export function exactMs(ms: number): string {
  return `${formatExact(ms)} ms`;
}

export function exactBytes(bytes: number): string {
  return t('{0} bytes', formatExact(bytes));
}

/** `27.134 %` of 0.27134. */
export function exactPercent(share: number): string {
  return `${formatExact(Number((100 * share).toPrecision(15)))} %`;
}

/** `123,400,000,000 FLOP/s`. */
export function exactRate(perSecond: number, unit: string): string {
  return `${formatExact(perSecond)} ${unit}/s`;
}
