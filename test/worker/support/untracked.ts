/** Layers of a user's own that tf.layers does not know all weights of. */
import { importTf } from './inspect';

const first = 'const x = Array.isArray(inputs) ? inputs[0]! : inputs;';
export const dense = (options = '') =>
  `tf.layers.dense({ units: 6, kernelInitializer: 'ones', ${options} })`;

export const classOf = (members: string): string => `${importTf}
class Block extends tf.layers.Layer {
  static className = 'Block';
${members}
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}
export const classes = [Block];
export function build(): tf.LayersModel {
  const input = tf.input({ shape: [6] });
  const y = new Block({ name: 'one' }).apply(new Block({ name: 'two' }).apply(input));
  return tf.model({ inputs: input, outputs: y as tf.SymbolicTensor });
}
`;

export const call = (value: string, parameters = 'inputs: tf.Tensor | tf.Tensor[]'): string => `
  override call(${parameters}): tf.Tensor {
    ${first}
    return ${value};
  }
`;

interface Case {
  readonly name: string;
  readonly members: string;
  /** Of one block: parameters, and weights that training changes. */
  readonly parameters: number;
  readonly weights: number;
  readonly nonTrainable?: number;
  /** Beside `parameters`, what the class lists by itself. */
  readonly listed?: number;
}

export const cases: readonly Case[] = [
  {
    name: 'a property that nothing builds before the first call',
    members: `  private dense = ${dense()};
${call('x.add(this.dense.apply(x) as tf.Tensor)')}`,
    parameters: 42,
    weights: 2,
  },
  {
    name: 'layers that build makes and builds',
    members: `  private a!: tf.layers.Layer;
  #b!: tf.layers.Layer;
  override build(shape: tf.Shape): void {
    this.a = ${dense()};
    this.#b = ${dense()};
    this.a.build(shape);
    this.#b.build(shape);
    super.build(shape);
  }
${call('this.#b.apply(this.a.apply(x)) as tf.Tensor', 'inputs: tf.Tensor | tf.Tensor[], kwargs: object')}`,
    parameters: 84,
    weights: 4,
  },
  {
    name: 'lists of layers, beside a weight of its own',
    members: `  private readonly blocks: tf.layers.Layer[] = [];
  private readonly more = [1, 2].map(() => ${dense('useBias: false')});
  private own!: tf.LayerVariable;
  constructor(config: object) {
    super(config);
    for (let i = 0; i < 2; i++) this.blocks.push(${dense()});
  }
  override build(shapes: tf.Shape): void { if (shapes.length > 0) this.own = this.addWeight('own', [6], 'float32', tf.initializers.ones()); }
${call('[...this.blocks, ...this.more].reduce((y, one) => one.apply(y) as tf.Tensor, x).mul(this.own.read())')}`,
    parameters: 2 * 42 + 2 * 36,
    weights: 1 + 4 + 2,
  },
  {
    name: 'batch normalization, whose averages are not trained',
    members: `  private readonly norm = tf.layers.batchNormalization({});
  private readonly net = tf.sequential({ layers: [tf.layers.dense({ units: 6, inputShape: [6] })] });

${call('this.net.apply(this.norm.apply(x)) as tf.Tensor')}`,
    parameters: 12 + 12 + 42,
    weights: 2 + 2,
    nonTrainable: 12,
  },
  {
    name: 'a class that lists the weights of one of its layers',
    members: `  private a = ${dense()};
  private b = ${dense()};
  override get trainableWeights(): tf.LayerVariable[] {
    return [...super.trainableWeights, ...this.a.trainableWeights];
  }
${call('this.b.apply(this.a.apply(x)) as tf.Tensor')}`,
    parameters: 42,
    listed: 42,
    weights: 4,
  },
  {
    name: 'variables, one of which is not to be trained',
    members: `  private readonly scale = tf.variable(tf.ones([6]));
  #shift = tf.variable(tf.zeros([6]));
  private readonly fixed = tf.variable(tf.fill([6], 2), false);
${call('x.mul(this.scale).add(this.#shift).mul(this.fixed)')}`,
    parameters: 18,
    weights: 2,
    nonTrainable: 6,
  },
  {
    name: 'variables that build makes, in a list and alone, beside a weight',
    members: `  private own!: tf.LayerVariable;
  private gain!: tf.Variable;
  private rows: tf.Variable[] = [];
  override build(shape: tf.Shape): void {
    this.own = this.addWeight('own', [6], 'float32', tf.initializers.ones());
    this.gain = tf.variable(tf.ones([shape.at(-1)!]));
    this.rows = [1, 2].map(() => tf.variable(tf.ones([6, 6])));
    super.build(shape);
  }
${call('this.rows.reduce((y: tf.Tensor, w) => tf.matMul(y, w as tf.Tensor2D), x).mul(this.own.read()).mul(this.gain)')}`,
    parameters: 6 + 72,
    weights: 1 + 1 + 2,
  },
];
