/** An SVG as a PNG without a browser: resvg, as WebAssembly, with the fonts that are shipped, and for other scripts with those of the machine. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pngSize } from '../layout/pngSize';
import { coverageOf, covers, type CodeRange } from './fontCoverage';
import { fontsFor } from './systemFonts';

/** The font that texts are measured by (src/layout/textWidth.ts), so none is wider than its box. */
const family = 'DejaVu Sans';
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'] as const;

/** What is read from the disk to draw. */
export interface PngParts {
  /** Absolute path of resvg's WebAssembly. */
  readonly program: string;
  /** Absolute path of the folder with the fonts. */
  readonly fonts: string;
  /** Folders of further fonts; those of the system where there is nothing else said. */
  readonly systemFonts?: readonly string[];
}

export interface Png {
  readonly bytes: Uint8Array;
  /** Pixels for one of the picture's own; less than was asked for where that would be too large. */
  readonly scale: number;
  /** Characters of the picture that no font of the machine has: they are boxes. */
  readonly missing: readonly string[];
}

/** The machine, or a damaged package, lets no PNG be drawn. */
export class PngError extends Error {}

async function part(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch {
    throw new PngError(
      `A PNG cannot be drawn: "${file}" cannot be read. Install ResNet Designer again.`,
    );
  }
}

type ResvgModule = typeof import('@resvg/resvg-wasm');

interface Renderer {
  readonly Resvg: ResvgModule['Resvg'];
  readonly fontBuffers: Uint8Array[];
  /** What the shipped font has. */
  readonly covered: readonly CodeRange[];
}

let started: Promise<Renderer> | undefined;

/** Once a process: the module refuses a second start. */
async function start({ program, fonts }: PngParts): Promise<Renderer> {
  const fontBuffers = await Promise.all(fontFiles.map((name) => part(path.join(fonts, name))));
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(await part(program));
  const [regular = new Uint8Array()] = fontBuffers;
  const covered = await coverageOf((offset, length) =>
    Promise.resolve(Buffer.from(regular.subarray(offset, offset + length))),
  );
  return { Resvg, fontBuffers, covered };
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** Marks of direction, joiners and variations: they change how others are drawn and are nothing themselves. */
const undrawn = /[\p{Cf}\p{Cc}\p{Z}\p{Variation_Selector}]/u;

/** Characters of the texts that the shipped font lacks, each once. */
function foreignIn(svg: string, covered: readonly CodeRange[]): string[] {
  const texts = [...svg.matchAll(/<text\b[^>]*>([^<]*)/g)].map(([, text = '']) => text);
  const beyondLatin = texts.join('').replaceAll(/[\u0000-\u024f]/g, '');
  const characters = [...new Set(beyondLatin)];
  return characters.filter((each) => !undrawn.test(each) && !covers(covered, each));
}

/**
 * Draws a document of src/layout/svg.ts, letters included, at `scale` pixels for one of its own.
 * @throws PngError where a part is missing or the picture is more than the machine has memory for.
 */
export async function pngOf(svg: string, wanted: number, parts: PngParts): Promise<Png> {
  started ??= start(parts);
  const { Resvg, fontBuffers, covered } = await started;
  const { buffers, missing } = await fontsFor(foreignIn(svg, covered), parts.systemFonts);
  const { width, height } = sizeOf(svg);
  const { scale } = pngSize(width, height, wanted);
  const all = [...fontBuffers, ...buffers];
  const font = { fontBuffers: all, defaultFontFamily: family, sansSerifFamily: family };
  try {
    const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } });
    const image = drawing.render();
    const bytes = image.asPng();
    // The memory of WebAssembly is not that of the collector: without this the samples would fill it.
    for (const held of [image, drawing]) held.free();
    return { bytes, scale, missing };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PngError(`The PNG cannot be drawn: ${reason}. Try a smaller --scale or --boxes.`);
  }
}
