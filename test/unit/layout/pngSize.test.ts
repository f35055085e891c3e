import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pngSize } from '../../../src/layout/pngSize';

describe('pngSize', () => {
  it('is the size that was asked for where it fits', () => {
    expect(pngSize(700, 8_000, 2)).toEqual({ width: 1_400, height: 16_000, scale: 2 });
  });

  it('is a size that a canvas can have, in the shape of the picture', () => {
    const length = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(length, length, fc.constantFrom(1, 2, 4), (width, height, scale) => {
        const size = pngSize(width, height, scale);
        expect(size.scale).toBeLessThanOrEqual(scale);
        expect(size.scale).toBeGreaterThan(0);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(32_767);
        expect(size.width * size.height).toBeLessThanOrEqual(100_000_000);
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(1);
        expect(Math.abs(size.width - width * size.scale)).toBeLessThanOrEqual(1);
        expect(Math.abs(size.height - height * size.scale)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is a pixel for a picture of no size', () => {
    expect(pngSize(0, 0, 4)).toMatchObject({ width: 1, height: 1 });
  });
});
