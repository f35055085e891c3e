/** Profiles as somebody takes them who has just started an editor, for bench/profile*.ts. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { carryBackends } from '../scripts/lib/carriedBackends.mjs';
import { SetupError } from '../scripts/lib/failure.mjs';
import { ensureTensorflow } from '../scripts/lib/tensorflow.mjs';
import type { Profile, ProfileSettings } from '../src/protocol/profile';
import { Profiler, type ProfileWish } from '../src/workerHost/profiler';
import { findLibrary, type LibraryPlaces } from '../src/workerHost/tensorflow/find';
import { OutsideStopwatch, type Built } from './outside';

const unwatched = {
  cancelled: new Promise<void>(() => undefined),
  onProgress: () => undefined,
  onBatch: () => undefined,
};

const usual = {
  backend: 'tensorflow',
  mode: 'train',
  batch: 1,
  seed: 1,
  spread: 0.02,
  limitMs: 10_000,
} as const;

export interface Case {
  readonly name: string;
  readonly file: string;
  readonly entry: string;
  readonly batch: number;
  /** Of images, instead of 224. */
  readonly size?: number;
}

export interface Taken {
  readonly profile: Profile;
  /** From the command to the profile. */
  readonly ms: number;
}

export class Bench {
  readonly #root: string;
  readonly #places: LibraryPlaces;

  readonly #roofFile: string;

  constructor(root: string, places: LibraryPlaces) {
    this.#root = root;
    this.#places = places;
    this.#roofFile = path.join(root, 'bench', 'work', 'roofs.json');
  }

  /** As on a device that was never profiled. */
  forgetRoofs(): Promise<void> {
    return rm(this.#roofFile, { force: true });
  }

  /** A file of its own for a case, since the process outside reads it from the disk too. */
  async fileOf({ file, size }: Pick<Case, 'file' | 'size'>): Promise<string> {
    const text = await readFile(path.join(this.#root, 'media', 'models', file), 'utf8');
    const sized =
      size === undefined ? text : text.replaceAll('[224, 224, 3]', `[${size}, ${size}, 3]`);
    return this.write(`profile-${file}`, sized);
  }

  async write(name: string, text: string): Promise<string> {
    const file = path.join(this.#root, 'bench', 'work', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  /** As after the start of an editor. */
  #profiler(): Profiler {
    return new Profiler({
      workerOptions: () => ({
        script: path.join(this.#root, 'dist', 'compute-worker.js'),
        nodePath: '',
        timeLimitMs: 60_000,
        memoryLimitMB: 4_096,
      }),
      places: () => this.#places,
      tool: 'bench',
      roofFile: this.#roofFile,
      log: () => undefined,
    });
  }

  #wish({ file, entry }: Built, settings: Partial<ProfileSettings>): ProfileWish {
    const asked = { ...usual, ...settings };
    return { file, entry, unsaved: new Map(), root: this.#root, settings: asked };
  }

  async take(built: Built, settings: Partial<ProfileSettings>): Promise<Taken> {
    const profiler = this.#profiler();
    const begun = performance.now();
    const { profile, failures } = await profiler.profile(this.#wish(built, settings), unwatched);
    if (profile === undefined) throw new Error(failures[0]?.message ?? 'no profile');
    return { profile, ms: performance.now() - begun };
  }

  /** The points of a curve of batches that fit. */
  async curve(built: Built, batches: readonly number[], limitMs: number) {
    const wish = this.#wish(built, { limitMs });
    const curve = await this.#profiler().batchCurve(wish, batches, unwatched);
    if (!curve.ok) throw new Error(curve.failure.message);
    return curve.value.points.flatMap(({ batch, measured }) =>
      measured === undefined ? [] : [{ batch, ms: measured.ms }],
    );
  }

  async outside(built: Built): Promise<OutsideStopwatch> {
    const library = await findLibrary(this.#places);
    return OutsideStopwatch.of(this.#root, built, library.ok ? library.value : undefined);
  }
}

/** How far a value is from the one that it should be, as a part of it. */
export function off(value: number, right: number): number {
  return Math.abs(value / right - 1);
}

export async function benchIn(root: string): Promise<Bench> {
  const tensorflow = await ensureTensorflow();
  if (tensorflow === undefined) throw new SetupError('There is no TensorFlow for this platform.');
  await carryBackends(path.join(root, 'dist', 'backends'), true);
  return new Bench(root, { folder: tensorflow.folder });
}
