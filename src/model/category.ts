/** Families of layers, for colour and wording. */

export const layerCategories = [
  'input',
  'convolution',
  'dense',
  'normalization',
  'activation',
  'pooling',
  'merge',
  'recurrent',
  'attention',
  'reshape',
  'regularization',
  'model',
  'custom',
] as const;

export type LayerCategory = (typeof layerCategories)[number];

const byClassName: ReadonlyMap<string, LayerCategory> = new Map(
  Object.entries({
    InputLayer: 'input',
    Conv1D: 'convolution',
    Conv2D: 'convolution',
    Conv3D: 'convolution',
    Conv2DTranspose: 'convolution',
    Conv3DTranspose: 'convolution',
    DepthwiseConv2D: 'convolution',
    SeparableConv2D: 'convolution',
    Dense: 'dense',
    Embedding: 'dense',
    BatchNormalization: 'normalization',
    LayerNormalization: 'normalization',
    Activation: 'activation',
    ReLU: 'activation',
    LeakyReLU: 'activation',
    PReLU: 'activation',
    ELU: 'activation',
    ThresholdedReLU: 'activation',
    Softmax: 'activation',
    AveragePooling1D: 'pooling',
    AveragePooling2D: 'pooling',
    AveragePooling3D: 'pooling',
    MaxPooling1D: 'pooling',
    MaxPooling2D: 'pooling',
    MaxPooling3D: 'pooling',
    GlobalAveragePooling1D: 'pooling',
    GlobalAveragePooling2D: 'pooling',
    GlobalMaxPooling1D: 'pooling',
    GlobalMaxPooling2D: 'pooling',
    Add: 'merge',
    Average: 'merge',
    Concatenate: 'merge',
    Dot: 'merge',
    Maximum: 'merge',
    Minimum: 'merge',
    Multiply: 'merge',
    SimpleRNN: 'recurrent',
    GRU: 'recurrent',
    LSTM: 'recurrent',
    RNN: 'recurrent',
    ConvLSTM2D: 'recurrent',
    Bidirectional: 'recurrent',
    TimeDistributed: 'recurrent',
    Flatten: 'reshape',
    Reshape: 'reshape',
    Permute: 'reshape',
    RepeatVector: 'reshape',
    ZeroPadding2D: 'reshape',
    Cropping2D: 'reshape',
    UpSampling2D: 'reshape',
    Dropout: 'regularization',
    SpatialDropout1D: 'regularization',
    AlphaDropout: 'regularization',
    GaussianDropout: 'regularization',
    GaussianNoise: 'regularization',
    Masking: 'regularization',
    Functional: 'model',
    Model: 'model',
    Sequential: 'model',
  } satisfies Record<string, LayerCategory>),
);

/** The family of a layer class of tf.layers; a class of the user's own is `custom`. */
export function categoryOf(className: string): LayerCategory {
  return byClassName.get(className) ?? 'custom';
}

const weightCategories: ReadonlySet<LayerCategory> = new Set(['convolution', 'dense', 'recurrent']);

/**
 * Whether a layer counts toward a skip's length: convolutions, dense and recurrent layers do, as in
 * He et al. 2016, "Deep residual learning", where a block of two 3×3 convolutions has two layers;
 * normalization does not although it has parameters.
 */
export function isWeightLayer(className: string): boolean {
  return weightCategories.has(categoryOf(className));
}
