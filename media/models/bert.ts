/**
 * BERT-base: an encoder of twelve transformer layers, post-normalized.
 *
 * Jacob Devlin, Ming-Wei Chang, Kenton Lee, Kristina Toutanova.
 * BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding. NAACL 2019.
 * https://arxiv.org/abs/1810.04805 (Section 3: 12 layers, 768 channels, 12 heads, 110 million
 * parameters; vocabulary of the uncased English model).
 * Ashish Vaswani et al. Attention Is All You Need. NIPS 2017. https://arxiv.org/abs/1706.03762
 *
 * Inputs are the words, the segment (0 or 1) of each, and a mask that is 1 where there is a word and
 * 0 where there is padding. Outputs are every word's features and the pooled first one, without the
 * heads of pre-training. A layer's two shortcuts are additions of tf.layers; only attention and the
 * table of positions are layers of this file.
 *
 * Parameters are trainable + non-trainable. GMACs are 10⁹ multiply-adds for 128 words: of dense
 * layers and of the matrix products of attention.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

const vocabulary = 30_522;
const longestText = 512;

/** 109,482,240 + 0 parameters, 11.174 GMACs, 24 shortcuts around attention and feed-forward. */
export function bertBase(length = 128, layers = 12, channels = 768, heads = 12): tf.LayersModel {
  const words = tf.input({ name: 'words', shape: [length], dtype: 'int32' });
  const segments = tf.input({ name: 'segments', shape: [length], dtype: 'int32' });
  const mask = tf.input({ name: 'mask', shape: [length] });
  let x = embed(words, segments, channels);
  for (let i = 0; i < layers; i++) x = encoderLayer(x, mask, heads);
  const inputs = [words, segments, mask];
  return tf.model({ name: 'bertBase', inputs, outputs: [x, pooler(x)] });
}

/** What a word means, which sentence it is in and where it stands, summed and normalized. */
function embed(words: Tensor, segments: Tensor, channels: number): Tensor {
  const meaning = embedding(vocabulary, channels).apply(words) as Tensor;
  const sentence = embedding(2, channels).apply(segments) as Tensor;
  const sum = tf.layers.add().apply([meaning, sentence]);
  const placed = new PositionEmbedding({ positions: longestText }).apply(sum) as Tensor;
  return dropout(layerNorm(placed));
}

function embedding(inputDim: number, outputDim: number): tf.layers.Layer {
  return tf.layers.embedding({ inputDim, outputDim, embeddingsInitializer: initializer() });
}

/** Attention and feed-forward, each with its shortcut, its sum normalized. */
function encoderLayer(x: Tensor, mask: Tensor, heads: number): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  const attended = new SelfAttention({ heads }).apply([x, mask]) as Tensor;
  const y = addAndNorm(x, attended);

  const hidden = dense(4 * channels, 'gelu').apply(y);
  return addAndNorm(y, dense(channels).apply(hidden) as Tensor);
}

function addAndNorm(shortcut: Tensor, branch: Tensor): Tensor {
  return layerNorm(tf.layers.add().apply([shortcut, dropout(branch)]) as Tensor);
}

function layerNorm(x: Tensor): Tensor {
  return tf.layers.layerNormalization({ axis: -1, epsilon: 1e-12 }).apply(x) as Tensor;
}

function dropout(x: Tensor): Tensor {
  return tf.layers.dropout({ rate: 0.1 }).apply(x) as Tensor;
}

function dense(units: number, activation: 'linear' | 'gelu' | 'tanh' = 'linear'): tf.layers.Layer {
  return tf.layers.dense({ units, activation, kernelInitializer: initializer() });
}

function initializer(): ReturnType<typeof tf.initializers.truncatedNormal> {
  return tf.initializers.truncatedNormal({ stddev: 0.02 });
}

/** A dense layer on the first word, `[CLS]`. */
function pooler(x: Tensor): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  return dense(channels, 'tanh').apply(new FirstWord().apply(x)) as Tensor;
}

class FirstWord extends tf.layers.Layer {
  static readonly className = 'FirstWord';

  override computeOutputShape([batch, , channels]: [number, number, number]): tf.Shape {
    return [batch, channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    return x.slice([0, 0, 0], [-1, 1, -1]).squeeze([1]);
  }
}
tf.serialization.registerClass(FirstWord);

interface PositionEmbeddingArgs extends LayerArgs {
  readonly positions: number;
}

/** Adds to each word a learned vector that depends on where it stands. */
class PositionEmbedding extends tf.layers.Layer {
  static readonly className = 'PositionEmbedding';
  private readonly positions: number;
  private table!: tf.LayerVariable;

  constructor(args: PositionEmbeddingArgs) {
    super(args);
    this.positions = args.positions;
  }

  override build(inputShape: tf.Shape): void {
    const shape = [this.positions, inputShape.at(-1) ?? 0];
    this.table = this.addWeight('embeddings', shape, 'float32', initializer());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      return x.add(this.table.read().slice([0, 0], [x.shape[1], -1]));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), positions: this.positions };
  }
}
tf.serialization.registerClass(PositionEmbedding);

interface SelfAttentionArgs extends LayerArgs {
  readonly heads: number;
}

interface Projection {
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable;
}

/** Multi-head scaled dot-product attention of the words to each other (Vaswani et al., Section 3.2). */
class SelfAttention extends tf.layers.Layer {
  static readonly className = 'SelfAttention';
  private readonly heads: number;
  private query!: Projection;
  private key!: Projection;
  private value!: Projection;
  private output_!: Projection;

  constructor(args: SelfAttentionArgs) {
    super(args);
    this.heads = args.heads;
  }

  override build(inputShapes: tf.Shape[]): void {
    const channels = inputShapes[0]?.at(-1) ?? 0;
    this.query = this.projection('query', channels);
    this.key = this.projection('key', channels);
    this.value = this.projection('value', channels);
    this.output_ = this.projection('output', channels);
    super.build(inputShapes);
  }

  private projection(name: string, channels: number): Projection {
    const shape = [channels, channels];
    return {
      kernel: this.addWeight(`${name}_kernel`, shape, 'float32', initializer()),
      bias: this.addWeight(`${name}_bias`, [channels], 'float32', tf.initializers.zeros()),
    };
  }

  override computeOutputShape(inputShapes: tf.Shape[]): tf.Shape {
    return inputShapes[0] ?? [];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x, mask] = inputs as [tf.Tensor3D, tf.Tensor2D];
      const [batch, length, channels] = x.shape;
      const query = this.split(project(x, this.query));
      const key = this.split(project(x, this.key));
      const value = this.split(project(x, this.value));

      const scores = query.matMul(key, false, true).div(Math.sqrt(channels / this.heads));
      const padding = tf.sub(1, mask).mul(-1e9).reshape([batch, 1, 1, length]);
      const context = scores.add(padding).softmax().matMul(value);
      const joined = context.transpose([0, 2, 1, 3]).reshape<tf.Tensor3D>(x.shape);
      return project(joined, this.output_);
    });
  }

  /** [batch, length, channels] to [batch, heads, length, channels of a head]. */
  private split(x: tf.Tensor3D): tf.Tensor4D {
    const [batch, length, channels] = x.shape;
    const perHead = x.reshape<tf.Tensor4D>([batch, length, this.heads, channels / this.heads]);
    return perHead.transpose([0, 2, 1, 3]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), heads: this.heads };
  }
}
tf.serialization.registerClass(SelfAttention);

/** A dense layer at each position. */
function project(x: tf.Tensor3D, { kernel, bias }: Projection): tf.Tensor3D {
  const channels = x.shape[2];
  const y = x.reshape([-1, channels]).matMul(kernel.read()).add(bias.read());
  return y.reshape(x.shape);
}
