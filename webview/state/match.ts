/** Whether words that a person types are in what is known of a layer, a group or a skip. */
import { layerTitle } from '../../src/layout/titles';
import { formatShape } from '../../src/model/format';
import type { GraphNode, Skip } from '../../src/model/graph';
import { layerName } from '../../src/model/layerName';

/** Lower case, and shapes by the sign that is on the keyboard. */
function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('×', 'x');
}

/** What a layer can be found by: name, class, what stands on its box, shapes of its outputs. */
export function boxText(node: GraphNode): string {
  const shapes = node.outputs.map(({ shape }) => formatShape(shape));
  return [node.name, layerName(node), node.className, layerTitle(node), ...shapes].join('\n');
}

/** What a skip can be found by: `projection skip pre-activation`. */
export function skipText({ kind, activation, stochasticDepth }: Skip): string {
  return [
    `${kind} skip`,
    activation === undefined ? '' : `${activation}-activation`,
    stochasticDepth === true ? 'stochastic depth' : '',
  ].join('\n');
}

type IsIn = (text: string) => boolean;

/** A part of a query: how it is found in the text of the thing itself, and in the groups around it. */
interface Part {
  readonly own: IsIn;
  readonly around: IsIn;
}

/**
 * A test for a query, whose words must all be found, in any order: `stage 2 conv` finds convolutions in
 * the group `stage 2`. Text in quotes is one word. Undefined where the query has no words.
 *
 * @returns takes the text of the thing itself and the titles of the groups around it. At least one
 * word has to be in the text itself, or everything in a group would be found by the group's name.
 */
export function matcher(query: string): ((text: string, around: string) => boolean) | undefined {
  const parts = partsOf(wordsOf(query));
  if (parts.length === 0) return undefined;
  return (text, around) => {
    const [inner, outer] = [plain(text), plain(around)];
    return (
      parts.some((part) => part.own(inner)) &&
      parts.every((part) => part.own(inner) || part.around(outer))
    );
  };
}

const isNumber = (word: string): boolean => /^\d+$/.test(word);

/** A number belongs to the word before it where the two stand together: `stage 2` is no stage with a 2 in it. */
function partsOf(words: readonly string[]): Part[] {
  return words.flatMap((word, at): Part[] => {
    const next = words[at + 1];
    if (isNumber(word) && at > 0 && !isNumber(words[at - 1] ?? '')) return [];
    if (isNumber(word) || next === undefined || !isNumber(next)) {
      const isIn = testOf(word);
      return [{ own: isIn, around: isIn }];
    }
    const [one, other, both] = [word, next, `${word} ${next}`].map(testOf);
    if (one === undefined || other === undefined || both === undefined) return [];
    return [{ own: (text) => both(text) || (one(text) && other(text)), around: both }];
  });
}

/** A number at the end is a whole one: `2` is in `stage 2` and in `2×2`, and not in `Conv2D` or `128`. */
function testOf(word: string): IsIn {
  const number = /^(.*?)(\d+)$/s.exec(word);
  if (number === null || !/^$|\s$/.test(number[1] ?? '')) return (text) => text.includes(word);
  const [, before = '', digits = ''] = number;
  const start = before === '' ? '(?<![a-wyz\\d])' : escaped(before);
  const whole = new RegExp(`${start}${digits}(?![a-wyz\\d])`);
  return (text) => whole.test(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function wordsOf(query: string): string[] {
  return [...plain(query).matchAll(/"([^"]+)"?|[^\s"]+/g)]
    .map(([word, quoted]) => (quoted ?? word).trim())
    .filter((word) => word !== '');
}
