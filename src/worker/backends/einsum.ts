/** Einstein summation by batched matrix products. */
import { core } from '../tfjs/library';
import { composed, tensorOf } from './tensors';

/** A tensor whose axes have letters. */
interface Term {
  readonly letters: readonly string[];
  readonly tensor: core.Tensor;
}

function arranged({ letters, tensor }: Term, order: readonly string[]): core.Tensor {
  const axes = order.map((letter) => letters.indexOf(letter));
  return axes.every((axis, index) => axis === index) ? tensor : core.transpose(tensor, axes);
}

/** The term summed over the letters that nobody needs any more. */
function reduced({ letters, tensor }: Term, needed: ReadonlySet<string>): Term {
  const axes = letters.flatMap((letter, axis) => (needed.has(letter) ? [] : [axis]));
  if (axes.length === 0) return { letters, tensor };
  return { letters: letters.filter((letter) => needed.has(letter)), tensor: tensor.sum(axes) };
}

function sizeOf(term: Term, letters: readonly string[]): number {
  return letters.reduce((size, l) => size * (term.tensor.shape[term.letters.indexOf(l)] ?? 1), 1);
}

/** Both terms as one, summed over the letters that they share and that are not in `kept`. */
function contracted(left: Term, right: Term, kept: ReadonlySet<string>): Term {
  const a = reduced(left, new Set([...kept, ...right.letters]));
  const b = reduced(right, new Set([...kept, ...left.letters]));
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const batch = shared.filter((letter) => kept.has(letter));
  const inner = shared.filter((letter) => !kept.has(letter));
  const rows = a.letters.filter((letter) => !shared.includes(letter));
  const columns = b.letters.filter((letter) => !shared.includes(letter));
  const sizes = [sizeOf(a, batch), sizeOf(a, rows), sizeOf(a, inner), sizeOf(b, columns)] as const;
  const [batches, rowCount, innerCount, columnCount] = sizes;
  const product = core.matMul(
    arranged(a, [...batch, ...rows, ...inner]).reshape([batches, rowCount, innerCount]),
    arranged(b, [...batch, ...inner, ...columns]).reshape([batches, innerCount, columnCount]),
  );
  const shapeOf = (term: Term, letters: readonly string[]) =>
    letters.map((letter) => term.tensor.shape[term.letters.indexOf(letter)] ?? 1);
  const shape = [...shapeOf(a, batch), ...shapeOf(a, rows), ...shapeOf(b, columns)];
  return { letters: [...batch, ...rows, ...columns], tensor: product.reshape(shape) };
}

function parsed(equation: string): {
  readonly inputs: readonly string[][];
  readonly output: string[];
} {
  const [left = '', right = ''] = equation.replaceAll(/\s/g, '').split('->');
  const inputs = left.split(',').map((letters) => Array.from(letters));
  if (inputs.some((letters) => new Set(letters).size < letters.length)) {
    throw new Error(
      `einsum "${equation}" names an axis twice in one operand, which TensorFlow.js does not support`,
    );
  }
  return { inputs, output: Array.from(right) };
}

/** One or two operands, as TensorFlow.js takes on every backend. */
export const einsum = composed(
  (inputs: Record<string, core.TensorInfo>, { equation }: core.EinsumAttrs) => {
    const { inputs: letters, output } = parsed(equation);
    const [first, second, ...more] = Object.values(inputs).map((input, index) => ({
      letters: letters[index] ?? [],
      tensor: tensorOf(input),
    }));
    if (first === undefined || more.length > 0 || letters.length > 2) {
      throw new Error(`einsum "${equation}" has not one or two operands`);
    }
    const kept = new Set(output);
    const all = second === undefined ? first : contracted(first, second, kept);
    const result = arranged(reduced(all, kept), output);
    return result === first.tensor ? core.clone(result) : result;
  },
);

/**
 * Whether a letter is summed that only one of two operands has: the cpu and webgpu backends give tensors of a wrong
 * shape then.
 */
export function sumsAlone(equation: string): boolean {
  const { inputs, output } = parsed(equation);
  if (inputs.length !== 2) return false;
  const counts = inputs
    .flat()
    .map((letter) => inputs.filter((letters) => letters.includes(letter)));
  return inputs
    .flat()
    .some((letter, index) => counts[index]?.length === 1 && !output.includes(letter));
}
