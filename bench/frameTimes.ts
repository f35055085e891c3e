/** The times of a page's frames while a hand drags or zooms in it. */
import type { Frame, Page } from 'playwright-core';

const steps = 180;
const settleMs = 500;

export type Gesture = 'drag' | 'zoom';

/** Of each gesture, the 95th percentile of its frames' times in milliseconds. */
export type Measured = Readonly<Record<Gesture, number>>;

/** Where the hand is, pixels of the page. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where frames are counted, and the page whose mouse moves; a webview is a frame of its page. */
export interface Surface {
  readonly page: Page;
  readonly frame: Frame;
  readonly middle: Place;
}

declare global {
  interface Window {
    /** Milliseconds of the frames that followed what a hand did. */
    frameTimes: number[];
  }
}

/** Runs in the page, before its own scripts where those would get in the way: times each frame that a hand asked for. */
export function recorder(): void {
  window.frameTimes = [];
  // Netron takes it away, and Playwright needs it.
  const own = window.eval;
  Object.defineProperty(window, 'eval', { get: () => own, set: () => undefined });
  let moved = 0;
  let before = performance.now();
  const note = (): void => {
    moved = 2;
  };
  for (const type of ['pointermove', 'wheel'])
    window.addEventListener(type, note, { capture: true, passive: true });
  const frame = (): void => {
    const now = performance.now();
    if (moved-- > 0) window.frameTimes.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** A mouse reports 125 times a second, whatever the page makes of it. */
const reportMs = 8;
/** Pixels between two reports, across and down. */
const stride = 3;

/** Sends what a hand does at its own pace, without a wait for the page's answers. */
async function atPace(act: (step: number) => Promise<void>): Promise<void> {
  const sent: Promise<void>[] = [];
  const start = performance.now();
  for (let step = 0; step < steps; step++) {
    sent.push(act(step));
    const ahead = start + (step + 1) * reportMs - performance.now();
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  await Promise.all(sent);
}

/** Through the middle, towards the upper left. */
async function drag({ page, middle }: Surface): Promise<void> {
  const at = (step: number): [x: number, y: number] => {
    const away = stride * (steps / 2 - step);
    return [middle.x + away, middle.y + away];
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  await atPace((step) => page.mouse.move(...at(step + 1)));
  await page.mouse.up();
}

/** So many reports of a wheel in one direction, and then as many in the other. */
const turn = 30;
/** Of one report, pixels: a turn nearly doubles the size in each of the programs, and none comes to an end of its range. */
const notch = 1.5;

/** In and out again, three times. */
async function zoom({ page }: Surface): Promise<void> {
  await page.keyboard.down('Control');
  await atPace((step) => page.mouse.wheel(0, Math.floor(step / turn) % 2 === 0 ? -notch : notch));
  await page.keyboard.up('Control');
}

async function measured(surface: Surface, gesture: Gesture): Promise<number> {
  const { page, frame, middle } = surface;
  await page.mouse.move(middle.x, middle.y);
  await page.waitForTimeout(settleMs);
  await frame.evaluate(() => {
    window.frameTimes = [];
  });
  await (gesture === 'drag' ? drag : zoom)(surface);
  const times = await frame.evaluate(() => window.frameTimes.sort((a, b) => a - b));
  return times[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

/** A drag, and then a zoom in and out again, in a page with the recorder in it. */
export async function gestures(surface: Surface): Promise<Measured> {
  return { drag: await measured(surface, 'drag'), zoom: await measured(surface, 'zoom') };
}

/** A page as a whole, with the hand in the middle of it. */
export function wholePage(page: Page): Surface {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return { page, frame: page.mainFrame(), middle: { x: width / 2, y: height / 2 } };
}
