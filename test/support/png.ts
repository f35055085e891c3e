/** PNGs as pixels and back: 8 bits a channel, not interlaced (ISO/IEC 15948), which is all that we meet. */
import { deflateSync, inflateSync } from 'node:zlib';

/** Four bytes a pixel: red, green, blue, opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

export function chunksOf(png: Uint8Array): Chunk[] {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('This is no PNG.');
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** The predictor of PNG (section 9.4): whichever of left, above and above left is nearest to their sum. */
function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (a === undefined || b === undefined || c === undefined) return 0;
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function prediction(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  return filter === 4 ? paeth(left, above, corner) : 0;
}

/** Undoes the filters of scan lines; `step` is the bytes of a pixel. */
function unfilter(lines: Uint8Array, height: number, stride: number, step: number): Uint8Array {
  const plain = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < step ? 0 : (plain[at - step] ?? 0);
      const above = y === 0 ? 0 : (plain[at - stride] ?? 0);
      const corner = x < step || y === 0 ? 0 : (plain[at - stride - step] ?? 0);
      plain[at] = (lines[at + y + 1] ?? 0) + prediction(filter, left, above, corner);
    }
  }
  return plain;
}

const channelsByType: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** @throws where a PNG is not of 8 bits, in colour, without a palette. */
export function decodePng(png: Uint8Array): Pixels {
  const chunks = chunksOf(png);
  const header = chunks[0]?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = channelsByType[header[9] ?? 0];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0)
    throw new Error('Only PNGs of 8 bits in colour are read.');
  const data = chunks.flatMap(({ type, data: part }) => (type === 'IDAT' ? [part] : []));
  const plain = unfilter(inflateSync(Buffer.concat(data)), height, width * channels, channels);
  if (channels === 4) return { width, height, rgba: plain };
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++)
    rgba.set(plain.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return { width, height, rgba };
}

/** Of zlib's own only newer versions of Node tell it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

export function pngOfChunks(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

export function headerChunk(width: number, height: number, colorType: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, colorType], 8);
  return chunk('IHDR', data);
}

/** Scan lines without a filter, deflated. */
export function deflateLines(bytes: Uint8Array, height: number): Buffer {
  const stride = bytes.length / height;
  const lines = Buffer.alloc(bytes.length + height);
  for (let y = 0; y < height; y++)
    lines.set(bytes.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return deflateSync(lines, { level: 9 });
}

export function encodePng({ width, height, rgba }: Pixels): Buffer {
  return pngOfChunks([headerChunk(width, height, 6), chunk('IDAT', deflateLines(rgba, height))]);
}
