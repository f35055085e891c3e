/** A TrueType font of one glyph, a full square, for some characters (OpenType 1.9). */

interface Options {
  /** 4 for characters up to U+FFFF, 12 for all. */
  readonly format?: 4 | 12;
  /** Further tables, by their tags. */
  readonly more?: Readonly<Record<string, Buffer>>;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16BE(value & 0xffff, 2 * i));
  return bytes;
}

function longs(...values: readonly number[]): Buffer {
  return words(...values.flatMap((value) => [value >>> 16, value]));
}

function basicMap(codes: readonly number[]): Buffer {
  const ends = [...codes, 0xffff];
  const size = 2 * ends.length;
  const deltas = [...codes.map((code) => 1 - code), 1];
  const offsets = ends.map(() => 0);
  const head = words(4, 16 + 4 * size, 0, size, 0, 0, 0);
  return Buffer.concat([head, words(...ends, 0, ...ends, ...deltas, ...offsets)]);
}

function fullMap(codes: readonly number[]): Buffer {
  const head = Buffer.concat([words(12, 0), longs(16 + 12 * codes.length, 0, codes.length)]);
  return Buffer.concat([head, longs(...codes.flatMap((code) => [code, code, 1]))]);
}

function nameTable(family: string): Buffer {
  const text = Buffer.from(family, 'utf16le').swap16();
  const record = (id: number) => words(3, 1, 0x409, id, text.length, 0);
  // Its family and its name in PostScript.
  return Buffer.concat([words(0, 2, 30), record(1), record(6), text]);
}

const em = 1_000;

function square(): Buffer {
  const head = words(1, 0, 0, em, em, 3, 0);
  const flags = Buffer.from([1, 1, 1, 1]);
  return Buffer.concat([head, flags, words(0, 0, em, 0, 0, em, 0, -em)]);
}

function tables(codes: readonly number[], { format = 12, more = {} }: Options) {
  const glyph = square();
  const map = format === 12 ? fullMap(codes) : basicMap(codes);
  const encoding = format === 12 ? 10 : 1;
  return {
    cmap: Buffer.concat([words(0, 1, 3, encoding), longs(12), map]),
    glyf: glyph,
    head: Buffer.concat([
      longs(0x10000, 0x10000, 0, 0x5f0f3cf5),
      words(0, em, 0, 0, 0, 0, 0, 0, 0, 0),
      words(0, 0, em, em, 0, 8, 2, 1, 0),
    ]),
    hhea: words(1, 0, em, 0, 0, em, 0, 0, em, 1, 0, 0, 0, 0, 0, 0, 0, 2),
    hmtx: words(em, 0, em, 0),
    loca: longs(0, 0, glyph.length),
    maxp: words(1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    name: nameTable('Tiny'),
    ...more,
  };
}

/** @param characters in the order of their code points. */
export function tinyFont(characters: readonly string[], options: Options = {}): Buffer {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const all = Object.entries(tables(codes, options)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const records: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = 12 + 16 * all.length;
  for (const [tag, body] of all) {
    records.push(Buffer.concat([Buffer.from(tag, 'latin1'), longs(0, offset, body.length)]));
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([longs(0x10000), words(all.length, 0, 0, 0), ...records, ...bodies]);
}
