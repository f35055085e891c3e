/** How right profiles are, and what it costs to take them: on `tensorflow`, each beside what it is held against. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { carryBackends } from '../scripts/lib/carriedBackends.mjs';
import { SetupError } from '../scripts/lib/failure.mjs';
import { ensureTensorflow } from '../scripts/lib/tensorflow.mjs';
import { profilePhases, type Profile, type ProfileSettings } from '../src/protocol/profile';
import { Profiler } from '../src/workerHost/profiler';
import { findLibrary, type LibraryPlaces } from '../src/workerHost/tensorflow/find';
import { outsideStepMs, type Built } from './outside';
import { row, type Row } from './row';

const never = new Promise<void>(() => undefined);

interface Case {
  readonly name: string;
  readonly file: string;
  readonly entry: string;
  readonly batch: number;
  /** Of images, instead of 224. */
  readonly size?: number;
}

const cases: readonly Case[] = [
  { name: 'resnet50 64×64', file: 'resnet50.ts', entry: 'resnet50()', batch: 4, size: 64 },
  { name: 'densenet121 64×64', file: 'densenet.ts', entry: 'densenet121()', batch: 4, size: 64 },
  { name: 'BERT block', file: 'bert.ts', entry: 'bertBase(128, 1)', batch: 4 },
  { name: 'LSTM', file: 'lstm.ts', entry: 'lstmLanguageModel(2000, 256, 20)', batch: 8 },
];

/** How long the layer spins in each direction. */
const spinMs = { forward: 50, backward: 80 } as const;

const spinning = `import * as tf from '@tensorflow/tfjs';
function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
class Spin extends tf.layers.Layer {
  computeOutputShape(shape: tf.Shape) { return shape; }
  call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return tf.customGrad((y) => {
      spin(${spinMs.forward});
      return {
        value: tf.mul(y as tf.Tensor, 1),
        gradFunc: (dy: tf.Tensor) => { spin(${spinMs.backward}); return tf.mul(dy, 1); },
      };
    })(x);
  }
  static className = 'Spin';
}
export function net() {
  return tf.sequential({ layers: [tf.layers.dense({ units: 8, inputShape: [8] }), new Spin({})] });
}
`;

interface Taken {
  readonly profile: Profile;
  /** From the command to the profile. */
  readonly ms: number;
}

class Bench {
  readonly #root: string;
  readonly #places: LibraryPlaces;

  constructor(root: string, places: LibraryPlaces) {
    this.#root = root;
    this.#places = places;
  }

  /** A file of its own for a case, since the process outside reads it from the disk too. */
  async fileOf({ file, size }: Case): Promise<string> {
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

  /** With a profiler of its own, as after the start of an editor. */
  async take({ file, entry }: Built, settings: Partial<ProfileSettings>): Promise<Taken> {
    const profiler = new Profiler({
      workerOptions: () => ({
        script: path.join(this.#root, 'dist', 'compute-worker.js'),
        nodePath: '',
        timeLimitMs: 60_000,
        memoryLimitMB: 4_096,
      }),
      places: () => this.#places,
      tool: 'bench',
      log: () => undefined,
    });
    const asked = {
      backend: 'tensorflow',
      mode: 'train',
      batch: 1,
      seed: 1,
      spread: 0.02,
      limitMs: 10_000,
      ...settings,
    } as const;
    const begun = performance.now();
    const wish = { file, entry, unsaved: new Map<string, string>(), root: this.#root };
    const watch = { cancelled: never, onProgress: () => undefined };
    const { profile, failures } = await profiler.profile({ ...wish, settings: asked }, watch);
    if (profile === undefined) throw new Error(failures[0]?.message ?? 'no profile');
    return { profile, ms: performance.now() - begun };
  }

  async outside(built: Built, profile: Profile): Promise<number> {
    const library = await findLibrary(this.#places);
    return outsideStepMs(this.#root, built, profile, library.ok ? library.value : undefined);
  }
}

/** How far a value is from the one that it should be, as a part of it. */
function off(value: number, right: number): number {
  return Math.abs(value / right - 1);
}

/** Medians of layers and phases in two profiles that are further apart than both their spreads. */
function disagreeing(one: Profile, other: Profile): number {
  const others = new Map(other.nodes.map((node) => [node.id, node]));
  const pairs = one.nodes.flatMap(({ id, phases }) =>
    profilePhases.flatMap((phase) => {
      const [a, b] = [phases[phase], others.get(id)?.phases[phase]];
      return a === undefined || b === undefined || a.ms + b.ms === 0 ? [] : [[a, b] as const];
    }),
  );
  const apart = pairs.filter(([a, b]) => Math.abs(a.ms - b.ms) > a.spread * a.ms + b.spread * b.ms);
  return apart.length / Math.max(1, pairs.length);
}

function costRows(name: string, { profile, ms }: Taken): Row[] {
  const { step } = profile;
  const measured = (step.warmUps + step.repeats) * step.ms + step.repeats * step.plain.ms;
  return [
    row(`profile ${name}: hooked step / plain step`, step.overhead, 'ratio', 1.02),
    row(`profile ${name}: share that layers do not explain`, 1 - step.explained, 'ratio', 0.02),
    row(`profile ${name}: kernels of nobody`, step.unownedKernels, 'count', 0),
    row(`profile ${name}: command to profile, without its steps`, ms - measured, 'ms', 3_000),
  ];
}

async function caseRows(bench: Bench, one: Case): Promise<Row[]> {
  const built = { file: await bench.fileOf(one), entry: one.entry };
  const settings = { batch: one.batch };
  const first = await bench.take(built, settings);
  const second = await bench.take(built, settings);
  const { step, memory } = first.profile;
  const outside = await bench.outside(built, first.profile);
  const stopwatch = { name: 'the plain step in a process of its own, ms', value: outside };
  const { predictedPeakBytes = Number.NaN, peakBytes } = memory;
  return [
    ...costRows(one.name, first),
    row(`profile ${one.name}: step`, step.ms, 'ms', null, stopwatch),
    row(`profile ${one.name}: step, off the stopwatch`, off(step.ms, outside), 'ratio', 0.03),
    row(
      `profile ${one.name}: peak, off the prediction`,
      off(peakBytes, predictedPeakBytes),
      'ratio',
      0.02,
    ),
    row(
      `profile ${one.name}: layers that two profiles disagree on`,
      disagreeing(first.profile, second.profile),
      'ratio',
      0.05,
    ),
  ];
}

async function spinRows(bench: Bench): Promise<Row[]> {
  const file = await bench.write('profile-spin.ts', spinning);
  const { profile } = await bench.take({ file, entry: 'net()' }, { batch: 2, limitMs: 4_000 });
  const nodes = profile.nodes.filter(({ id }) => id.includes('/Spin.'));
  return (['forward', 'backward'] as const).map((phase) => {
    const ms = nodes.reduce((sum, { phases }) => sum + (phases[phase]?.ms ?? 0), 0);
    const name = `profile a layer that spins ${spinMs[phase]} ms ${phase}: off by`;
    return row(name, off(ms, spinMs[phase]), 'ratio', 0.03);
  });
}

async function benchIn(root: string): Promise<Bench> {
  const tensorflow = await ensureTensorflow();
  if (tensorflow === undefined) throw new SetupError('There is no TensorFlow for this platform.');
  await carryBackends(path.join(root, 'dist', 'backends'), true);
  return new Bench(root, { folder: tensorflow.folder });
}

/** Measures of the profiler; they are right on an idle machine alone. */
export const profileMeasures = [
  { name: 'profile spin', rows: async (root: string) => spinRows(await benchIn(root)) },
  ...cases.map((one) => ({
    name: `profile ${one.name}`,
    rows: async (root: string) => caseRows(await benchIn(root), one),
  })),
] as const;
