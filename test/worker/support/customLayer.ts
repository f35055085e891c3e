/** A model with one layer of its author's own. */
import { importTf } from './inspect';

/** How a `call` gets at its one input. */
export const first = 'const x = Array.isArray(inputs) ? inputs[0]! : inputs;';

/** A file whose `build()` applies a layer with a weight `w` and these methods to 5×16. */
export const block = (method: string): string => `${importTf}class Block extends tf.layers.Layer {
  static className = 'Block';
  w!: tf.LayerVariable;
  override build(shape: tf.Shape) {
    this.w = this.addWeight('w', [shape.at(-1)!, shape.at(-1)!], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  ${method}
}
function build() {
  const input = tf.input({ shape: [5, 16] });
  const y = new Block().apply(input) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: tf.layers.flatten().apply(y) as tf.SymbolicTensor });
}
`;
