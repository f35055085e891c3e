/** Screenshots that are compared by what a person would see, and not by the last bit of a letter's edge. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodePng, encodePng, type Pixels } from '../../support/png';
import { repositoryRoot } from './repository';

/** Kept at half the size. */
const shrink = 2;
/** Side of the squares whose mean colours are compared, in kept pixels. */
const block = 4;
/** Of 255, in one colour of a square's mean: a wire that is gone makes 30. */
const mostAnywhere = 24;
/** A square that is further off than this differs; so many of them may. */
const noticed = 8;
const mostNoticed = 0.005;

/** The mean colours of squares of so many pixels. */
function means({ width, height, rgba }: Pixels, side: number): Pixels {
  const [columns, rows] = [Math.floor(width / side), Math.floor(height / side)];
  const mean = new Uint8Array(4 * columns * rows);
  for (let at = 0; at < mean.length; at++) {
    const [channel, cell] = [at % 4, Math.floor(at / 4)];
    const [left, top] = [side * (cell % columns), side * Math.floor(cell / columns)];
    let sum = 0;
    for (let y = top; y < top + side; y++)
      for (let x = left; x < left + side; x++) sum += rgba[4 * (y * width + x) + channel] ?? 0;
    mean[at] = Math.round(sum / (side * side));
  }
  return { width: columns, height: rows, rgba: mean };
}

export interface Difference {
  /** The largest difference of a square's mean, of 255. */
  readonly most: number;
  /** The share of the squares that differ. */
  readonly share: number;
}

/** @throws where the pictures are not of one size. */
export function differenceOf(a: Pixels, b: Pixels): Difference {
  if (a.width !== b.width || a.height !== b.height)
    throw new Error(`${a.width}×${a.height} pixels, and not ${b.width}×${b.height}`);
  const [first, second] = [means(a, block).rgba, means(b, block).rgba];
  let [most, count] = [0, 0];
  for (let cell = 0; cell < first.length; cell += 4) {
    const parts = [0, 1, 2].map((at) => Math.abs((first[cell + at] ?? 0) - (second[cell + at] ?? 0)));
    const off = Math.max(...parts);
    most = Math.max(most, off);
    if (off > noticed) count++;
  }
  return { most, share: (4 * count) / first.length };
}

export function isSame({ most, share }: Difference): boolean {
  return most <= mostAnywhere && share <= mostNoticed;
}

const screens = path.join(repositoryRoot, 'test', 'golden', 'screens');
const artifacts = path.join(repositoryRoot, 'test', 'artifacts', 'screens');

/**
 * Fails where a screenshot is not what it was; what it is now is kept under test/artifacts/screens then.
 * `UPDATE_GOLDEN=1` writes it anew: look at it before committing it.
 */
export function compareWithScreen(name: string, screenshot: Uint8Array): void {
  const now = means(decodePng(screenshot), shrink);
  const file = path.join(screens, `${name}.png`);
  mkdirSync(screens, { recursive: true });
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, encodePng(now));
  if (!existsSync(file))
    throw new Error(`test/golden/screens/${name}.png is missing: run with UPDATE_GOLDEN=1.`);
  const difference = differenceOf(decodePng(readFileSync(file)), now);
  if (isSame(difference)) return;
  mkdirSync(artifacts, { recursive: true });
  const kept = path.join(artifacts, `${name}.png`);
  writeFileSync(kept, encodePng(now));
  const share = (100 * difference.share).toFixed(1);
  throw new Error(
    `${name} does not look as it did: ${share} % of it differ, by up to ${difference.most} of 255. It is in ${kept}.`,
  );
}
