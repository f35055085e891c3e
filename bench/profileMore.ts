/** What the profiler is measured at beside whole profiles: the curve of batches, and the forward pass against a peer. */
import { fitBatchModel, predictMs } from '../src/model/profile/batchModel';
import type { Built } from './outside';
import { torchForwardMs } from './peers';
import { benchIn, off, type Bench } from './profileBench';
import { median, ratioRow, row, type Row } from './row';

const mlp = `import * as tf from '@tensorflow/tfjs';
export function mlp() {
  return tf.sequential({ layers: [
    tf.layers.dense({ units: 1024, activation: 'relu', inputShape: [784] }),
    tf.layers.dense({ units: 1024, activation: 'relu' }),
    tf.layers.dense({ units: 10, activation: 'softmax' })] });
}
`;

interface Curve {
  readonly name: string;
  readonly built: (bench: Bench) => Promise<Built>;
}

const curves: readonly Curve[] = [
  {
    name: 'resnet20',
    built: async (bench) => ({
      file: await bench.fileOf({ file: 'resnet-cifar.ts' }),
      entry: 'resnet20()',
    }),
  },
  {
    name: 'MLP',
    built: async (bench) => ({ file: await bench.write('profile-mlp.ts', mlp), entry: 'mlp()' }),
  },
];

/** Every other batch is held back from the fit, and told by it. */
async function curveRows(bench: Bench, curve: Curve): Promise<Row[]> {
  const built = await curve.built(bench);
  const points = await bench.curve(built, [1, 2, 4, 8, 16, 32, 64], 2_500);
  const model = fitBatchModel(points.filter((_, i) => i % 2 === 0));
  const heldBack = points.filter((_, i) => i % 2 === 1);
  return heldBack.map(({ batch, ms }) => {
    const predicted = model === undefined ? Number.NaN : predictMs(model, batch);
    return row(
      `profile curve ${curve.name}: batch ${batch}, off by`,
      off(predicted, ms),
      'ratio',
      0.1,
      {
        name: 'the step, ms',
        value: ms,
      },
    );
  });
}

/** ResNet-50 forward, with the kernels that a user's own run has and with TensorFlow's fused ones. */
async function forwardRows(root: string): Promise<Row[]> {
  const bench = await benchIn(root);
  const built = { file: await bench.fileOf({ file: 'resnet50.ts' }), entry: 'resnet50()' };
  const stopwatch = await bench.outside(built);
  const step = { loss: '', inputShapes: [[1, 224, 224, 3]], mode: 'infer' } as const;
  const taken = { plain: [] as number[], fused: [] as number[], torch: [] as number[] };
  for (let round = 0; round < 3; round++) {
    taken.torch.push(await torchForwardMs(root, 'resnet50'));
    taken.plain.push(await stopwatch.take(step));
    taken.fused.push(await stopwatch.take({ ...step, fused: true }));
  }
  const peer = { name: 'PyTorch eager, ms', value: median(taken.torch) };
  return [
    ratioRow('profile forward resnet50: plain kernels', median(taken.plain), 1, peer),
    ratioRow('profile forward resnet50: fused kernels', median(taken.fused), 1, peer),
  ];
}

export const curveMeasures = curves.map((one) => ({
  name: `profile curve ${one.name}`,
  rows: async (root: string) => curveRows(await benchIn(root), one),
}));

/** With `--peers torch` alone. */
export const forwardMeasure = { name: 'profile forward', rows: forwardRows } as const;
