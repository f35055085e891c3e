/** Samples of each family on real backends: what is counted in a step, against what was known before it. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/protocol/profile';
import { importTf, root } from '../support/inspect';
import {
  expectConsistent,
  longMs,
  sum,
  useProfiles,
  whole,
  type Whole,
  type Wish,
} from './support/profiling';

const bench = useProfiles();

async function sample(file: string, entry: string, wish: Wish = {}): Promise<Whole> {
  const full = path.join(root, 'media/models', file);
  return whole(await bench.run(full, { backend: 'tensorflow', batch: 1, entry, ...wish }));
}

function forwardMacs({ events }: Profile): number {
  return sum(events.filter(({ phase }) => phase === 'forward').map(({ macs }) => macs));
}

/** How far the measured peak is from the predicted one, as a part of it. */
function peakOff({ memory }: Profile): number {
  return Math.abs(memory.peakBytes / memory.predictedPeakBytes! - 1);
}

/** Of every family one that a step of runs in seconds; `optimizer` goes round. */
const families = [
  ['resnet-cifar.ts', 'resnet20()', 'sgd'],
  ['resnet-cifar-a.ts', 'resnet20a()', 'momentum'],
  ['plain-cifar.ts', 'plain20()', 'adam'],
  ['highway.ts', 'highwayDense()', 'momentum'],
  ['lstm.ts', 'lstmLanguageModel(500, 40, 6)', 'sgd'],
  ['bert.ts', 'bertBase(16, 1, 48, 4)', 'adam'],
  ['evoformer.ts', 'evoformerBlock(8, 8)', 'adam'],
  ['alphastar-torso.ts', 'alphaStarTorso()', 'sgd'],
  ['mobilenet-v2.ts', 'mobilenetV2()', 'momentum'],
] as const;

describe.each(families)('%s', (file, entry, optimizer) => {
  test(
    'is charged in full, and holds what was predicted',
    async () => {
      const made = await sample(file, entry, { optimizer });
      expectConsistent(made);
      expect(forwardMacs(made.profile)).toBeGreaterThanOrEqual(made.graph.macs.forward);
      expect(peakOff(made.profile)).toBeLessThan(0.02);
    },
    longMs,
  );
});

test(
  'outputs of different ranks, several a batch',
  async () => {
    const made = await sample('bert.ts', 'bertBase(8, 1, 16, 2)', { batch: 3 });
    expectConsistent(made);
    expect(made.profile.settings.loss).toBe('meanSquaredError, meanSquaredError');
    expect(peakOff(made.profile)).toBeLessThan(0.02);
  },
  longMs,
);

test(
  'stochastic depth: steps that differ are charged in full all the same',
  async () => {
    const made = await sample('stochastic-depth.ts', 'stochasticDepth110()');
    expectConsistent(made);
  },
  longMs,
);

const dense = `${importTf}
function unit(x: tf.SymbolicTensor): tf.SymbolicTensor {
  const a = tf.layers.activation({ activation: 'relu' }).apply(tf.layers.batchNormalization().apply(x));
  const y = tf.layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', useBias: false }).apply(a);
  return tf.layers.concatenate().apply([x, y as tf.SymbolicTensor]) as tf.SymbolicTensor;
}
export function net(): tf.LayersModel {
  const x = tf.input({ shape: [12, 12, 3] });
  let y = tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same' }).apply(x) as tf.SymbolicTensor;
  for (let i = 0; i < 3; i++) y = unit(y);
  y = tf.layers.averagePooling2d({ poolSize: 2 }).apply(y) as tf.SymbolicTensor;
  y = tf.layers.globalAveragePooling2d({}).apply(unit(y)) as tf.SymbolicTensor;
  return tf.model({ inputs: x, outputs: tf.layers.dense({ units: 5, activation: 'softmax' }).apply(y) as tf.SymbolicTensor });
}`;

const custom = `${importTf}
class Mix extends tf.layers.Layer {
  kernel!: tf.LayerVariable;
  build() { this.kernel = this.addWeight('kernel', [3, 3, 4, 4], 'float32', tf.initializers.zeros()); }
  computeOutputShape(shape: tf.Shape) { return shape; }
  call(inputs: tf.Tensor | tf.Tensor[]) { return tf.tidy(() => {
    const x = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor4D;
    return tf.relu(tf.conv2d(x, this.kernel.read() as tf.Tensor4D, 1, 'same')).add(x); }); }
  static className = 'Mix';
}
export function net() { return tf.sequential({ layers: [
  tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [9, 9, 2] }), new Mix({}), new Mix({}), tf.layers.flatten() ] }); }`;

describe.each([
  ['a densely connected network', dense],
  ['layers of the user’s own', custom],
])('%s', (_, text) => {
  const cases = (['cpu', 'tensorflow'] as const).flatMap((backend) =>
    [1, 4].flatMap((batch) =>
      (['train', 'infer'] as const).map((mode) => ({ backend, batch, mode })),
    ),
  );

  test.each(cases)(
    '$backend, $batch a batch, $mode: the MACs of the graph',
    async (wish) => {
      const made = whole(await bench.text(text, { entry: 'net()', ...wish }));
      expectConsistent(made);
      expect(forwardMacs(made.profile)).toBe(wish.batch * made.graph.macs.forward);
      expect(made.profile.settings.inputShapes[0]![0]).toBe(wish.batch);
      const phases = new Set(made.profile.events.map(({ phase }) => phase));
      expect([...phases]).toEqual(
        wish.mode === 'infer' ? ['forward'] : ['forward', 'backward', 'optimizer'],
      );
      if (wish.mode === 'train') expect(peakOff(made.profile)).toBeLessThan(0.02);
    },
    longMs,
  );

  test('a seed gives the same step again', async () => {
    const step = async () => {
      const { profile } = whole(await bench.text(text, { entry: 'net()' }));
      const events = profile.events.map(({ startMs: _start, ms: _ms, ...event }) => event);
      return { events, memory: profile.memory };
    };
    expect(await step()).toEqual(await step());
  });
});

test(
  'ResNet-20: each kernel’s MACs are those of its layer',
  async () => {
    const batch = 2;
    const { profile, graph } = await sample('resnet-cifar.ts', 'resnet20()', { batch });
    expect(forwardMacs(profile)).toBe(batch * graph.macs.forward);
    for (const { id, macs } of graph.nodes) {
      const node = profile.nodes.find((one) => one.id === id)!;
      expect(node.phases.forward?.macs ?? 0).toBe(batch * macs.forward);
    }
  },
  longMs,
);
