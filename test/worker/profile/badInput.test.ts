/** Steps that fail, are given up or are killed: each has a code, and the next profile works. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProfileProgress } from '../../../src/protocol/compute';
import type { ProfileSettings } from '../../../src/protocol/profile';
import { importTf, root, textAt } from '../support/inspect';
import { expectConsistent, failureWith, longMs, useProfiles, whole } from './support/profiling';

const bench = useProfiles();

const good = `${importTf}
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });`;

/** A layer behind weights that need its gradient; `late()` is true in calls that only real steps come to. */
function withLayer(body: string): string {
  return `${importTf}
let calls = 0;
const late = () => ++calls > 150;
class Odd extends tf.layers.Layer {
  computeOutputShape(shape: tf.Shape) { return shape; }
  call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    ${body}
    return x.mul(2);
  }
  static className = 'Odd';
}
export const model = tf.sequential({ layers: [
  tf.layers.dense({ units: 4, inputShape: [4] }), new Odd({ name: 'odd' })] });`;
}

async function expectGood(): Promise<void> {
  expectConsistent(whole(await bench.text(good, { name: 'good.ts' })));
}

/** Enough steps that each layer is called often. */
const many = { spread: 0, limitMs: 2_500 } as const;

const script = path.join(root, 'dist/compute-worker.js');

describe('a step that fails', () => {
  test(
    'of a layer that hangs ends with the time',
    async () => {
      const profiler = bench.profiler({
        overheadMs: 500,
        workerOptions: () => ({ script, nodePath: '', timeLimitMs: 4_000, memoryLimitMB: 1_024 }),
      });
      const text = withLayer('if (late()) for (;;);');
      const result = await bench.text(text, { profiler, ...many });
      expect(failureWith(result, 'time-limit').message).toMatch(/layer that does not end/);
      await expectGood();
    },
    longMs,
  );

  test(
    'is not held to the time and the memory that building it has',
    async () => {
      const profiler = bench.profiler({
        workerOptions: () => ({ script, nodePath: '', timeLimitMs: 3_000, memoryLimitMB: 1_024 }),
      });
      const wish = { profiler, spread: 0, limitMs: 4_000 } as const;
      const text = withLayer('for (let i = 0; i < 100; i++) x.shape.map((size) => size);');
      expectConsistent(whole(await bench.text(text, wish)));
    },
    longMs,
  );

  test('of a layer that throws says where', async () => {
    const text = withLayer(`if (late()) throw new Error('only with values');`);
    const failure = failureWith(await bench.text(text, many), 'model-threw');
    expect(failure.message).toContain('only with values');
    expect(textAt(text, failure.source, 9)).toBe('new Error');
    await expectGood();
  });

  test('whose loss is no number', async () => {
    const text = withLayer('return x.sub(1e9).log();');
    expect(failureWith(await bench.text(text), 'not-a-number').message).toMatch(/NaN/);
  });

  test('whose loss has no gradient', async () => {
    const text = withLayer('return tf.cumprod(x, 1);');
    expect(failureWith(await bench.text(text), 'no-gradient').message).toMatch(/inference/);
    whole(await bench.text(text, { mode: 'infer' }));
  });

  test('with nothing to train', async () => {
    const code = 'nothing-to-train';
    const ofTensors =
      "import * as tf from '@tensorflow/tfjs';\nexport const net = () => tf.relu(tf.ones([2, 3]));\n";
    expect(failureWith(await bench.text(ofTensors, { entry: 'net()' }), code).message).toMatch(
      /inference/,
    );
    whole(await bench.text(ofTensors, { entry: 'net()', mode: 'infer' }));
    const frozen = withLayer('return x;').replace(/inputShape/g, 'trainable: false, inputShape');
    failureWith(await bench.text(frozen), code);
  });

  test(
    'for want of memory',
    async () => {
      const profiler = bench.profiler({
        workerOptions: () => ({ script, nodePath: '', timeLimitMs: 60_000, memoryLimitMB: 200 }),
      });
      const text = withLayer(
        'if (late()) { const all: number[][] = []; for (;;) all.push(new Array(1e5).fill(0.5)); }',
      );
      failureWith(await bench.text(text, { profiler, ...many }), 'out-of-memory');
      await expectGood();
    },
    longMs,
  );

  test('on a backend that lacks a kernel', async () => {
    const text = `${importTf}
export function net(x: tf.Tensor) {
  return tf.image.transform(x as tf.Tensor4D, tf.ones([1, 8]) as tf.Tensor2D).mean();
}`;
    const wish = {
      entry: 'net(tf.ones([1, 4, 4, 1]))',
      mode: 'infer',
      backend: 'tensorflow',
    } as const;
    expect(failureWith(await bench.text(text, wish), 'kernel-missing').message).toContain(
      'tensorflow',
    );
  });

  test('and one that was never there', async () => {
    const result = await bench.run(path.join(bench.workbench.folder, 'nowhere.ts'));
    expect(result.profile).toBeUndefined();
    expect(result.failures).toHaveLength(1);
  });
});

const stages: readonly ProfileProgress['stage'][] = [
  'build',
  'backend',
  'roofs',
  'warmUp',
  'measure',
  'count',
];

describe('cancelling', () => {
  test.each(stages)(
    'at the stage %s',
    async (stage) => {
      let cancel = (): void => undefined;
      const cancelled = new Promise<void>((resolve) => (cancel = resolve));
      const seen: string[] = [];
      const onProgress = (progress: ProfileProgress): void => {
        seen.push(progress.stage);
        if (progress.stage === stage) cancel();
      };
      // Its roofs are not known to a new profiler.
      const profiler = bench.profiler();
      const long: Partial<ProfileSettings> = { spread: 0, limitMs: 2_000 };
      const result = await bench.text(good, {
        profiler,
        watch: { cancelled, onProgress },
        ...long,
      });
      expect(seen).toContain(stage);
      // What was counted may be answered before the cancelling arrives.
      if (stage === 'count' && result.profile !== undefined) return;
      failureWith(result, 'cancelled');
      expectConsistent(whole(await bench.text(good, { profiler })));
    },
    longMs,
  );

  test('before it begins', async () => {
    const cancelled = Promise.resolve();
    failureWith(await bench.text(good, { watch: { cancelled } }), 'cancelled');
    await expectGood();
  });

  test('one that waits for another does not wait on', async () => {
    const profiler = bench.profiler();
    let firstIsDone = false;
    const first = bench
      .text(good, { profiler, name: 'first.ts', spread: 0, limitMs: 1_500 })
      .then((result) => {
        firstIsDone = true;
        return result;
      });
    const cancelled = Promise.resolve();
    failureWith(await bench.text(good, { profiler, watch: { cancelled } }), 'cancelled');
    expect(firstIsDone).toBe(false);
    whole(await first);
  });
});

test(
  'two at once run one after the other',
  async () => {
    const profiler = bench.profiler();
    const told: string[] = [];
    const run = (name: string) =>
      bench.text(good, {
        profiler,
        name: `${name}.ts`,
        watch: { onProgress: () => void told.push(name) },
      });
    const both = await Promise.all([run('one'), run('two')]);
    both.forEach((result) => expectConsistent(whole(result)));
    expect(told.lastIndexOf('one')).toBeLessThan(told.indexOf('two'));
  },
  longMs,
);
