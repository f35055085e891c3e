/**
 * What a forward pass will hold at most, without running it: its layers run on the meta device, where those that the backend
 * folds into others make no tensors either.
 */
import type { ProfileSettings } from '../../protocol/profile';
import type { Folds } from '../backends/backend';
import type { Chain } from '../backends/tensorflow/fused/chains';
import {
  Foldings,
  patchLayers,
  type ChainKernels,
  type Info,
} from '../backends/tensorflow/fused/foldings';
import { Patches } from '../backends/tensorflow/fused/patches';
import { Terminated } from '../evaluate/watchdog';
import { isInstance } from '../errors';
import type { BuiltModel } from '../inspect';
import { core, type Layer, type LayersModel } from '../tfjs/library';
import { shapeOnlyTensor, watchHeld } from '../tfjs/metaDevice';
import { runModel, sizesOf } from './step';

type Model = InstanceType<typeof LayersModel>;

function bytesOf({ size, dtype }: Pick<core.Tensor, 'size' | 'dtype'>): number {
  return dtype === 'string' ? 0 : size * core.util.bytesPerElement(dtype);
}

/** Chains of shapes. */
class MetaChains implements ChainKernels {
  readonly #bytes = new Map<Layer, number>();

  constructor(readonly activations: boolean) {}

  takes(...tensors: readonly core.Tensor[]): boolean {
    return tensors.every(({ dtype }) => dtype === 'float32');
  }

  alias(tensor: core.Tensor): core.Tensor {
    return core.clone(tensor);
  }

  computed({ convolution, normalization }: Chain, _: unknown, info: Info): core.Tensor {
    if (normalization !== undefined) {
      const made = core.util.sizeFromShape(info.filterShape) + info.outChannels;
      this.#bytes.set(convolution, 4 * made);
    }
    return shapeOnlyTensor(info.outShape, 'float32');
  }

  bytes(): ReadonlyMap<Layer, number> {
    return this.#bytes;
  }
}

/** The most that a pass holds beside what is there before it. */
function heldIn(model: Model, inputs: readonly core.Tensor[], foldings: Foldings): number {
  let [now, most] = [0, 0];
  const changed = (bytes: number): void => {
    now += bytes;
    most = Math.max(most, now);
  };
  const inModel = <T>(outputs: readonly Layer[], run: () => T): T => foldings.within(outputs, run);
  watchHeld({ backend: 'cpu', changed, workspace: () => undefined }, () => {
    core.dispose(runModel(model, inputs, { inModel }));
  });
  return most;
}

function heldBefore(inputs: readonly core.Tensor[]): number {
  const variables = Object.values(core.engine().registeredVariables);
  const byData = new Map([...variables, ...inputs].map((tensor) => [tensor.dataId, tensor]));
  return [...byData.values()].reduce((sum, tensor) => sum + bytesOf(tensor), 0);
}

function peakOf(model: Model, settings: ProfileSettings, activations: boolean): number {
  const kernels = new MetaChains(activations);
  const foldings = new Foldings(kernels);
  const patches = new Patches();
  const inputs = model.inputs.map(({ shape, dtype, name }) =>
    shapeOnlyTensor(sizesOf(shape, settings, name), dtype),
  );
  try {
    patchLayers(patches, foldings);
    const held = heldBefore(inputs) + heldIn(model, inputs, foldings);
    return foldings.list().reduce((sum, { bytes }) => sum + bytes, held);
  } finally {
    patches.undo();
    core.dispose(inputs);
  }
}

/**
 * Bytes at the peak of an inference with fused kernels, by what the backend will turn out to fold: asked on the meta
 * device, before a backend is open.
 * @returns nothing for other steps, and where a layer needs values
 */
export function foldedPeaks(
  { found }: BuiltModel,
  settings: ProfileSettings,
): ReadonlyMap<Folds, number> {
  const { mode, kernels } = settings;
  if ('recording' in found || mode !== 'infer' || kernels !== 'fused') return new Map();
  try {
    return new Map([
      ['normalizations', peakOf(found, settings, false)],
      ['normalizations, sums and activations', peakOf(found, settings, true)],
    ]);
  } catch (error) {
    if (isInstance(error, Terminated)) throw error;
    return new Map();
  }
}
