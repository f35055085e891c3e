/** oneDNN's convolution that adds a bias and a tensor and applies an activation while it writes its output. */
import type { TFEOpAttr } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { core } from '../../../tfjs/library';
import type { Activation } from './chains';
import type { Id, Native } from './native';

type Info = core.backend_util.Conv2DInfo;

export interface FusedConvolution {
  readonly info: Info;
  readonly x: Id;
  readonly filter: Id;
  readonly bias: Id;
  /** Of a filter that stays as it is: unlike that of any other filter of this process. */
  readonly serial?: number;
  readonly summand?: Id;
  readonly activation?: Activation;
}

function attributesOf(native: Native, { info, serial }: FusedConvolution): TFEOpAttr[] {
  const attributes = [
    ...native.floats,
    native.integers('strides', [1, info.strideHeight, info.strideWidth, 1]),
    native.text('padding', info.padInfo.type),
    native.text('data_format', 'NHWC'),
    native.text('_kernel', 'MklNameChangeOp'),
  ];
  if (serial === undefined) return attributes;
  return [
    ...attributes,
    // Has the kernel keep the filter in the order that it computes in, which it would else find anew each time.
    native.flag('is_filter_const', true),
    // TensorFlow keeps a kernel for each set of attributes: one that is of this filter alone.
    native.integers('_filter', [serial]),
  ];
}

/** `hasOneDnn` and, with a summand or an activation, `fusesActivations` have looked for the kernels. */
export function convolve(native: Native, given: FusedConvolution): core.Tensor {
  const { x, filter, bias, summand, activation } = given;
  const attributes = attributesOf(native, given);
  const inputs = [x, filter, bias];
  if (summand === undefined && activation === undefined)
    return native.run('_MklNativeConv2DWithBias', attributes, inputs);
  const sum = summand === undefined ? [] : [summand];
  const fused = [
    'BiasAdd',
    ...(summand === undefined ? [] : ['Add']),
    ...(activation === undefined ? [] : [activation]),
  ];
  attributes.push(
    native.integer('num_args', 1 + sum.length),
    native.typeList('TArgs', 1 + sum.length),
    native.textList('fused_ops', fused),
  );
  return native.run('_MklNativeFusedConv2D', attributes, [...inputs, ...sum]);
}

/**
 * Whether the binding passes lists of strings and of types, as that of this product does and tfjs-node's own does not, and
 * this TensorFlow has the kernel.
 */
export function fusesActivations(native: Native): boolean {
  const info = core.backend_util.computeConv2DInfo([1, 1, 1, 1], [1, 1, 1, 1], 1, 1, 'valid');
  try {
    return core.tidy(() => {
      const one = native.id(core.ones([1, 1, 1, 1]));
      const bias = native.id(core.tensor1d([-3]));
      const given = { info, x: one, filter: one, bias, summand: one };
      const [value] = convolve(native, { ...given, activation: 'Relu' }).dataSync();
      return value === 0;
    });
  } catch {
    return false;
  }
}
