/** How right profiles are, and what it costs to take them: on `tensorflow`, each beside what it is held against. */
import { mostLogged, profilePhases, type Profile } from '../src/protocol/profile';
import { benchIn, off, type Bench, type Case, type Taken } from './profileBench';
import { curveMeasures } from './profileMore';
import { median, row, type Row } from './row';

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

/** Times of layers in their phases, in two profiles. */
function timedTwice(one: Profile, other: Profile) {
  const others = new Map(other.nodes.map((node) => [node.id, node]));
  return one.nodes.flatMap(({ id, phases }) =>
    profilePhases.flatMap((phase) => {
      const [a, b] = [phases[phase], others.get(id)?.phases[phase]];
      return a === undefined || b === undefined || a.ms + b.ms === 0 ? [] : [[a, b] as const];
    }),
  );
}

/** The share of medians that are further apart than both their spreads. */
function disagreeing(one: Profile, other: Profile): number {
  const pairs = timedTwice(one, other);
  const apart = pairs.filter(([a, b]) => Math.abs(a.ms - b.ms) > a.spread * a.ms + b.spread * b.ms);
  return apart.length / Math.max(1, pairs.length);
}

/** What is left when the parts of a step that have a name are taken away: layers, and the loss. */
function unnamed({ step }: Profile): number {
  return 1 - step.explained - (step.parts.loss?.ms ?? 0) / step.ms;
}

/** The time of a command that is not spent in steps of the model: warm ones, pairs, those that are noted, and the counted one. */
function withoutSteps({ profile: { step }, ms }: Taken): number {
  const pairs = step.repeats + (step.leftOut ?? 0);
  const steps = (step.warmUps + pairs + mostLogged + 1) * step.ms + pairs * step.plain.ms;
  return ms - steps;
}

function costRows(name: string, [first, second, ...more]: Rounds): Row[] {
  const { step, memory } = first.profile;
  const overheads = [first, second, ...more].map(({ profile }) => profile.step.overhead);
  const { predictedPeakBytes = Number.NaN, peakBytes } = memory;
  const offBytes = off(peakBytes, predictedPeakBytes);
  return [
    row(`profile ${name}: hooked step / plain step`, median(overheads), 'ratio', 1.02),
    row(`profile ${name}: share that layers do not explain`, 1 - step.explained, 'ratio', 0.02),
    row(`profile ${name}: share without a name`, unnamed(first.profile), 'ratio', 0.02),
    row(`profile ${name}: kernels of nobody`, step.unownedKernels, 'count', 0),
    row(
      `profile ${name}: command to profile, without its steps`,
      withoutSteps(second),
      'ms',
      3_000,
    ),
    row(`profile ${name}: the same, roofs not known yet`, withoutSteps(first), 'ms', 3_000),
    row(`profile ${name}: peak, off the prediction`, offBytes, 'ratio', 0.02),
  ];
}

function agreementRows(name: string, [first, second]: Rounds): Row[] {
  const [one, other] = [first.profile, second.profile];
  const spreads = timedTwice(one, other).flatMap(([a, b]) => [a.spread, b.spread]);
  const stated = median(spreads);
  return [
    row(
      `profile ${name}: layers that two profiles disagree on`,
      disagreeing(one, other),
      'ratio',
      0.05,
    ),
    row(`profile ${name}: spread that is stated of a layer, median`, stated, 'ratio'),
    row(`profile ${name}: drift in it`, one.step.drift ?? 0, 'ratio'),
  ];
}

/** Profiles of one case, the first without known roofs. */
type Rounds = readonly [Taken, Taken, ...Taken[]];

/** Processes of one step differ by some percent for as long as they live, so that fewer medians would say little. */
const laterRounds = 3;

/** In turns with processes of the plain step, which differ by themselves: by how much, a row says. */
async function caseRows(bench: Bench, one: Case): Promise<Row[]> {
  const built = { file: await bench.fileOf(one), entry: one.entry };
  await bench.forgetRoofs();
  const stopwatch = await bench.outside(built);
  const outside: number[] = [];
  const round = async (): Promise<Taken> => {
    const taken = await bench.take(built, { batch: one.batch });
    outside.push(await stopwatch.take({ ...taken.profile.settings, mode: 'train' }));
    return taken;
  };
  const rounds: [Taken, Taken, ...Taken[]] = [await round(), await round()];
  for (let later = 0; later < laterRounds; later++) rounds.push(await round());
  return [
    ...costRows(one.name, rounds),
    ...stepRows(one.name, rounds, outside),
    ...agreementRows(one.name, rounds),
  ];
}

/** The step beside the stopwatch: medians of both. */
function stepRows(name: string, rounds: Rounds, outside: readonly number[]): Row[] {
  const taken = rounds.map(({ profile }) => profile.step);
  const ms = median(taken.map((one) => one.ms));
  const others = median(taken.map(({ othersShare = 0 }) => othersShare));
  const outsideMs = median(outside);
  const peer = { name: 'the plain step in processes of its own, ms', value: outsideMs };
  const apart = (Math.max(...outside) - Math.min(...outside)) / outsideMs;
  return [
    row(`profile ${name}: step`, ms, 'ms', null, peer),
    row(`profile ${name}: step, off the stopwatch`, off(ms, outsideMs), 'ratio', 0.03),
    row(`profile ${name}: processes of the stopwatch, apart by`, apart, 'ratio'),
    row(`profile ${name}: processors that other programs used`, others, 'ratio'),
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

/** Measures of the profiler; they are right on an idle machine alone. */
export const profileMeasures = [
  { name: 'profile spin', rows: async (root: string) => spinRows(await benchIn(root)) },
  ...cases.map((one) => ({
    name: `profile ${one.name}`,
    rows: async (root: string) => caseRows(await benchIn(root), one),
  })),
  ...curveMeasures,
] as const;
