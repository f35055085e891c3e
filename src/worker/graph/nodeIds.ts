/** Which nodes the graph has for what tf.layers runs, so that a step can be charged to them. */
import type { SymbolicTensor } from '../tfjs/library';

export class NodeIds {
  readonly #ids = new Map<SymbolicTensor, string[]>();

  /** A node was made for the application that gives these tensors. */
  add(outputs: readonly SymbolicTensor[], id: string): void {
    for (const output of outputs) {
      const known = this.#ids.get(output);
      if (known === undefined) this.#ids.set(output, [id]);
      else known.push(id);
    }
  }

  /** The nodes of a tensor's application: several for a nested model that is applied more than once. */
  of(output: SymbolicTensor): readonly string[] {
    return this.#ids.get(output) ?? [];
  }
}
