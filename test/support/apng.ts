/** Animated PNGs (W3C, PNG third edition, section 11.3.4): each frame holds only what changed. */
import { chunk, deflateLines, headerChunk, pngOfChunks, type Pixels } from './png';

export interface Frame {
  readonly pixels: Pixels;
  readonly showMs: number;
}

interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function differs(a: Uint8Array, b: Uint8Array, pixel: number): boolean {
  const at = 4 * pixel;
  return a[at] !== b[at] || a[at + 1] !== b[at + 1] || a[at + 2] !== b[at + 2];
}

/** The smallest region that holds every pixel that is not as before; undefined where all are. */
function changed(before: Pixels, now: Pixels): Region | undefined {
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  for (let y = 0; y < now.height; y++)
    for (let x = 0; x < now.width; x++) {
      if (!differs(before.rgba, now.rgba, y * now.width + x)) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), y];
    }
  if (right < 0) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Red, green and blue of a region; screenshots are opaque. */
function colours({ width, rgba }: Pixels, region: Region): Uint8Array {
  const rgb = new Uint8Array(3 * region.width * region.height);
  let to = 0;
  for (let y = region.y; y < region.y + region.height; y++)
    for (let x = region.x; x < region.x + region.width; x++) {
      const from = 4 * (y * width + x);
      rgb.set(rgba.subarray(from, from + 3), to);
      to += 3;
    }
  return rgb;
}

function numbers(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => data.writeUInt32BE(value, 4 * at));
  return data;
}

/** The frame stays where it is drawn, over what was there before. */
function controlChunk(order: number, { x, y, width, height }: Region, showMs: number): Buffer {
  const times = Buffer.alloc(6);
  times.writeUInt16BE(showMs, 0);
  times.writeUInt16BE(1000, 2);
  return chunk('fcTL', Buffer.concat([numbers(order, width, height, x, y), times]));
}

interface Step {
  readonly pixels: Pixels;
  readonly region: Region;
  showMs: number;
}

/** A frame that shows nothing new lengthens the one before. */
function stepsOf(frames: readonly Frame[]): Step[] {
  const steps: Step[] = [];
  for (const { pixels, showMs } of frames) {
    const last = steps.at(-1);
    const { width, height } = pixels;
    const region = last ? changed(last.pixels, pixels) : { x: 0, y: 0, width, height };
    if (region !== undefined) steps.push({ pixels, region, showMs });
    else if (last !== undefined) last.showMs += showMs;
  }
  return steps;
}

/** Repeats for ever; a viewer that knows no animations shows the first frame. All frames are of one size. */
export function encodeApng(frames: readonly Frame[]): Buffer {
  const steps = stepsOf(frames);
  const [first] = steps;
  if (first === undefined) throw new Error('An animation has a frame.');
  let order = 0;
  const chunks = steps.flatMap(({ pixels, region, showMs }, index) => {
    const data = deflateLines(colours(pixels, region), region.height);
    const control = controlChunk(order++, region, showMs);
    if (index === 0) return [control, chunk('IDAT', data)];
    return [control, chunk('fdAT', Buffer.concat([numbers(order++), data]))];
  });
  const { width, height } = first.pixels;
  const header = headerChunk(width, height, 2);
  return pngOfChunks([header, chunk('acTL', numbers(steps.length, 0)), ...chunks]);
}
