/** Numbers along an axis: round ones, so without the zeros that say how sure a measurement is. */

/** `20.0 GB` as `20 GB`, `1.50 s` as `1.5 s`. */
export function withoutZeros(text: string): string {
  return text.replace(/^(-?\d+)\.(\d*?)0+(?=\s|$)/, (_, whole: string, part: string) =>
    part === '' ? whole : `${whole}.${part}`,
  );
}
