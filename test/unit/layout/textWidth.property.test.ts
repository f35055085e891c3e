/** Texts of any script and length fit their boxes, and are never cut within a character. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, textWidth } from '../../../src/layout/textWidth';

const size = 12;
const most = 240;

const family = '👩‍👩‍👧‍👦';
const flag = '🇩🇪';
const accented = 'e\u0301\u0323';

const names = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc
    .array(fc.constantFrom(family, flag, accented, 'שלום', 'مرحبا', '漢字', 'a', '\u202e'), {
      maxLength: 60,
    })
    .map((parts) => parts.join('')),
);

function graphemes(text: string): string[] {
  return [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
}

describe('a text in a box', () => {
  it('is no wider than asked for, and whole where it fits', () => {
    fc.assert(
      fc.property(names, (name) => {
        const fitted = fitText(name, size, most);
        expect(textWidth(fitted, size)).toBeLessThanOrEqual(most);
        if (textWidth(name, size) <= most) expect(fitted).toBe(name);
      }),
    );
  });

  it('is cut between what a reader takes for characters', () => {
    fc.assert(
      fc.property(names, (name) => {
        const fitted = fitText(name, size, most);
        if (fitted === name) return;
        expect(fitted.endsWith('…')).toBe(true);
        const kept = graphemes(fitted.slice(0, -1));
        expect(graphemes(name).slice(0, kept.length)).toEqual(kept);
      }),
    );
  });

  it.each([
    ['Latin', 'layer'.repeat(2000)],
    ['right to left', 'שכבה'.repeat(2500)],
    ['emoji', family.repeat(1000)],
    ['emoji of another kind', flag.repeat(5000)],
  ])('of 10,000 characters is cut: %s', (_, name) => {
    const fitted = fitText(name, size, most);
    expect(textWidth(fitted, size)).toBeLessThanOrEqual(most);
  });

  it('counts an accented letter as one character', () => {
    expect(textWidth(accented, 100)).toBe(textWidth('e', 100));
  });

  it('counts all members of a family and of a flag, which a machine without their font draws', () => {
    expect(textWidth(family, 100)).toBe(4 * textWidth('👩', 100));
    expect(textWidth(flag, 100)).toBe(2 * textWidth('👩', 100));
  });
});
