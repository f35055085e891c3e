/** How smoothly each renderer moves a picture in Chromium: the 95th percentile of the frames' times. */
import { chains } from '../test/unit/webview/harness/pictures';
import { StageBrowser } from '../test/unit/webview/harness/stage';
import type { Motion } from '../test/unit/webview/harness/stagePage';
import { row, type Row } from './row';

const counts = [500, 1000, 2000, 20_000];
const motions: Readonly<Record<Motion, string>> = {
  far: 'pan, all in the window',
  near: 'pan at life size',
  zoom: 'zoom from all to life size and back',
};
const frames = 90;
/** One frame of a screen of 60 Hz. */
const goalMs = 16;
/** Otherwise no frame is shorter than the screen's, whatever it took. */
export const unlimited = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function measure(
  browser: StageBrowser,
  kind: 'svg' | 'canvas',
  count: number,
  motion: Motion,
): Promise<number> {
  const page = await browser.open();
  try {
    await page.evaluate(([renderer, picture]) => window.stage.draw(renderer, picture), [
      kind,
      chains(count),
    ] as const);
    const times = await page.evaluate(([name, length]) => window.stage.frames(name, length), [
      motion,
      frames,
    ] as const);
    return percentile(times, 0.95);
  } finally {
    await page.close();
  }
}

/** A row for each number of boxes and motion: the canvas, with the SVG renderer as its peer. */
export async function benchFrames(): Promise<Row[]> {
  const browser = await StageBrowser.start(unlimited);
  const rows: Row[] = [];
  try {
    for (const count of counts)
      for (const motion of ['far', 'near', 'zoom'] as const) {
        const svg = await measure(browser, 'svg', count, motion);
        const canvas = await measure(browser, 'canvas', count, motion);
        const name = `frames, ${count} boxes, ${motions[motion]}: 95th percentile`;
        rows.push(row(name, canvas, 'ms', goalMs, { name: 'as SVG', value: svg }));
      }
    return rows;
  } finally {
    await browser.stop();
  }
}
