/** Characters that the shipped font lacks are drawn with the machine's fonts, or named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../scripts/lib/dependencies.mjs';
import { coverageOf, covers } from '../../../src/cli/fontCoverage';
import { pngOf } from '../../../src/cli/png';
import { fontFolders, fontsFor } from '../../../src/cli/systemFonts';
import { decodePng } from '../../support/png';
import { tinyFont } from '../../support/tinyFont';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'resnet-designer-fonts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, bytes: Buffer): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), bytes);
}

const coverage = (bytes: Buffer) =>
  coverageOf((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)));

function collectionOf(font: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.write('ttcf', 'latin1');
  head.writeUInt32BE(0x10000, 4);
  head.writeUInt32BE(1, 8);
  head.writeUInt32BE(16, 12);
  const moved = Buffer.from(font);
  const count = moved.readUInt16BE(4);
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i + 8;
    moved.writeUInt32BE(moved.readUInt32BE(at) + 16, at);
  }
  return Buffer.concat([head, moved]);
}

describe('the characters of a font', () => {
  it.each([
    ['of the basic plane', tinyFont(['層', '残'], { format: 4 })],
    ['of all planes', tinyFont(['層', '残'])],
    ['of a collection', collectionOf(tinyFont(['層', '残']))],
  ])('%s', async (_, font) => {
    const ranges = await coverage(font);
    expect(['層', '残'].every((each) => covers(ranges, each))).toBe(true);
    expect(['A', '曾', '\uffff', '🧱'].some((each) => covers(ranges, each))).toBe(false);
  });

  it.each([
    ['whose glyphs are bitmaps', tinyFont(['🧱'], { more: { CBDT: Buffer.alloc(4) } })],
    ['that is cut off', tinyFont(['🧱']).subarray(0, 100)],
    ['that is none', Buffer.from('not a font at all, but some text')],
    ['that is empty', Buffer.alloc(0)],
  ])('are none where it is one %s', async (_, font) => {
    expect(await coverage(font)).toEqual([]);
  });
});

describe('the fonts of the machine', () => {
  it('are those that have the characters between them, plain ones first', async () => {
    write('a/Bold.ttf', tinyFont(['層', '残'], { format: 4 }));
    write('a/Regular.ttf', tinyFont(['層']));
    write('b/Other.otf', tinyFont(['残']));
    write('b/notes.txt', tinyFont(['🧱']));
    write('b/broken.ttf', Buffer.from('?'));
    const gone = path.join(folder, 'gone');
    const { buffers, missing } = await fontsFor(['層', '残', '🧱'], [folder, gone]);
    expect(missing).toEqual(['🧱']);
    expect(buffers.map(({ length }) => length)).toEqual(
      [tinyFont(['残']), tinyFont(['層'])].map(({ length }) => length),
    );
  });

  it.each([
    ['linux', '/home/me/.local/share/fonts'],
    ['darwin', '/System/Library/Fonts'],
    ['win32', 'C:\\Windows'],
  ] as const)('are looked for where %s has them', (platform, place) => {
    const folders = fontFolders(platform, {}, '/home/me').join('\n');
    expect(folders).toContain(place);
  });
});

describe('a PNG', () => {
  const parts = {
    program: path.join(repositoryRoot, 'node_modules/@resvg/resvg-wasm/index_bg.wasm'),
    fonts: path.join(repositoryRoot, 'media/fonts'),
  };
  const draw = (text: string) =>
    pngOf(
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text font-family="DejaVu Sans" font-size="40" x="0" y="40">${text}</text></svg>`,
      1,
      { ...parts, systemFonts: [folder] },
    );

  it('is drawn with them', async () => {
    write('Tiny.ttf', tinyFont(['層']));
    const { bytes, missing } = await draw('層');
    expect(missing).toEqual([]);
    const { rgba } = decodePng(Buffer.from(bytes));
    const opaque = Array.from({ length: 1600 }, (_, i) => rgba[4 * i + 3] ?? 0);
    expect(opaque.filter((alpha) => alpha > 200).length).toBeGreaterThan(1_400);
  });

  it('names each character that no font has, once, and nothing that is not drawn', async () => {
    expect((await draw('🧱残残\u200d\ufe0fשΩ')).missing).toEqual(['🧱', '残']);
  });
});
