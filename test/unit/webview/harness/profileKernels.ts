/** Which kernels TensorFlow.js runs for a layer, roughly, and what they read and write. */
import type { GraphNode } from '../../../../src/model/graph';

export interface Kernel {
  readonly name: string;
  readonly macs: number;
  readonly bytes: number;
  /** Of the roof, from 0 to 1. */
  readonly efficiency: number;
  /** More or less that is held when it has run. */
  readonly heldBytes: number;
}

interface LayerKernels {
  readonly forward: readonly Kernel[];
  readonly backward: readonly Kernel[];
}

function bytesOf(shape: readonly (number | null)[] | undefined, batch: number): number {
  return 4 * (shape ?? []).reduce<number>((all, size) => all * (size ?? batch), 1);
}

function kernel(
  name: string,
  macs: number,
  bytes: number,
  efficiency: number,
  heldBytes = 0,
): Kernel {
  return { name, macs, bytes, efficiency, heldBytes };
}

/** Kernels that read and write every element of the output, and multiply nothing. */
function elementwise(names: readonly string[], bytes: number): Kernel[] {
  return names.map((name) => kernel(name, 0, bytes, 0.62));
}

export function kernelsOf(node: GraphNode, batch: number): LayerKernels {
  const out = bytesOf(node.outputs[0]?.shape, batch);
  const into = node.inputs.reduce((sum, { shape }) => sum + bytesOf(shape, batch), 0);
  const weights = node.weights.reduce((sum, { shape }) => sum + bytesOf(shape, 1), 0);
  const macs = node.macs.forward * batch;
  const all = into + out + weights;
  switch (node.className) {
    case 'InputLayer':
    case 'Flatten':
      return { forward: [], backward: [] };
    case 'Conv2D':
    case 'Dense': {
      const name = node.className === 'Dense' ? 'BatchMatMul' : 'Conv2D';
      const window = node.weights[0]?.shape[0] ?? 1;
      const efficiency = window > 1 ? 0.71 : 0.48;
      return {
        forward: [kernel(name, macs, all, efficiency, out)],
        backward: [
          kernel(`${name}BackpropFilter`, macs, all, efficiency * 0.8, weights - out),
          kernel(`${name}BackpropInput`, macs, all, efficiency * 0.9),
        ],
      };
    }
    case 'BatchNormalization':
      return {
        forward: [
          ...elementwise(['Mean', 'SquaredDifference', 'Mean'], into),
          kernel('FusedBatchNormV3', 0, 2 * out, 0.58, out),
          ...elementwise(['Sub', 'Multiply', 'AssignSub'], weights),
        ],
        backward: [
          ...elementwise(['Multiply', 'Sum', 'Multiply', 'Sub', 'Sum', 'Multiply'], 2 * out),
          kernel('AddV2', 0, 3 * out, 0.6, -out),
        ],
      };
    case 'MaxPooling2D':
      return {
        forward: [kernel('MaxPool', 0, into + out, 0.35, out)],
        backward: [kernel('MaxPoolGrad', 0, 2 * into + out, 0.22, -out)],
      };
    default:
      return {
        forward: [kernel(node.className === 'Add' ? 'AddV2' : 'Relu', 0, into + out, 0.66, out)],
        backward: [
          kernel(node.className === 'Add' ? 'Identity' : 'ReluGrad', 0, 2 * out, 0.6, -out),
        ],
      };
  }
}

export function lossKernels(batch: number): Kernel[] {
  return ['Softmax', 'ClipByValue', 'Log', 'Multiply', 'Sum', 'Neg', 'Mean', 'RealDiv'].map(
    (name) => kernel(name, 0, batch * 8_000, 0.3),
  );
}

/** Adam: moments, corrected, and the weight itself. */
export function updateKernels({ weights }: GraphNode): Kernel[] {
  return weights
    .filter(({ trainable }) => trainable)
    .flatMap(({ shape }) => {
      const bytes = 3 * bytesOf(shape, 1);
      return ['Multiply', 'AddV2', 'Square', 'AddV2', 'Sqrt', 'RealDiv', 'AssignSub'].map(
        (name, at) => kernel(name, 0, bytes, 0.6, at === 6 ? -bytes / 3 : 0),
      );
    });
}
