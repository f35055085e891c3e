/** Einstein summation by batched matrix products. */
import { core } from '../../tfjs/library';
import { composed, tensorOf } from '../tensors';

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
  const inputs = left.split(',').map((letters) => [...letters]);
  if (inputs.some((letters) => new Set(letters).size < letters.length)) {
    throw new Error(
      `einsum "${equation}" names an axis twice in one operand, which TensorFlow.js does not support`,
    );
  }
  return { inputs, output: [...right] };
}

/** Letters that the output or one of the terms from `index` has. */
function needed(terms: readonly Term[], index: number, output: readonly string[]): Set<string> {
  return new Set([...output, ...terms.slice(index).flatMap(({ letters }) => letters)]);
}

export const einsum = composed<Record<string, core.TensorInfo>, core.EinsumAttrs>(
  (inputs, { equation }) => {
    const { inputs: letters, output } = parsed(equation);
    const terms = Object.values(inputs).map((input, index) => ({
      letters: letters[index] ?? [],
      tensor: tensorOf(input),
    }));
    const [first, ...rest] = terms;
    if (first === undefined) throw new Error('einsum has no operands');
    const all = rest.reduce<Term>(
      (term, next, index) => contracted(term, next, needed(rest, index + 1, output)),
      first,
    );
    const result = arranged(reduced(all, new Set(output)), output);
    return result === first.tensor ? core.clone(result) : result;
  },
);
