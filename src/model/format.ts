/** Numbers and shapes as people read them; the exact value belongs in a tooltip. */
import type { Shape } from './graph';
import type { Totals } from './totals';

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'] as const;

/**
 * Three significant digits with an SI prefix: `25.6 M`, `4.09 G`, `512`.
 * Integers below 1,000 are shown whole.
 */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  let scaled = Math.abs(value);
  let step = 0;
  while (Number(scaled.toPrecision(3)) >= 1000 && step < prefixes.length - 1) {
    scaled /= 1000;
    step++;
  }
  const digits = step === 0 ? String(Math.round(scaled * 100) / 100) : scaled.toPrecision(3);
  return `${value < 0 ? '−' : ''}${digits}${step === 0 ? '' : ` ${prefixes[step] ?? ''}`}`;
}

/** `4.09 GMACs`, `950 MACs`. */
export function formatMacs(macs: number): string {
  const text = formatCount(macs);
  return /[a-zA-Z]$/.test(text) ? `${text}MACs` : `${text} MACs`;
}

/** `25.6 M parameters · 4.09 GMACs · 16 skips`. */
export function totalsLine({ parameters, macs, skips }: Totals): string {
  return [
    `${formatCount(parameters)} parameters`,
    formatMacs(macs),
    skips === 1 ? '1 skip' : `${skips} skips`,
  ].join(' · ');
}

/** `1.24 MB` in powers of ten, `950 bytes`. */
export function formatBytes(bytes: number): string {
  const text = formatCount(bytes);
  if (!/[a-zA-Z]$/.test(text)) return bytes === 1 ? '1 byte' : `${text} bytes`;
  return `${text}B`;
}

/** Made once: `toLocaleString` makes one for each number, which took most of the time of drawing a network. */
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** Every digit, grouped: `25,557,032`. */
export function formatExact(value: number): string {
  return exact.format(value);
}

/** `56×56×64`, without the batch axis; `?` for a size that is not known. */
export function formatShape(shape: Shape): string {
  const sizes = shape.slice(1).map((size) => (size === null ? '?' : String(size)));
  return sizes.length === 0 ? 'scalar' : sizes.join('×');
}

/** `12.3 ms`, `1.24 s`. */
export function formatMilliseconds(ms: number): string {
  // What rounds to a second is one.
  if (ms >= 999.5) return `${(ms / 1000).toPrecision(3)} s`;
  if (ms >= 100 || ms === 0) return `${Math.round(ms)} ms`;
  return `${ms.toPrecision(ms < 1 ? 2 : 3)} ms`;
}
