/**
 * AlphaStar's torso: a transformer over units, scattered onto a map that residual blocks read.
 *
 * Oriol Vinyals, Igor Babuschkin, Wojciech M. Czarnecki, et al.
 * Grandmaster level in StarCraft II using multi-agent reinforcement learning. Nature 575 (2019).
 * https://doi.org/10.1038/s41586-019-1724-z
 * Supplementary data, "Detailed architecture": the entity encoder (three layers, two heads of size
 * 128, feed-forward of 1024), the spatial encoder (scatter connections of 32 channels, three strided
 * convolutions, four residual blocks of 128 channels), and their embeddings of size 256.
 *
 * A scatter connection puts each unit's vector at the unit's place on the map; it brings together two
 * inputs and is no shortcut. The maps after each residual block are outputs too: the supplement's
 * map_skip, which the location head reads. How many features a unit and a map cell have depends on
 * the version of the game; scalar features and the LSTM core are left out.
 *
 * Parameters are trainable + non-trainable; layer norm stands in for batch norm.
 * GMACs are 10⁹ multiply-adds for one observation of 512 units: of convolution and dense layers and of
 * the matrix products of attention.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** 12,635,648 + 0 parameters, 2.389 GMACs, 10 shortcuts of which 6 are in the transformer. */
export function alphaStarTorso(
  units = 512,
  unitFeatures = 512,
  mapFeatures = 20,
  mapSize = 128,
): tf.LayersModel {
  const entities = tf.input({ name: 'entities', shape: [units, unitFeatures] });
  const places = tf.input({ name: 'places', shape: [units, 2], dtype: 'int32' });
  const map = tf.input({ name: 'map', shape: [mapSize, mapSize, mapFeatures] });

  const embedded = entityEncoder(entities);
  const [spatial, mapSkips] = spatialEncoder(map, places, embedded);
  const joined = tf.layers.concatenate().apply([entityVector(embedded), spatial]) as Tensor;
  const inputs = [entities, places, map];
  return tf.model({ name: 'alphaStarTorso', inputs, outputs: [joined, ...mapSkips] });
}

/** A vector of 256 numbers for each unit, from a transformer of three layers. */
function entityEncoder(entities: Tensor): Tensor {
  let x = dense(256).apply(entities) as Tensor;
  for (let i = 0; i < 3; i++) x = transformerLayer(x);
  return relu(dense(256).apply(relu(x)) as Tensor);
}

/** Attention and feed-forward, each with its shortcut, its sum normalized. */
function transformerLayer(x: Tensor): Tensor {
  const attended = new UnitAttention({ heads: 2, headSize: 128 }).apply(x) as Tensor;
  const y = addAndNorm(x, attended);

  const hidden = relu(dense(1024).apply(y) as Tensor);
  return addAndNorm(y, dense(256).apply(hidden) as Tensor);
}

function addAndNorm(shortcut: Tensor, branch: Tensor): Tensor {
  const sum = tf.layers.add().apply([shortcut, branch]);
  return tf.layers.layerNormalization({ axis: -1 }).apply(sum) as Tensor;
}

/** All units as one vector: their mean, and a dense layer. */
function entityVector(embedded: Tensor): Tensor {
  const mean = tf.layers.globalAveragePooling1d({}).apply(embedded);
  return relu(dense(256).apply(mean) as Tensor);
}

/** The map as one vector, and the map after each residual block. */
function spatialEncoder(map: Tensor, places: Tensor, embedded: Tensor): [Tensor, Tensor[]] {
  const mapSize = map.shape[1] ?? 0;
  const vectors = relu(dense(32).apply(embedded) as Tensor);
  const scattered = new Scatter({ mapSize }).apply([vectors, places]) as Tensor;
  const planes = tf.layers.concatenate().apply([map, scattered]) as Tensor;

  let x = relu(conv(planes, 32, 1));
  for (const filters of [64, 128, 128]) x = relu(conv(x, filters, 4, 2));
  const mapSkips: Tensor[] = [];
  for (let i = 0; i < 4; i++) {
    x = residualBlock(x, 128);
    mapSkips.push(x);
  }
  const cells = tf.layers.flatten().apply(x);
  return [relu(dense(256).apply(cells) as Tensor), mapSkips];
}

/** Two 3×3 convolutions and the shortcut around both. */
function residualBlock(x: Tensor, filters: number): Tensor {
  const y = relu(conv(x, filters, 3));
  return relu(tf.layers.add().apply([x, conv(y, filters, 3)]) as Tensor);
}

function conv(x: Tensor, filters: number, kernelSize: number, strides = 1): Tensor {
  const layer = tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    kernelInitializer: 'heNormal',
  });
  return layer.apply(x) as Tensor;
}

function dense(units: number): tf.layers.Layer {
  return tf.layers.dense({ units, kernelInitializer: 'heNormal' });
}

function relu(x: Tensor): Tensor {
  return tf.layers.reLU().apply(x) as Tensor;
}

interface ScatterArgs extends LayerArgs {
  readonly mapSize: number;
}

/** Puts each unit's vector at its row and column on an empty map; units at one place add up. */
class Scatter extends tf.layers.Layer {
  static readonly className = 'Scatter';
  private readonly mapSize: number;

  constructor(args: ScatterArgs) {
    super(args);
    this.mapSize = args.mapSize;
  }

  override computeOutputShape([vectors]: [tf.Shape, tf.Shape]): tf.Shape {
    const [batch = null, , channels = null] = vectors;
    return [batch, this.mapSize, this.mapSize, channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [vectors, places] = inputs as [tf.Tensor3D, tf.Tensor3D];
      const [batch, units, channels] = vectors.shape;
      const cells = this.mapSize ** 2;
      const rows = places.slice([0, 0, 0], [-1, -1, 1]).cast('int32');
      const columns = places.slice([0, 0, 1], [-1, -1, 1]).cast('int32');
      const firsts = tf.range(0, batch, 1, 'int32').mul(cells).reshape([batch, 1, 1]);
      const cellOfUnit = rows
        .mul(this.mapSize)
        .add(columns)
        .add(firsts)
        .reshape([batch * units]);
      const updates = vectors.reshape([batch * units, channels]);
      // A sum by segments, because tf.scatterND has no gradient.
      return tf
        .unsortedSegmentSum(updates, cellOfUnit.cast<tf.Tensor1D>('int32'), batch * cells)
        .reshape([batch, this.mapSize, this.mapSize, channels]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), mapSize: this.mapSize };
  }
}
tf.serialization.registerClass(Scatter);

interface UnitAttentionArgs extends LayerArgs {
  readonly heads: number;
  readonly headSize: number;
}

/** Self-attention of units; what the heads give is mapped to as many channels as came in, and summed. */
class UnitAttention extends tf.layers.Layer {
  static readonly className = 'UnitAttention';
  private readonly heads: number;
  private readonly headSize: number;
  private query!: tf.LayerVariable;
  private key!: tf.LayerVariable;
  private value!: tf.LayerVariable;
  private joining!: tf.LayerVariable;
  private bias!: tf.LayerVariable;

  constructor(args: UnitAttentionArgs) {
    super(args);
    this.heads = args.heads;
    this.headSize = args.headSize;
  }

  override build(inputShape: tf.Shape): void {
    const channels = inputShape.at(-1) ?? 0;
    const joined = this.heads * this.headSize;
    const { glorotUniform, zeros } = tf.initializers;
    const initializer = glorotUniform({});
    this.query = this.addWeight('query', [channels, joined], 'float32', initializer);
    this.key = this.addWeight('key', [channels, joined], 'float32', initializer);
    this.value = this.addWeight('value', [channels, joined], 'float32', initializer);
    this.joining = this.addWeight('output', [joined, channels], 'float32', initializer);
    this.bias = this.addWeight('bias', [channels], 'float32', zeros());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      const [batch, units, channels] = x.shape;
      const query = this.split(x, this.query);
      const key = this.split(x, this.key);
      const value = this.split(x, this.value);
      const scores = query.matMul(key, false, true).div(Math.sqrt(this.headSize));
      const context = scores.softmax().matMul(value).transpose([0, 2, 1, 3]);
      const rows = context.reshape<tf.Tensor2D>([batch * units, this.heads * this.headSize]);
      const summed = rows.matMul(this.joining.read()).add(this.bias.read());
      return summed.reshape([batch, units, channels]);
    });
  }

  /** [batch, units, channels] to [batch, heads, units, headSize]. */
  private split(x: tf.Tensor3D, kernel: tf.LayerVariable): tf.Tensor {
    const [batch, units, channels] = x.shape;
    const projected = x.reshape([batch * units, channels]).matMul(kernel.read());
    return projected.reshape([batch, units, this.heads, this.headSize]).transpose([0, 2, 1, 3]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), heads: this.heads, headSize: this.headSize };
  }
}
tf.serialization.registerClass(UnitAttention);
