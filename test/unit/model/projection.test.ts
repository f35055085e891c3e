import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../src/model/graph';
import { mismatchWords, projectionFor } from '../../../src/model/projection';

function shape(text: string): Shape {
  return [null, ...text.split('×').map((size) => (size === '?' ? null : Number(size)))];
}

describe('the projection that makes two paths fit', () => {
  it.each([
    ['28×28×128', '56×56×64', [2, 2], 128, 'stride 2 and 128 filters'],
    ['56×56×256', '56×56×64', [1, 1], 256, '256 filters'],
    ['28×28×64', '56×56×64', [2, 2], 64, 'stride 2'],
    ['4×4×8', '7×7×8', [2, 2], 8, 'stride 2'],
    ['8×4×8', '8×16×8', [1, 4], 8, 'strides 1×4'],
    ['1×1×16', '8×8×4', [1, 1], 16, '16 filters'],
    ['25×32', '100×8', [4], 32, 'stride 4 and 32 filters'],
    ['4×4×4×2', '8×8×8×1', [2, 2, 2], 2, 'stride 2 and 2 filters'],
    ['10', '20', [], 10, '10 units'],
    ['?×?×128', '?×?×64', [1, 1], 128, '128 filters'],
  ])('main %s, shortcut %s', (main, shortcut, strides, filters, need) => {
    expect(projectionFor(shape(main), shape(shortcut))).toEqual({ strides, filters });
    expect(mismatchWords(shape(main), shape(shortcut)).message).toBe(
      `The main path gives ${main}, the shortcut ${shortcut}: ${need} on the shortcut would make them fit.`,
    );
  });

  it.each([
    ['6×6×4', '8×8×4', ': no stride on the shortcut makes 8×8 into 6×6'],
    ['8×8×4', '4×4×4', ': no stride on the shortcut makes 4×4 into 8×8'],
    ['8×8×4', '?×?×4', ''],
    ['8×8×?', '8×8×4', ''],
    ['8×8×4', '64×4', ''],
    ['4×4', '4×4×4', ''],
    ['0×4×2', '8×4×2', ''],
    ['-2×4×2', '8×4×2', ''],
    ['NaN', '8', ''],
  ])('none for main %s, shortcut %s', (main, shortcut, why) => {
    expect(projectionFor(shape(main), shape(shortcut))).toBeUndefined();
    expect(mismatchWords(shape(main), shape(shortcut)).message).toBe(
      `The main path gives ${main}, the shortcut ${shortcut}${why}.`,
    );
  });

  it('is none where the shapes agree, whatever the batches', () => {
    expect(projectionFor([null, 8, 8, 4], [32, 8, 8, 4])).toBeUndefined();
  });

  it("finds a stride for every path that strides with padding 'same'", () => {
    const size = fc.integer({ min: 1, max: 512 });
    const stride = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(size, stride, size, size, (from, by, channels, filters) => {
        const to = Math.ceil(from / by);
        const found = projectionFor([null, to, filters], [null, from, channels]);
        if (from === to && channels === filters) expect(found).toBeUndefined();
        else {
          const [chosen = 0] = found?.strides ?? [];
          expect(to === 1 ? chosen : Math.ceil(from / chosen)).toBe(to);
          expect(found?.filters).toBe(filters);
        }
      }),
    );
  });
});
