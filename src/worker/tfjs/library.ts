/** The one TensorFlow.js of the worker: all parts of the union package but the browser's backends. */
import * as cpu from '@tensorflow/tfjs-backend-cpu';
import * as converter from '@tensorflow/tfjs-converter';
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as data from '@tensorflow/tfjs-data';
import * as layersPackage from '@tensorflow/tfjs-layers';
import { Layer, SymbolicTensor } from '@tensorflow/tfjs-layers/dist/engine/topology';
import { InputLayer } from '@tensorflow/tfjs-layers/dist/engine/input_layer';
import {
  cachedSorted,
  execute,
  FeedDict,
  updateCacheMaxEntries,
} from '@tensorflow/tfjs-layers/dist/engine/executor';
import { get as lossCalled } from '@tensorflow/tfjs-layers/dist/losses';
import { Container } from '@tensorflow/tfjs-layers/dist/engine/container';

export {
  core,
  lossCalled,
  execute,
  FeedDict,
  layersPackage,
  Container,
  InputLayer,
  Layer,
  SymbolicTensor,
};
export const { LayersModel, Sequential } = layersPackage;
export type { LayerVariable } from '@tensorflow/tfjs-layers';

/**
 * Drops the orders in which tfjs-layers ran models, which it knows by the names of their tensors alone: a model
 * of the next inspection, whose tensors have the same names, would be run as that of the one before.
 */
export function forgetRuns(): void {
  const most = cachedSorted.getMaxEntries();
  updateCacheMaxEntries(0);
  updateCacheMaxEntries(most);
}

/** What `import * as tf from '@tensorflow/tfjs'` gives, before the inspection's guards. */
export const union: Readonly<Record<string, unknown>> = {
  ...cpu,
  ...converter,
  ...core,
  ...layersPackage,
  data,
  version: {
    'tfjs-core': core.version_core,
    'tfjs-layers': layersPackage.version_layers,
    'tfjs-converter': converter.version_converter,
    'tfjs-data': data.version_data,
    tfjs: core.version_core,
  },
};
