/**
 * A word-level language model for the Penn Treebank: two layers of long short-term memory.
 *
 * Sepp Hochreiter, Jürgen Schmidhuber. Long Short-Term Memory. Neural Computation 9(8), 1997.
 * Felix A. Gers, Jürgen Schmidhuber, Fred Cummins. Learning to Forget. Neural Computation 12(10), 2000.
 * Wojciech Zaremba, Ilya Sutskever, Oriol Vinyals. Recurrent Neural Network Regularization. 2014.
 * https://arxiv.org/abs/1409.2329 (Section 4.1, the medium network: 650 units, 35 steps, dropout of
 * one half, on connections that are not recurrent only).
 *
 * The cell's state goes from step to step through a product with the forget gate and a sum: that
 * constant error carousel is the shortcut, inside the layer.
 *
 * Parameters are trainable + non-trainable. GMACs are 10⁹ multiply-adds for the 35 words of one
 * example, dense and recurrent layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 19,775,200 + 0 parameters, 0.464 GMACs, 2 recurrent shortcuts. */
export function lstmLanguageModel(vocabulary = 10_000, units = 650, steps = 35): tf.LayersModel {
  const layers = 2;
  const words = tf.input({ shape: [steps], dtype: 'int32' });
  const embedding = tf.layers.embedding({ inputDim: vocabulary, outputDim: units });
  let x = embedding.apply(words) as Tensor;
  for (let i = 0; i < layers; i++) x = recurrent(x, units);
  const next = tf.layers.dense({ units: vocabulary, activation: 'softmax' });
  return tf.model({ name: 'lstmLanguageModel', inputs: words, outputs: next.apply(x) as Tensor });
}

/** One layer over all steps, with dropout on what goes in and comes out. */
function recurrent(x: Tensor, units: number): Tensor {
  const kept = tf.layers.dropout({ rate: 0.5 }).apply(x);
  const lstm = tf.layers.lstm({ units, returnSequences: true, recurrentActivation: 'sigmoid' });
  return lstm.apply(kept) as Tensor;
}
