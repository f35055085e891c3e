/**
 * The quick fix of weights that tf.layers does not track, from end to end: the warning, the edit, the
 * counts after it, and plain tfjs, which has to train these weights and to keep them.
 */
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import * as tfjs from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { trackingEdits } from '../../src/bundle/trackingEdit';
import type { Failure } from '../../src/protocol/failure';
import { importTf, useWorkbench } from './support/inspect';
import { call, cases, classOf, dense } from './support/untracked';

const workbench = useWorkbench();

beforeAll(async () => {
  await tfjs.setBackend('cpu');
});

function fixOf(failures: readonly Failure[]): Failure | undefined {
  return failures.find(({ fix }) => fix?.kind === 'tracking');
}

function edited(text: string, name: string, place: Failure['source']): string {
  const found = place && trackingEdits(name, text, place);
  if (found === undefined) throw new Error('no edits');
  return found.edits.reduceRight(
    (after, edit) => after.slice(0, edit.start) + edit.text + after.slice(edit.end),
    text,
  );
}

interface Built {
  readonly build: () => tfjs.LayersModel;
  readonly classes: readonly Parameters<typeof tfjs.serialization.registerClass>[0][];
}

type Script = (require: () => unknown, module: object) => void;

/** Runs a file with the real library. */
function runPlain(text: string): Built {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} };
  const run = vm.runInThisContext(`(function(require,module){${code}\n})`) as Script;
  run(() => tfjs, module);
  return module.exports as Built;
}

async function saved(model: tfjs.LayersModel): Promise<tfjs.io.ModelArtifacts> {
  let artifacts: tfjs.io.ModelArtifacts = {};
  const handler = tfjs.io.withSaveHandler((given) => {
    artifacts = given;
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
    });
  });
  await model.save(handler);
  return artifacts;
}

function valuesOf(model: tfjs.LayersModel): string[] {
  return model.getWeights().map((weight) => weight.dataSync().join());
}

/** How many of the weights one step of training changes. */
async function trainedBy(model: tfjs.LayersModel): Promise<number> {
  model.compile({ optimizer: tfjs.train.sgd(0.1), loss: 'meanSquaredError' });
  const before = valuesOf(model);
  const [input, output] = [model.inputs[0]!, model.outputs[0]!];
  const sizes = (shape: readonly (number | null)[]) => [4, ...shape.slice(1).map((n) => n ?? 1)];
  const x = tfjs.randomUniform(sizes(input.shape), 0.5, 1, 'float32', 7);
  await model.fit(x, tfjs.ones(sizes(output.shape)), { epochs: 1 });
  return valuesOf(model).filter((values, i) => values !== before[i]).length;
}

describe('weights that tf.layers does not track', () => {
  test.each(cases)('are tracked after the fix: $name', async (given) => {
    const { parameters, weights, nonTrainable = 0 } = given;
    const text = classOf(given.members);
    const before = await workbench.inspect(text, 'build()');
    const failure = fixOf(before.failures);
    expect(before.graph!.parameters.untracked).toBe(2 * parameters);
    const fixed = edited(text, 'model.ts', failure?.source);
    const after = await workbench.inspect(fixed, 'build()');
    expect(after.failures).toEqual([]);
    expect(after.graph!.parameters).toEqual({
      trainable: before.graph!.parameters.trainable + 2 * (parameters - nonTrainable),
      nonTrainable: 2 * nonTrainable,
    });
    const plain = runPlain(fixed).build();
    expect(plain.countParams()).toBe(
      after.graph!.parameters.trainable + after.graph!.parameters.nonTrainable,
    );
    expect(plain.trainableWeights).toHaveLength(2 * weights);
    expect(await trainedBy(plain)).toBe(plain.trainableWeights.length);
  });

  test.each(cases)('are not trained without it: $name', (given) => {
    const { members, weights, parameters, listed = 0 } = given;
    const plain = runPlain(classOf(members)).build();
    expect(plain.trainableWeights.length).toBeLessThan(2 * weights);
    expect(plain.countParams()).toBeLessThan(2 * (parameters + listed));
  });

  test.each(cases)('are saved under names of their own, and loaded: $name', async ({ members }) => {
    const text = classOf(members);
    const failure = fixOf((await workbench.inspect(text, 'build()')).failures);
    const { build, classes } = runPlain(edited(text, 'model.ts', failure?.source));
    for (const made of classes) tfjs.serialization.registerClass(made);
    const model = build();
    await trainedBy(model);
    const artifacts = await saved(model);
    const names = artifacts.weightSpecs?.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(model.getWeights().length);
    const loaded = await tfjs.loadLayersModel(tfjs.io.fromMemory(artifacts));
    expect(valuesOf(loaded)).toEqual(valuesOf(model));
  });

  test('freeze with the layer, and thaw', async () => {
    const text = classOf(cases[3]!.members);
    const failure = fixOf((await workbench.inspect(text, 'build()')).failures);
    const model = runPlain(edited(text, 'model.ts', failure?.source)).build();
    const block = model.getLayer('one');
    const counts = (): number[] => [
      block.trainableWeights.length,
      block.nonTrainableWeights.length,
    ];
    expect(counts()).toEqual([4, 2]);
    block.trainable = false;
    expect(counts()).toEqual([0, 6]);
    block.trainable = true;
    expect(counts()).toEqual([4, 2]);
  });

  test('are tracked in JavaScript, and in a layer inside of a layer', async () => {
    const text = `${importTf}class Inner extends tf.layers.Layer {
  static className = 'Inner';
  build(shape) {
    this.w = this.addWeight('w', [shape.at(-1)], 'float32', tf.initializers.ones());
  }
  call(inputs) {
    return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, this.w.read());
  }
}
class Outer extends tf.layers.Layer {
  static className = 'Outer';
  constructor(config) {
    super(config);
    this.inner = new Inner();
  }
  call(inputs) {
    return this.inner.apply(Array.isArray(inputs) ? inputs[0] : inputs);
  }
}
export const classes = [Inner, Outer];
export const build = () => tf.sequential({ layers: [new Outer({ inputShape: [6] })] });
`;
    const options = { name: 'model.js' };
    const { graph, failures } = await workbench.inspect(text, 'build()', options);
    expect(graph!.parameters.untracked).toBe(6);
    const fixed = edited(text, 'model.js', fixOf(failures)?.source);
    const after = await workbench.inspect(fixed, 'build()', options);
    expect(after.graph!.parameters).toEqual({ trainable: 6, nonTrainable: 0 });
    expect(await trainedBy(runPlain(fixed).build())).toBe(1);
  });

  test.each([
    [
      'a namespace that is not there',
      "import { layers, variable, ones, input as inputOf, model as modelOf, initializers, type Tensor } from '@tensorflow/tfjs-node';",
    ],
    [
      'a name that the file has for another thing',
      "import { layers, variable, ones, input as inputOf, model as modelOf, initializers, type Tensor } from '@tensorflow/tfjs';\nconst tf = 1; void tf;",
    ],
  ])('are tracked in a file of named imports: %s', async (_, imports) => {
    const text = `${imports}
const { Layer } = layers;
class Block extends Layer {
  static className = 'Block';
  private readonly dense = layers.dense({ units: 6 });
  override call(inputs: Tensor | Tensor[]): Tensor {
    return this.dense.apply(Array.isArray(inputs) ? inputs[0]! : inputs) as Tensor;
  }
}
export const classes = [Block];
export function build() {
  const input = inputOf({ shape: [6] });
  return modelOf({ inputs: input, outputs: new Block({}).apply(input) as never });
}
void variable; void ones; void initializers;
`;
    const { graph, failures } = await workbench.inspect(text, 'build()');
    expect(graph!.parameters.untracked).toBe(42);
    const fixed = edited(text, 'model.ts', fixOf(failures)?.source);
    const after = await workbench.inspect(fixed, 'build()');
    expect(after.failures).toEqual([]);
    expect(after.graph!.parameters).toEqual({ trainable: 42, nonTrainable: 0 });
    expect(await trainedBy(runPlain(fixed).build())).toBe(2);
  });

  test.each([
    ['a layer that every call makes', call(`${dense()}.apply(x) as tf.Tensor`)],
    [
      'a variable that a call makes',
      `  private w: tf.Variable | undefined;\n${call('x.mul((this.w ??= tf.variable(tf.ones([6]))))')}`,
    ],
    [
      'layers in a map',
      `  private all = new Map([['a', ${dense()}]]);\n${call("this.all.get('a')!.apply(x) as tf.Tensor")}`,
    ],
    [
      'a build that may end early',
      `  private dense = ${dense()};
  override build(shape: tf.Shape): void {
    if (this.built) return;
    super.build(shape);
  }
${call('this.dense.apply(x) as tf.Tensor')}`,
    ],
  ])('stay as they are where no edit is sure to help: %s', async (_, members) => {
    const text = classOf(members);
    const { failures } = await workbench.inspect(text, 'build()');
    const { source } = failures.find(({ code }) => code === 'untracked-weights')!;
    expect(source && trackingEdits('model.ts', text, source)).toBeUndefined();
  });
});
