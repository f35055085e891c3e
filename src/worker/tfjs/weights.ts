/** Makes tf.layers create weights on the meta device, whatever initializer the user chose. */
import { core, Layer } from './library';
import { shapeOnlyTensor } from './metaDevice';

interface Initializer {
  apply(shape: number[], dtype?: core.DataType): core.Tensor;
}

type AddWeight = (
  this: object,
  name: string,
  shape: number[],
  dtype?: core.DataType,
  ...rest: unknown[]
) => unknown;

const shapes: Initializer = {
  apply: (shape, dtype) => shapeOnlyTensor(shape, dtype ?? 'float32'),
};

/** Position of the initializer among `addWeight`'s arguments after name, shape and dtype. */
const initializerAt = 0;
const initializerFunctionAt = 4;

/** Replaces `Layer.prototype.addWeight` for the life of the process. */
export function makeWeightsShapeOnly(): void {
  const prototype = Layer.prototype as unknown as { addWeight: AddWeight };
  const original = prototype.addWeight;
  prototype.addWeight = function addWeight(name, shape, dtype, ...rest) {
    const changed = [...rest];
    changed[initializerAt] = shapes;
    while (changed.length <= initializerFunctionAt) changed.push(undefined);
    changed[initializerFunctionAt] = () => shapes;
    return original.call(this, name, shape, dtype, ...changed);
  };
}
