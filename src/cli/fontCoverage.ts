/** Which characters a font has glyphs for: the `cmap` table of TrueType and OpenType files, collections included. */

/** Reads `length` bytes at `offset` of a font's file; fewer where it ends before. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

/** First and last code point, both included. */
export type CodeRange = readonly [first: number, last: number];

const collectionTag = 'ttcf';
/** No font has a longer table: there are 1,114,112 code points. */
const longestTable = 16 * 1024 * 1024;

/** Glyphs that are bitmaps or pictures, which the renderer does not draw, and outlines, which it does. */
const pictureTables = ['CBDT', 'sbix', 'SVG '];
const outlineTables = ['glyf', 'CFF ', 'CFF2'];

async function tablesOf(read: ReadAt): Promise<ReadonlyMap<string, CodeRange>> {
  const start = await read(0, 16);
  const offset = start.toString('latin1', 0, 4) === collectionTag ? start.readUInt32BE(12) : 0;
  const count = (await read(offset, 12)).readUInt16BE(4);
  const records = await read(offset + 12, 16 * count);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const record = records.subarray(16 * i, 16 * i + 16);
      const range: CodeRange = [record.readUInt32BE(8), record.readUInt32BE(12)];
      return [record.toString('latin1', 0, 4), range] as const;
    }),
  );
}

/** OpenType 1.9, "cmap", format 4: the characters up to U+FFFF in segments. */
function segments(table: Buffer): CodeRange[] {
  const size = table.readUInt16BE(6);
  return Array.from({ length: size / 2 }, (_, i): CodeRange => {
    const last = table.readUInt16BE(14 + 2 * i);
    return [table.readUInt16BE(16 + size + 2 * i), last === 0xffff ? 0xfffe : last];
  });
}

/** OpenType 1.9, "cmap", format 12: all characters in groups. */
function groups(table: Buffer): CodeRange[] {
  return Array.from({ length: table.readUInt32BE(12) }, (_, i) => {
    const at = 16 + 12 * i;
    return [table.readUInt32BE(at), table.readUInt32BE(at + 4)];
  });
}

function rangesOf(cmap: Buffer): readonly CodeRange[] {
  const count = cmap.readUInt16BE(2);
  const tables = Array.from({ length: count }, (_, i) =>
    cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4)),
  );
  const full = tables.find((table) => table.readUInt16BE(0) === 12);
  if (full !== undefined) return groups(full);
  const basic = tables.find((table) => table.readUInt16BE(0) === 4);
  return basic === undefined ? [] : segments(basic);
}

/**
 * The characters that a font draws with outlines.
 * @returns none for fonts of bitmaps, such as those of colour emoji, and for files that are no fonts
 */
export async function coverageOf(read: ReadAt): Promise<readonly CodeRange[]> {
  try {
    const tables = await tablesOf(read);
    const [offset, length] = tables.get('cmap') ?? [0, 0];
    const isDrawn = outlineTables.some((tag) => tables.has(tag));
    if (!isDrawn || pictureTables.some((tag) => tables.has(tag))) return [];
    return rangesOf(await read(offset, Math.min(length, longestTable)));
  } catch (error) {
    // A file that is cut off, damaged, or something else by the name of a font.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Whether one of the ranges holds a character. */
export function covers(ranges: readonly CodeRange[], character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => first <= code && code <= last);
}
