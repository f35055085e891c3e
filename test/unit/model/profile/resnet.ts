/** The layers of a small residual network as the profiler would see them, with the work that they do. */
import type { LayerSpec, ProfileSpec } from './builder';

const file = '/workspace/models/net.ts';
const batch = 4;

interface Image {
  readonly size: number;
  readonly channels: number;
}

function bytesOf({ size, channels }: Image): number {
  return 4 * batch * size * size * channels;
}

interface At {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly line: number;
}

function shared({ id, scopes, line }: At, { size, channels }: Image) {
  return {
    id,
    scopes,
    name: id.split('/').at(-1) ?? id,
    source: { file, line, column: 7 },
    outputShape: [null, size, size, channels],
  };
}

function conv(at: At, from: Image, to: Image, kernel: number): LayerSpec {
  const weights = kernel * kernel * from.channels * to.channels;
  const macs = batch * to.size * to.size * weights;
  const bytes = bytesOf(from) + bytesOf(to) + 4 * weights;
  return {
    ...shared(at, to),
    className: 'Conv2D',
    weightBytes: 4 * weights,
    activationBytes: bytesOf(to),
    kernels: {
      forward: [{ kernel: 'Conv2D', macs, bytes }],
      backward: [
        { kernel: 'Conv2DBackpropInput', macs, bytes },
        { kernel: 'Conv2DBackpropFilter', macs, bytes },
      ],
      optimizer: [{ kernel: 'ResourceApplyGradientDescent', bytes: 12 * weights }],
    },
  };
}

function norm(at: At, image: Image): LayerSpec {
  const bytes = bytesOf(image);
  return {
    ...shared(at, image),
    className: 'BatchNormalization',
    weightBytes: 16 * image.channels,
    activationBytes: bytes,
    kernels: {
      forward: [{ kernel: 'FusedBatchNormV3', bytes: 2 * bytes }],
      backward: [{ kernel: 'FusedBatchNormGradV3', bytes: 3 * bytes }],
      optimizer: [
        { kernel: 'ResourceApplyGradientDescent', bytes: 12 * image.channels },
        { kernel: 'ResourceApplyGradientDescent', bytes: 12 * image.channels },
      ],
    },
  };
}

function elementwise(at: At, image: Image, className: string, kernel: string): LayerSpec {
  const bytes = bytesOf(image);
  return {
    ...shared(at, image),
    className,
    activationBytes: bytes,
    kernels: {
      forward: [{ kernel, bytes: 2 * bytes }],
      backward: [{ kernel: `${kernel}Grad`, bytes: 3 * bytes }],
    },
  };
}

function block(path: string, scopes: readonly string[], from: Image, to: Image): LayerSpec[] {
  const inside = [...scopes, path];
  const at = (name: string, line: number): At => ({ id: `${path}/${name}`, scopes: inside, line });
  const projects = from.size !== to.size || from.channels !== to.channels;
  return [
    conv(at('Conv2D.1', 11), from, to, 3),
    norm(at('BatchNormalization.1', 12), to),
    elementwise(at('ReLU.1', 13), to, 'ReLU', 'Relu'),
    conv(at('Conv2D.2', 14), to, to, 3),
    norm(at('BatchNormalization.2', 15), to),
    ...(projects ? [conv(at('Conv2D.3', 17), from, to, 1)] : []),
    elementwise(at('Add.1', 19), to, 'Add', 'AddV2'),
    elementwise(at('ReLU.2', 20), to, 'ReLU', 'Relu'),
  ];
}

function head(from: Image): LayerSpec[] {
  const weights = from.channels * 10;
  const macs = batch * weights;
  const bytes = 4 * (batch * (from.channels + 10) + weights);
  const source = { file, line: 31, column: 7 };
  return [
    {
      id: 'net#1/GlobalAveragePooling2D.1',
      className: 'GlobalAveragePooling2D',
      scopes: ['net#1'],
      source: { file, line: 30, column: 7 },
      outputShape: [null, from.channels],
      activationBytes: 4 * batch * from.channels,
      kernels: {
        forward: [{ kernel: 'Mean', bytes: bytesOf(from) }],
        backward: [{ kernel: 'Mul', bytes: bytesOf(from) }],
      },
    },
    {
      id: 'net#1/Dense.1',
      className: 'Dense',
      scopes: ['net#1'],
      source,
      outputShape: [null, 10],
      weightBytes: 4 * weights,
      activationBytes: 4 * batch * 10,
      kernels: {
        forward: [{ kernel: '_FusedMatMul', macs, bytes }],
        backward: [
          { kernel: 'BatchMatMulV2', macs, bytes },
          { kernel: 'BatchMatMulV2', macs, bytes },
          { kernel: 'BiasAddGrad', bytes: 4 * batch * 10 },
        ],
        optimizer: [{ kernel: 'ResourceApplyGradientDescent', bytes: 12 * weights }],
      },
    },
  ];
}

function resnetLayers(): LayerSpec[] {
  const image = { size: 32, channels: 3 };
  const wide = { size: 32, channels: 16 };
  const deep = { size: 16, channels: 32 };
  const stage = (n: number): string[] => ['net#1', `net#1/stage#${n}`];
  const stem: At = { id: 'net#1/Conv2D.1', scopes: ['net#1'], line: 25 };
  return [
    conv(stem, image, wide, 3),
    ...block('net#1/stage#1/block#1', stage(1), wide, wide),
    ...block('net#1/stage#1/block#2', stage(1), wide, wide),
    ...block('net#1/stage#2/block#1', stage(2), wide, deep),
    ...block('net#1/stage#2/block#2', stage(2), deep, deep),
    ...head(deep),
  ];
}

export const resnet: ProfileSpec = {
  layers: resnetLayers(),
  noise: 0.1,
  seed: 7,
  batch,
  parts: {
    loss: [
      { kernel: 'Softmax', bytes: 320 },
      { kernel: 'Mean', bytes: 320 },
    ],
    gradients: [{ kernel: 'AddN', bytes: 4096 }],
    other: [{ kernel: 'Identity', bytes: 4 }],
  },
};
