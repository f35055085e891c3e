/** How large a picture of pixels may be, in a browser's canvas and on the command line alike. */

/** Browsers make no canvas with a longer side, and give an empty one without a word. */
const longestSide = 32_767;
/** 400 MB of pixels, a tenth of what a page may have. */
const mostPixels = 100_000_000;

export interface PngSize {
  readonly width: number;
  readonly height: number;
  /** Pixels for one of the picture's own. */
  readonly scale: number;
}

/** The size of a picture in pixels at `scale`, or at the largest scale below it that fits. */
export function pngSize(width: number, height: number, scale: number): PngSize {
  const fitting = Math.min(
    scale,
    longestSide / Math.max(width, height, 1),
    Math.sqrt(mostPixels / Math.max(width * height, 1)),
  );
  const pixels = (length: number): number => Math.max(1, Math.floor(length * fitting));
  return { width: pixels(width), height: pixels(height), scale: fitting };
}
