/**
 * AlphaFold 2's Evoformer block: an alignment of sequences and a table of residue pairs, which inform
 * each other through nine shortcuts.
 *
 * John Jumper, Richard Evans, Alexander Pritzel, et al.
 * Highly accurate protein structure prediction with AlphaFold. Nature 596 (2021).
 * https://doi.org/10.1038/s41586-021-03819-2
 * Supplementary information, Algorithm 6 (the order), 7 to 15 (its parts); AlphaFold stacks 48.
 *
 * Shapes are [sequences, residues, 256] and [residues, residues, 128]. The paper drops whole rows or
 * columns of a branch in training, which is left out here.
 *
 * Parameters are trainable + non-trainable; layer norm stands in for batch norm.
 * GMACs are 10⁹ multiply-adds for 64 sequences of 64 residues: of dense layers and of the matrix
 * products of attention, triangles and outer products.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** 1,829,952 + 0 parameters, 8.196 GMACs, 9 shortcuts of which 6 are around attention and feed-forward. */
export function evoformerBlock(sequences = 64, residues = 64): tf.LayersModel {
  const alignment = tf.input({ name: 'alignment', shape: [sequences, residues, 256] });
  const pairs = tf.input({ name: 'pairs', shape: [residues, residues, 128] });
  const msa = alignmentStack(alignment, pairs);
  const outer = new OuterProductMean({ hidden: 32, channels: 128 }).apply(layerNorm(msa));
  const outputs = [msa, pairStack(residual(pairs, outer as Tensor))];
  return tf.model({ name: 'evoformerBlock', inputs: [alignment, pairs], outputs });
}

/** Attention along each sequence and along each column, then a feed-forward network. */
function alignmentStack(msa: Tensor, pairs: Tensor): Tensor {
  const rows = new GatedAttention({ heads: 8, headSize: 32, axis: 'row' });
  let x = residual(msa, rows.apply([layerNorm(msa), layerNorm(pairs)]) as Tensor);
  const columns = new GatedAttention({ heads: 8, headSize: 32, axis: 'column' });
  x = residual(x, columns.apply(layerNorm(x)) as Tensor);
  return residual(x, transition(x));
}

/** Two updates and two attentions over triangles of residues, then a feed-forward network. */
function pairStack(pairs: Tensor): Tensor {
  let x = pairs;
  for (const edges of ['outgoing', 'incoming'] as const) {
    const triangles = new TriangleMultiplication({ edges });
    x = residual(x, triangles.apply(layerNorm(x)) as Tensor);
  }
  for (const axis of ['row', 'column'] as const) {
    const normalized = layerNorm(x);
    const triangles = new GatedAttention({ heads: 4, headSize: 32, axis });
    x = residual(x, triangles.apply([normalized, normalized]) as Tensor);
  }
  return residual(x, transition(x));
}

/** Algorithms 9 and 15: a feed-forward network, four times as wide inside. */
function transition(x: Tensor): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  const hidden = tf.layers
    .dense({ units: 4 * channels, activation: 'relu', kernelInitializer: 'heNormal' })
    .apply(layerNorm(x));
  return tf.layers.dense({ units: channels }).apply(hidden) as Tensor;
}

function residual(shortcut: Tensor, branch: Tensor): Tensor {
  return tf.layers.add().apply([shortcut, branch]) as Tensor;
}

function layerNorm(x: Tensor): Tensor {
  return tf.layers.layerNormalization({ axis: -1, epsilon: 1e-5 }).apply(x) as Tensor;
}

/** Weights of a dense layer; those without a bias have none in the paper. */
interface Linear {
  readonly kernel: tf.LayerVariable;
  readonly bias?: tf.LayerVariable;
}

/** A layer that is made of dense layers. */
abstract class LinearLayers extends tf.layers.Layer {
  protected linear(name: string, inputs: number, outputs: number): Linear {
    const bias = this.addWeight(`${name}_bias`, [outputs], 'float32', tf.initializers.zeros());
    return { ...this.linearWithoutBias(name, inputs, outputs), bias };
  }

  protected linearWithoutBias(name: string, inputs: number, outputs: number): Linear {
    const initializer = tf.initializers.glorotUniform({});
    return { kernel: this.addWeight(`${name}_kernel`, [inputs, outputs], 'float32', initializer) };
  }
}

/** A dense layer on the last axis. */
function project(x: tf.Tensor, { kernel, bias }: Linear): tf.Tensor {
  const y = x.reshape([-1, x.shape.at(-1) ?? 1]).matMul(kernel.read());
  const shape = [...x.shape.slice(0, -1), -1];
  return (bias ? y.add(bias.read()) : y).reshape(shape);
}

interface GatedAttentionArgs extends LayerArgs {
  readonly heads: number;
  readonly headSize: number;
  /** Whether the entries of a row attend to each other, or those of a column. */
  readonly axis: 'row' | 'column';
}

/**
 * Attention within the rows or columns of a table, gated (Algorithms 7, 8, 13 and 14). A second
 * input, the pairs, biases the scores.
 */
class GatedAttention extends LinearLayers {
  static readonly className = 'GatedAttention';
  private readonly heads: number;
  private readonly headSize: number;
  private readonly axis: 'row' | 'column';
  private query!: Linear;
  private key!: Linear;
  private value!: Linear;
  private gate!: Linear;
  private joining!: Linear;
  private pairBias?: Linear;

  constructor(args: GatedAttentionArgs) {
    super(args);
    this.heads = args.heads;
    this.headSize = args.headSize;
    this.axis = args.axis;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [own, pairs] = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as tf.Shape[];
    const channels = own?.at(-1) ?? 0;
    const joined = this.heads * this.headSize;
    this.query = this.linearWithoutBias('query', channels, joined);
    this.key = this.linearWithoutBias('key', channels, joined);
    this.value = this.linearWithoutBias('value', channels, joined);
    this.gate = this.linear('gate', channels, joined);
    this.joining = this.linear('output', joined, channels);
    if (pairs) this.pairBias = this.linearWithoutBias('pair', pairs.at(-1) ?? 0, this.heads);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tf.Shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [table, pairs] = (Array.isArray(inputs) ? inputs : [inputs]) as [tf.Tensor, tf.Tensor?];
      const x = this.axis === 'row' ? table : table.transpose([0, 2, 1, 3]);
      const query = this.split(x, this.query).div(Math.sqrt(this.headSize));
      const scores = query.matMul(this.split(x, this.key), false, true);
      const context = this.biased(scores, pairs).softmax().matMul(this.split(x, this.value));
      const joined = context.transpose([0, 1, 3, 2, 4]).reshape([...x.shape.slice(0, 3), -1]);
      const y = project(joined.mul(project(x, this.gate).sigmoid()), this.joining);
      return this.axis === 'row' ? y : y.transpose([0, 2, 1, 3]);
    });
  }

  /** Triangles in columns read the pairs in columns too. */
  private biased(scores: tf.Tensor, pairs?: tf.Tensor): tf.Tensor {
    if (!pairs || !this.pairBias) return scores;
    const turned = this.axis === 'row' ? pairs : pairs.transpose([0, 2, 1, 3]);
    const bias = project(turned, this.pairBias).transpose([0, 3, 1, 2]);
    return scores.add(bias.expandDims(1));
  }

  /** [batch, rows, columns, channels] to [batch, rows, heads, columns, headSize]. */
  private split(x: tf.Tensor, weights: Linear): tf.Tensor {
    const perHead = [...x.shape.slice(0, 3), this.heads, this.headSize];
    return project(x, weights).reshape(perHead).transpose([0, 1, 3, 2, 4]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { heads, headSize, axis } = this;
    return { ...super.getConfig(), heads, headSize, axis };
  }
}
tf.serialization.registerClass(GatedAttention);

interface OuterProductMeanArgs extends LayerArgs {
  readonly hidden: number;
  readonly channels: number;
}

/** What two residues have to do with each other, from all sequences (Algorithm 10). */
class OuterProductMean extends LinearLayers {
  static readonly className = 'OuterProductMean';
  private readonly hidden: number;
  private readonly channels: number;
  private left!: Linear;
  private right!: Linear;
  private joining!: Linear;

  constructor(args: OuterProductMeanArgs) {
    super(args);
    this.hidden = args.hidden;
    this.channels = args.channels;
  }

  override build(inputShape: tf.Shape): void {
    const inputs = inputShape.at(-1) ?? 0;
    this.left = this.linear('left', inputs, this.hidden);
    this.right = this.linear('right', inputs, this.hidden);
    this.joining = this.linear('output', this.hidden ** 2, this.channels);
    super.build(inputShape);
  }

  override computeOutputShape([batch, , residues]: [number, number, number]): tf.Shape {
    return [batch, residues, residues, this.channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const msa = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const [batch, sequences, residues] = msa.shape;
      const { hidden } = this;
      const left = project(msa, this.left).reshape([batch, sequences, residues * hidden]);
      const right = project(msa, this.right).reshape([batch, sequences, residues * hidden]);
      const products = left.matMul(right, true).div(sequences);
      const apart = products.reshape([batch, residues, hidden, residues, hidden]);
      const together = apart.transpose([0, 1, 3, 2, 4]);
      return project(together.reshape([batch, residues, residues, hidden ** 2]), this.joining);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), hidden: this.hidden, channels: this.channels };
  }
}
tf.serialization.registerClass(OuterProductMean);

interface TriangleMultiplicationArgs extends LayerArgs {
  readonly edges: 'outgoing' | 'incoming';
}

/** Updates the pair i, j from the pairs of i and of j with every third residue (Algorithms 11, 12). */
class TriangleMultiplication extends LinearLayers {
  static readonly className = 'TriangleMultiplication';
  private readonly edges: 'outgoing' | 'incoming';
  private left!: Linear;
  private leftGate!: Linear;
  private right!: Linear;
  private rightGate!: Linear;
  private joining!: Linear;
  private gate!: Linear;
  private gamma!: tf.LayerVariable;
  private beta!: tf.LayerVariable;

  constructor(args: TriangleMultiplicationArgs) {
    super(args);
    this.edges = args.edges;
  }

  override build(inputShape: tf.Shape): void {
    const channels = inputShape.at(-1) ?? 0;
    const { ones, zeros } = tf.initializers;
    this.left = this.linear('left', channels, channels);
    this.leftGate = this.linear('left_gate', channels, channels);
    this.right = this.linear('right', channels, channels);
    this.rightGate = this.linear('right_gate', channels, channels);
    this.joining = this.linear('output', channels, channels);
    this.gate = this.linear('gate', channels, channels);
    this.gamma = this.addWeight('gamma', [channels], 'float32', ones());
    this.beta = this.addWeight('beta', [channels], 'float32', zeros());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const left = gated(x, this.left, this.leftGate).transpose([0, 3, 1, 2]);
      const right = gated(x, this.right, this.rightGate).transpose([0, 3, 1, 2]);
      const isOutgoing = this.edges === 'outgoing';
      const triangles = left.matMul(right, !isOutgoing, isOutgoing).transpose([0, 2, 3, 1]);
      return project(this.normalize(triangles), this.joining).mul(project(x, this.gate).sigmoid());
    });
  }

  private normalize(x: tf.Tensor): tf.Tensor {
    const { mean, variance } = tf.moments(x, -1, true);
    const standardized = x.sub(mean).div(variance.add(1e-5).sqrt());
    return standardized.mul(this.gamma.read()).add(this.beta.read());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), edges: this.edges };
  }
}
tf.serialization.registerClass(TriangleMultiplication);

function gated(x: tf.Tensor, values: Linear, gates: Linear): tf.Tensor {
  return project(x, values).mul(project(x, gates).sigmoid());
}
