/** The animations of the README, read back by the rules of the format. */
import { describe, expect, it } from 'vitest';
import { encodeApng } from '../../support/apng';
import { chunk, chunksOf, decodePng, encodePng, headerChunk, pngOfChunks } from '../../support/png';
import type { Pixels } from '../../support/png';

function filled(width: number, height: number, colour: readonly number[]): Pixels {
  const rgba = new Uint8Array(4 * width * height);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([...colour, 255], at);
  return { width, height, rgba };
}

function withDot(pixels: Pixels, x: number, y: number): Pixels {
  const rgba = pixels.rgba.slice();
  rgba.set([255, 0, 0, 255], 4 * (y * pixels.width + x));
  return { ...pixels, rgba };
}

/** What a viewer shows after each frame. */
function play(animation: Buffer): Pixels[] {
  const chunks = chunksOf(animation);
  const header = chunks[0]!.data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  let screen = filled(width, height, [0, 0, 0]);
  let place: Buffer | undefined;
  const shown: Pixels[] = [];
  for (const { type, data } of chunks) {
    if (type === 'fcTL') place = data;
    if (type !== 'IDAT' && type !== 'fdAT') continue;
    const [w, h, x, y] = [4, 8, 12, 16].map((at) => place!.readUInt32BE(at)) as [
      number,
      number,
      number,
      number,
    ];
    const parts = [headerChunk(w, h, 2), chunk('IDAT', type === 'IDAT' ? data : data.subarray(4))];
    const frame = decodePng(pngOfChunks(parts));
    const rgba = screen.rgba.slice();
    for (let row = 0; row < h; row++)
      rgba.set(frame.rgba.subarray(4 * row * w, 4 * (row + 1) * w), 4 * ((y + row) * width + x));
    screen = { width, height, rgba };
    shown.push(screen);
  }
  return shown;
}

const ground = filled(20, 10, [1, 2, 3]);

describe('an animation', () => {
  it('shows every frame as it was', () => {
    const frames = [ground, withDot(ground, 3, 4), withDot(withDot(ground, 19, 0), 0, 9)];
    const played = play(encodeApng(frames.map((pixels) => ({ pixels, showMs: 100 }))));
    expect(played).toHaveLength(3);
    played.forEach(({ rgba }, at) => expect(rgba).toEqual(frames[at]?.rgba));
  });

  it('holds only what changed, and lengthens what is shown where nothing did', () => {
    const frames = [ground, ground, withDot(ground, 3, 4)];
    const chunks = chunksOf(encodeApng(frames.map((pixels) => ({ pixels, showMs: 100 }))));
    const controls = chunks.filter(({ type }) => type === 'fcTL').map(({ data }) => data);
    expect(controls.map((data) => data.readUInt16BE(20))).toEqual([200, 100]);
    expect([4, 8, 12, 16].map((at) => controls[1]?.readUInt32BE(at))).toEqual([1, 1, 3, 4]);
    expect(chunks.find(({ type }) => type === 'acTL')?.data.readUInt32BE(0)).toBe(2);
  });
});

describe('a PNG', () => {
  it('is read as it was written', () => {
    const pixels = withDot(ground, 7, 7);
    expect(decodePng(encodePng(pixels))).toEqual(pixels);
  });

  it('that is something else is refused', () => {
    expect(() => decodePng(Buffer.from('GIF89a'))).toThrow('This is no PNG.');
  });
});
