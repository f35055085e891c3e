/** Bytes that a backend of TensorFlow.js really holds, counted as its data comes and goes. */
import * as tf from '@tensorflow/tfjs';
import type { OptimizerName } from '../../../src/model/peakMemory';

/** What the counted backends have in common: both tell of all data by these two. */
export interface CountedBackend {
  write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object;
  disposeData(id: object, force?: boolean): boolean;
}

/** A model as the file that is inspected. */
export function topologyOf(make: () => tf.LayersModel): string {
  const made = make();
  const topology = JSON.stringify({ modelTopology: made.toJSON(null, false) });
  made.dispose();
  return topology;
}

/** Bytes of the data that a backend holds, and the most since `restart`. */
export class Held {
  now = 0;
  most = 0;
  readonly #sizes = new Map<object, number>();

  constructor(backend: CountedBackend) {
    const write = backend.write.bind(backend);
    const disposeData = backend.disposeData.bind(backend);
    backend.write = (values, shape, dtype) => {
      const id = write(values, shape, dtype);
      this.#sizes.set(id, tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype));
      this.#add(this.#sizes.get(id)!);
      return id;
    };
    backend.disposeData = (id, force) => {
      const gone = disposeData(id, force);
      if (gone) this.#add(-(this.#sizes.get(id) ?? 0));
      if (gone) this.#sizes.delete(id);
      return gone;
    };
  }

  #add(bytes: number): void {
    this.now += bytes;
    this.most = Math.max(this.most, this.now);
  }

  restart(): void {
    this.most = this.now;
  }
}

export const makers: Readonly<Record<OptimizerName, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.01),
  momentum: () => tf.train.momentum(0.01, 0.9),
  adam: () => tf.train.adam(0.01),
};

/** Peak bytes of a second step of `fit`, when the optimizer has its slots. */
export async function peakOfModel(
  held: Held,
  make: () => tf.LayersModel,
  name: OptimizerName,
  batchSize: number,
): Promise<number> {
  const before = held.now;
  const model = make();
  const optimizer = makers[name]();
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const ones = ({ shape }: tf.SymbolicTensor): tf.Tensor =>
    tf.ones([batchSize, ...shape.slice(1)] as number[]);
  for (let step = 0; step < 2; step++) {
    const [x, y] = [model.inputs.map(ones), model.outputs.map(ones)];
    held.restart();
    await model.trainOnBatch(x, y);
    tf.dispose([x, y]);
  }
  const { most } = held;
  model.dispose();
  optimizer.dispose();
  return most - before;
}
