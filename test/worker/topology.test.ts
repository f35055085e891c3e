/** Saved topologies: of TensorFlow.js, and of Keras 2. */
import { expect, test } from 'vitest';
import { classes, failureWith, uncancelled, useWorkbench } from './support/inspect';

const workbench = useWorkbench();
const name = 'model.json';

const input = {
  class_name: 'InputLayer',
  config: { batch_input_shape: [null, 8, 8, 3], dtype: 'float32', sparse: false, name: 'input_1' },
  name: 'input_1',
  inbound_nodes: [],
};
const convolution = (own: string, from: string) => ({
  class_name: 'Conv2D',
  config: {
    name: own,
    trainable: true,
    dtype: 'float32',
    filters: 3,
    kernel_size: [3, 3],
    strides: [1, 1],
    padding: 'same',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    groups: 1,
    activation: 'relu',
    use_bias: true,
    kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
    bias_initializer: { class_name: 'Zeros', config: {} },
    kernel_regularizer: null,
    bias_regularizer: null,
    activity_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
  },
  name: own,
  inbound_nodes: [[[from, 0, 0, {}]]],
});
const add = {
  class_name: 'Add',
  config: { name: 'add', trainable: true, dtype: 'float32' },
  name: 'add',
  inbound_nodes: [
    [
      ['input_1', 0, 0, {}],
      ['conv2d_1', 0, 0, {}],
    ],
  ],
};
const keras = {
  class_name: 'Functional',
  config: {
    name: 'small',
    layers: [input, convolution('conv2d', 'input_1'), convolution('conv2d_1', 'conv2d'), add],
    input_layers: [['input_1', 0, 0]],
    output_layers: [['add', 0, 0]],
  },
  keras_version: '2.15.0',
  backend: 'tensorflow',
};

test.each<[string, unknown]>([
  ['to_json() of Keras 2', keras],
  ['to_json(), saved as a string', JSON.stringify(keras)],
  [
    'model.json of TensorFlow.js',
    {
      format: 'layers-model',
      modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: keras },
      weightsManifest: [{ paths: ['absent.bin'], weights: [] }],
    },
  ],
])('%s', async (_name, topology) => {
  const graph = await workbench.graph(JSON.stringify(topology), '', { name });
  expect(classes(graph)).toBe('InputLayer Conv2D Conv2D Add');
  expect(graph).toMatchObject({
    name: 'small',
    complete: true,
    parameters: { trainable: 2 * 84, nonTrainable: 0 },
    macs: { forward: 2 * 64 * 81 },
    skips: [{ kind: 'identity', length: 2 }],
  });
});

test('a sequential model that TensorFlow.js saved', async () => {
  const dense = {
    class_name: 'Dense',
    config: {
      units: 3,
      activation: 'linear',
      use_bias: true,
      name: 'd',
      trainable: true,
      batch_input_shape: [null, 4],
    },
  };
  const saved = {
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 's', layers: [dense] },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
  };
  const graph = await workbench.graph(JSON.stringify(saved), '', { name });
  expect(classes(graph)).toBe('InputLayer Dense');
  expect(graph.parameters.trainable).toBe(15);
});

test.each<[string, string, RegExp]>([
  [
    'a graph model',
    JSON.stringify({ format: 'graph-model', modelTopology: { node: [] } }),
    /graph model.*tfjs_layers_model/,
  ],
  ['something else', JSON.stringify({ name: 'package' }), /holds no layers/],
  [
    'a layer of Python',
    JSON.stringify(keras).replace('"Add"', '"TFOpLambda"'),
    /no layer "TFOpLambda"/,
  ],
])('%s is refused', async (_name, text, message) => {
  const failure = failureWith(await workbench.inspect(text, '', { name }), 'topology-unsupported');
  expect(failure.message).toMatch(message);
  expect(failure.source).toMatchObject({ line: 1 });
});

test('what is not JSON is refused on its line', async () => {
  const failure = failureWith(
    await workbench.inspect('{\n  "a": 1,\n  b\n}', '', { name }),
    'syntax-error',
  );
  expect(failure.source?.line).toBe(3);
});

test('a file that is not there is said to be missing', async () => {
  const file = `${workbench.folder}/absent.json`;
  const request = { file, entry: '', unsaved: new Map<string, string>() };
  const result = await workbench.shared.inspect(request, uncancelled);
  expect(result.failures).toMatchObject([{ code: 'file-not-found' }]);
});
