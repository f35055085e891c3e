/**
 * AlphaGo Zero: one residual tower that reads a Go board, and two heads.
 *
 * David Silver, Julian Schrittwieser, Karen Simonyan, et al.
 * Mastering the game of Go without human knowledge. Nature 550 (2017).
 * https://doi.org/10.1038/nature24270
 * Methods, "Neural network architecture": the version with 20 blocks, one convolutional and 19
 * residual ones.
 *
 * The board is 19×19 with 17 planes: the stones of both sides over eight positions, and whose turn
 * it is. The heads are the policy over 361 points and the pass, as logits, and the value in −1…1.
 *
 * Parameters are trainable + non-trainable (the running mean and variance of batch norm).
 * GMACs are 10⁹ multiply-adds for one board, convolution and dense layers only.
 */
import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** 22,472,448 + 19,968 parameters, 8.105 GMACs, 19 shortcuts. */
export function alphaGoZeroTower(blocks = 19, filters = 256): tf.LayersModel {
  const board = tf.input({ shape: [19, 19, 17] });
  const outputs = tower(board, blocks, filters);
  return tf.model({ name: 'alphaGoZeroTower', inputs: board, outputs });
}

/** 22,827,877 + 19,974 parameters, 8.106 GMACs, 19 shortcuts. */
export function alphaGoZero(blocks = 19, filters = 256): tf.LayersModel {
  const board = tf.input({ shape: [19, 19, 17] });
  const features = tower(board, blocks, filters);
  const outputs = [policyHead(features), valueHead(features, filters)];
  return tf.model({ name: 'alphaGoZero', inputs: board, outputs });
}

/** A convolutional block, then residual blocks; the board keeps its size. */
function tower(board: Tensor, blocks: number, filters: number): Tensor {
  let x = relu(convBn(board, filters, 3));
  for (let i = 0; i < blocks; i++) x = residualBlock(x, filters);
  return x;
}

function residualBlock(x: Tensor, filters: number): Tensor {
  let y = relu(convBn(x, filters, 3));
  y = convBn(y, filters, 3);
  return relu(tf.layers.add().apply([x, y]) as Tensor);
}

/** Logits of the 361 points and the pass. */
function policyHead(x: Tensor): Tensor {
  const planes = tf.layers.flatten().apply(relu(convBn(x, 2, 1)));
  return tf.layers.dense({ units: 19 * 19 + 1 }).apply(planes) as Tensor;
}

/** The expected outcome for the side to move: −1 is lost, 1 is won. */
function valueHead(x: Tensor, hidden: number): Tensor {
  const plane = tf.layers.flatten().apply(relu(convBn(x, 1, 1)));
  const y = tf.layers.dense({ units: hidden, activation: 'relu' }).apply(plane);
  return tf.layers.dense({ units: 1, activation: 'tanh' }).apply(y) as Tensor;
}

function convBn(x: Tensor, filters: number, kernelSize: number): Tensor {
  const conv = tf.layers.conv2d({ filters, kernelSize, padding: 'same', useBias: false });
  return tf.layers.batchNormalization({}).apply(conv.apply(x)) as Tensor;
}

function relu(x: Tensor): Tensor {
  return tf.layers.reLU().apply(x) as Tensor;
}
