/**
 * Runs the cases on one backend and prints what came of them; started as a process of its own, as the compute
 * worker is. Arguments: the backend, its resources as JSON, and `fused` for its fused kernels.
 */
import type { BackendName } from '../../../../src/protocol/profile';
import type { BackendResources } from '../../../../src/worker/backends/backend';
import { openBackend } from '../../../../src/worker/backends/open';
import { core, union } from '../../../../src/worker/tfjs/library';
import { layerCases, type LayerCase } from './layers';
import type { Operation, Tf } from './operation';
import { operations } from './operations';

export interface CaseValues {
  /** What was thrown instead. */
  readonly error?: string;
  readonly values: readonly number[][];
}

export interface Printed {
  readonly facts?: unknown;
  readonly failure?: unknown;
  /** Forward and gradient of each case, by `operation/name/forward`. */
  readonly results: Readonly<Record<string, CaseValues>>;
  /** Of linear operations ⟨f(x), dy⟩ and ⟨x, fᵀ(dy)⟩. */
  readonly adjoints: Readonly<Record<string, readonly [number, number]>>;
}

const tf = union as unknown as Tf;

/** Park and Miller 1988, "Random number generators: good ones are hard to find": from −0.5 to 0.5. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
}

function randomTensor(shape: readonly number[], next: () => number): core.Tensor {
  const values = Float32Array.from({ length: core.util.sizeFromShape([...shape]) }, next);
  return core.tensor(values, [...shape]);
}

/** Weights of the outputs in the sum whose gradient is taken, so that each counts differently. */
function weighted(output: core.Tensor): core.Scalar {
  const weights = core.range(0, output.size).mul(0.01).add(1).reshape(output.shape);
  return output.mul(weights).sum();
}

async function read(tensors: readonly core.Tensor[]): Promise<number[][]> {
  const arrays = await Promise.all(tensors.map(async (tensor) => [...(await tensor.data())]));
  core.dispose([...tensors]);
  return arrays;
}

async function attempt(run: () => core.Tensor[]): Promise<CaseValues> {
  try {
    return { values: await read(core.tidy(run)) };
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { error: message.slice(0, 400), values: [] };
  }
}

async function runOperation({ inputs, run }: Operation): Promise<Record<string, CaseValues>> {
  const make = () => {
    const next = generator(11);
    return inputs.map((shape) => randomTensor(shape, next));
  };
  const forward = await attempt(() => [run(tf, ...make())]);
  const gradient = await attempt(() =>
    core.grads((...given) => weighted(run(tf, ...given)))(make()),
  );
  return { forward, gradient };
}

/** Of a linear f both products are one number (Baydin et al. 2018, section 3.2: reverse mode is the transposed map). */
async function adjointOf({ inputs, run }: Operation): Promise<readonly [number, number]> {
  const next = generator(13);
  const [shape = []] = inputs;
  const products = core.tidy(() => {
    const x = randomTensor(shape, next);
    const y = run(tf, x);
    const dy = randomTensor(y.shape, next);
    const dx = core.grad((given) => run(tf, given))(x, dy);
    return [y.mul(dy).sum(), x.mul(dx).sum()];
  });
  const [[forward = Number.NaN] = [], [backward = Number.NaN] = []] = await read(products);
  return [forward, backward];
}

function inputOf({ input, below }: LayerCase, next: () => number): core.Tensor {
  const random = randomTensor(input, next);
  if (below === undefined) return random;
  return random.add(0.5).mul(below).floor();
}

async function runLayer(layerCase: LayerCase): Promise<Record<string, CaseValues>> {
  const next = generator(17);
  try {
    const symbolic = tf.input({ batchShape: [...layerCase.input] });
    const output = layerCase.make(tf).apply(symbolic);
    const model = tf.model({ inputs: symbolic, outputs: output as never });
    model.setWeights(model.getWeights().map(({ shape }) => randomTensor(shape, next).add(0.6)));
    const x = core.variable(inputOf(layerCase, next));
    const apply = () => model.apply(x, { training: true }) as core.Tensor;
    const forward = await attempt(() => [apply()]);
    const trainable = model.trainableWeights.map((weight) => weight.read() as core.Variable);
    const wanted = layerCase.below === undefined ? [x, ...trainable] : trainable;
    const gradient = await attempt(() => {
      const { grads } = core.variableGrads(() => weighted(apply()), wanted);
      return wanted.map(({ name }) => grads[name]!);
    });
    model.dispose();
    x.dispose();
    return { forward, gradient };
  } catch (error) {
    return {
      forward: { error: String(error), values: [] },
      gradient: { error: String(error), values: [] },
    };
  }
}

async function runAll(): Promise<Record<string, CaseValues>> {
  const results: Record<string, CaseValues> = {};
  const keep = (kind: string, name: string, outcome: Record<string, CaseValues>) => {
    for (const [mode, values] of Object.entries(outcome))
      results[`${kind}/${name}/${mode}`] = values;
  };
  for (const [name, operation] of Object.entries(operations)) {
    keep('operation', name, await runOperation(operation));
  }
  for (const [name, layer] of Object.entries(layerCases))
    keep('layer', name, await runLayer(layer));
  return results;
}

async function main(): Promise<Printed> {
  const [name, resources, fused] = process.argv.slice(2) as [BackendName, string, string?];
  const opened = await openBackend(name, JSON.parse(resources) as BackendResources);
  if (!opened.ok) return { failure: opened.failure, results: {}, adjoints: {} };
  if (fused === 'fused') opened.value.fuse?.();
  const results = await runAll();
  const adjoints: Record<string, readonly [number, number]> = {};
  for (const [operation, { linear, ...rest }] of Object.entries(operations)) {
    if (linear === true) adjoints[operation] = await adjointOf(rest);
  }
  await opened.value.settle();
  return { facts: opened.value.facts, results, adjoints };
}

void main().then((printed) => {
  process.stdout.write(JSON.stringify(printed), () => process.exit(0));
});
