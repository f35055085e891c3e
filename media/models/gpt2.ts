/**
 * GPT-2 small: a decoder of twelve transformer blocks, pre-normalized.
 *
 * Alec Radford, Jeffrey Wu, Rewon Child, David Luan, Dario Amodei, Ilya Sutskever.
 * Language Models are Unsupervised Multitask Learners. 2019. https://openai.com/index/better-language-models
 * Section 2.3 and Table 2 (12 layers, 768 channels; the table's 117 million parameters were corrected
 * to 124 million in the authors' repository).
 *
 * A whole block is one layer of this file: its two shortcuts are sums of tensors in its `call`. The
 * table of words is also the last matrix, as in the authors' code.
 *
 * Parameters are trainable + non-trainable. GMACs are 10⁹ multiply-adds for 1,024 words: of dense
 * layers and of the matrix products of attention, computed in full though half of it is masked.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

const vocabulary = 50_257;
const longestText = 1024;

/** 124,439,808 + 0 parameters, 145.824 GMACs, 24 shortcuts around attention and feed-forward. */
export function gpt2Small(length = 1024, blocks = 12, channels = 768, heads = 12): tf.LayersModel {
  const words = tf.input({ name: 'words', shape: [length], dtype: 'int32' });
  const embedding = new TextEmbedding({ channels });
  let x = embedding.apply(words) as Tensor;
  for (let i = 0; i < blocks; i++) x = new TransformerBlock({ heads }).apply(x) as Tensor;
  x = tf.layers.layerNormalization({ axis: -1, epsilon: 1e-5 }).apply(x) as Tensor;
  const logits = new NextWord({ embedding }).apply(x) as Tensor;
  return tf.model({ name: 'gpt2Small', inputs: words, outputs: logits });
}

function initializer(): ReturnType<typeof tf.initializers.randomNormal> {
  return tf.initializers.randomNormal({ mean: 0, stddev: 0.02 });
}

interface TextEmbeddingArgs extends LayerArgs {
  readonly channels: number;
}

/** What a word means and where it stands, summed. */
class TextEmbedding extends tf.layers.Layer {
  static readonly className = 'TextEmbedding';
  private readonly channels: number;
  words!: tf.LayerVariable;
  private positions!: tf.LayerVariable;

  constructor(args: TextEmbeddingArgs) {
    super(args);
    this.channels = args.channels;
  }

  override build(inputShape: tf.Shape): void {
    const { channels } = this;
    this.words = this.addWeight('words', [vocabulary, channels], 'float32', initializer());
    this.positions = this.addWeight('positions', [longestText, channels], 'float32', initializer());
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape, this.channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const ids = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor2D;
      const meaning = tf.gather(this.words.read(), ids.cast('int32'));
      return meaning.add(this.positions.read().slice([0, 0], [ids.shape[1], -1]));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), channels: this.channels };
  }
}
tf.serialization.registerClass(TextEmbedding);

interface NextWordArgs extends LayerArgs {
  readonly embedding: TextEmbedding;
}

/**
 * Logits of the next word at each position: how near the features are to each word's vector. Its
 * matrix is the embedding's, which a saved topology cannot say: to load the model, build it with
 * `gpt2Small()` and load the weights alone.
 */
class NextWord extends tf.layers.Layer {
  static readonly className = 'NextWord';
  private readonly embedding: TextEmbedding;

  constructor(args: NextWordArgs) {
    super(args);
    this.embedding = args.embedding;
  }

  override computeOutputShape([batch, length]: [number, number]): tf.Shape {
    return [batch, length, vocabulary];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      const [batch, length, channels] = x.shape;
      const rows = x.reshape<tf.Tensor2D>([-1, channels]);
      const logits = rows.matMul(this.embedding.words.read(), false, true);
      return logits.reshape([batch, length, vocabulary]);
    });
  }
}

interface TransformerBlockArgs extends LayerArgs {
  readonly heads: number;
}

interface Projection {
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable;
}

interface Norm {
  readonly gamma: tf.LayerVariable;
  readonly beta: tf.LayerVariable;
}

type Heads = [query: tf.Tensor4D, key: tf.Tensor4D, value: tf.Tensor4D];

/** Causal self-attention and a feed-forward network, each with its shortcut. */
class TransformerBlock extends tf.layers.Layer {
  static readonly className = 'TransformerBlock';
  private readonly heads: number;
  private attentionNorm!: Norm;
  private queryKeyValue!: Projection;
  private attentionOutput!: Projection;
  private feedForwardNorm!: Norm;
  private widen!: Projection;
  private narrow!: Projection;

  constructor(args: TransformerBlockArgs) {
    super(args);
    this.heads = args.heads;
  }

  override build(inputShape: tf.Shape): void {
    const channels = inputShape.at(-1) ?? 0;
    this.attentionNorm = this.norm('ln_1', channels);
    this.queryKeyValue = this.projection('attn_qkv', channels, 3 * channels);
    this.attentionOutput = this.projection('attn_out', channels, channels);
    this.feedForwardNorm = this.norm('ln_2', channels);
    this.widen = this.projection('mlp_in', channels, 4 * channels);
    this.narrow = this.projection('mlp_out', 4 * channels, channels);
    super.build(inputShape);
  }

  private norm(name: string, channels: number): Norm {
    const { ones, zeros } = tf.initializers;
    return {
      gamma: this.addWeight(`${name}_gamma`, [channels], 'float32', ones()),
      beta: this.addWeight(`${name}_beta`, [channels], 'float32', zeros()),
    };
  }

  private projection(name: string, inputs: number, outputs: number): Projection {
    const { zeros } = tf.initializers;
    return {
      kernel: this.addWeight(`${name}_kernel`, [inputs, outputs], 'float32', initializer()),
      bias: this.addWeight(`${name}_bias`, [outputs], 'float32', zeros()),
    };
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      const y = x.add<tf.Tensor3D>(this.attend(normalize(x, this.attentionNorm)));
      return y.add(this.feedForward(normalize(y, this.feedForwardNorm)));
    });
  }

  private attend(x: tf.Tensor3D): tf.Tensor3D {
    const [batch, length, channels] = x.shape;
    const shape = [batch, length, 3, this.heads, channels / this.heads];
    const packed = project(x, this.queryKeyValue).reshape(shape).transpose([2, 0, 3, 1, 4]);
    const [query, key, value] = packed.unstack() as Heads;

    const scores = query.matMul(key, false, true).div(Math.sqrt(channels / this.heads));
    const context = scores.add(futureMask(length)).softmax().matMul(value);
    const joined = context.transpose([0, 2, 1, 3]).reshape<tf.Tensor3D>(x.shape);
    return project(joined, this.attentionOutput);
  }

  private feedForward(x: tf.Tensor3D): tf.Tensor3D {
    return project(gelu(project(x, this.widen)), this.narrow);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), heads: this.heads };
  }
}
tf.serialization.registerClass(TransformerBlock);

/** [length, length]: very negative where a word would look at a later one, else zero. */
function futureMask(length: number): tf.Tensor {
  const positions = tf.range(0, length);
  const isLater = positions.expandDims(0).greater(positions.expandDims(1));
  return isLater.cast('float32').mul(-1e9);
}

/** A dense layer at each position. */
function project(x: tf.Tensor3D, { kernel, bias }: Projection): tf.Tensor3D {
  const [batch, length, channels] = x.shape;
  const y = x.reshape([-1, channels]).matMul(kernel.read()).add(bias.read());
  return y.reshape([batch, length, -1]);
}

/** Layer normalization: each position has mean `beta` and standard deviation `gamma`. */
function normalize(x: tf.Tensor3D, { gamma, beta }: Norm): tf.Tensor3D {
  const { mean, variance } = tf.moments(x, -1, true);
  const standardized = x.sub(mean).div(variance.add(1e-5).sqrt());
  return standardized.mul(gamma.read()).add(beta.read());
}

/** The Gaussian error linear unit, by the hyperbolic tangent. */
function gelu(x: tf.Tensor3D): tf.Tensor3D {
  const cubic = x.add(x.square().mul(x).mul(0.044715));
  return x.mul(0.5).mul(
    cubic
      .mul(Math.sqrt(2 / Math.PI))
      .tanh()
      .add(1),
  );
}
