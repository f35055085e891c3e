/** The name of a layer as it is shown: what a user chose letter by letter, what TensorFlow.js made up cut short. */
import type { GraphNode } from './graph';

type Named = Pick<GraphNode, 'name' | 'className'>;

function withoutBars(text: string): string {
  return text.replaceAll('_', '').toLowerCase();
}

/**
 * The number in a name that TensorFlow.js gave, such as 13 of `conv2d_Conv2D13`; undefined in any other.
 * It writes the class in snake case, a bar, the class again and a count of its own (tfjs-layers, the
 * constructor of `Layer`).
 */
export function automaticNumber({ name, className }: Named): string | undefined {
  const number = /\d+$/.exec(name)?.[0] ?? '';
  for (let digits = number.length; digits > 0; digits--) {
    const count = name.slice(name.length - digits);
    const tail = `_${className}${count}`;
    if (!name.endsWith(tail)) continue;
    const head = name.slice(0, -tail.length);
    return withoutBars(head) === withoutBars(className) ? count : undefined;
  }
  return undefined;
}

/** `Conv2D 13` for `conv2d_Conv2D13`; a name of the user's as it is; the class where there is none. */
export function layerName(node: Named): string {
  const number = automaticNumber(node);
  if (number !== undefined) return `${node.className} ${number}`;
  return node.name === '' ? node.className : node.name;
}

/** `input1`, what Sequential puts before its first layer, and names that say no more than that. */
const plainInput = /^in(put.*)?$|_input$/i;

/** The name that a user gave to an input, such as `words`; nothing where it says only that it is one. */
export function inputName({ name }: Named): string {
  return plainInput.test(name) || name === 'InputLayer' ? '' : name;
}
