/**
 * How wide a text will be, without a font at hand. The table is DejaVu Sans, the widest of the fonts
 * that editors use for their interface, so a box measured by it never cuts its text.
 */

/** Advance widths of the characters from U+0020 to U+007E, in hundredths of the font size. */
const asciiWidths: readonly number[] = [
  32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
  61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
  64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];

const knownWidths: ReadonlyMap<string, number> = new Map([
  ['×', 84],
  ['·', 32],
  ['…', 100],
  ['−', 84],
]);

/** Latin letters with accents are as wide as without; other alphabets vary up to this. */
const latinWidth = 80;
/** Ideographs, emoji and everything beyond are counted as two columns. */
const wideWidth = 130;

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const ascii = asciiWidths[code - 32];
  if (ascii !== undefined) return ascii;
  return knownWidths.get(character) ?? (code < 0x250 ? latinWidth : wideWidth);
}

/** Accents that stand on another character, joiners, and marks of direction. */
const widthless = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Texts in which every character stands for itself, with a width: most names. */
const simple = /^[\u0020-\u00ac\u00ae-\u024f\u2026\u2212]*$/;

/**
 * What a reader takes for one character may be many: a flag, a family, a letter with its accents. A family
 * is as wide as its members, for that is how it is drawn where no font has it.
 */
function clusterWidth(cluster: string): number {
  let hundredths = 0;
  for (const character of cluster)
    if (!widthless.test(character)) hundredths += characterWidth(character);
  return hundredths;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Piece {
  readonly text: string;
  /** In hundredths of the font size. */
  readonly width: number;
}

/** What must not be cut apart, one after the other; a text of any length is begun at once. */
function* piecesOf(text: string): Generator<Piece> {
  if (simple.test(text))
    for (const character of text) yield { text: character, width: characterWidth(character) };
  else
    for (const { segment } of segmenter.segment(text))
      yield { text: segment, width: clusterWidth(segment) };
}

/** Texts of ASCII with what stands between them, added up without taking the text apart. */
function plainHundredths(text: string): number | undefined {
  let hundredths = 0;
  for (let at = 0; at < text.length; at++) {
    const width = asciiWidths[text.charCodeAt(at) - 32] ?? knownWidths.get(text.charAt(at));
    if (width === undefined) return undefined;
    hundredths += width;
  }
  return hundredths;
}

function hundredthsOf(text: string): number {
  let hundredths = plainHundredths(text);
  if (hundredths !== undefined) return hundredths;
  hundredths = 0;
  for (const { width } of piecesOf(text)) hundredths += width;
  return hundredths;
}

/** Width of `text` in pixels at a font size of `size` pixels, never less than what is drawn. */
export function textWidth(text: string, size: number): number {
  return Math.ceil((hundredthsOf(text) * size) / 100);
}

/** `text`, cut with an ellipsis where it would be wider than `most` pixels. */
export function fitText(text: string, size: number, most: number): string {
  const budget = (most * 100) / size;
  // No character is wider than two columns, so of most texts that are short nothing need be added up.
  if (text.length * wideWidth <= budget || (plainHundredths(text) ?? Infinity) <= budget)
    return text;
  const room = budget - characterWidth('…');
  let used = 0;
  let fitting = '';
  for (const piece of piecesOf(text)) {
    used += piece.width;
    if (used > budget) return `${fitting}…`;
    if (used <= room) fitting += piece.text;
  }
  return text;
}
