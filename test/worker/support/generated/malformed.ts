/** Samples as they are while somebody edits them, and worse: truncated, shuffled, mutated. */
import type { Random } from './random';

/** Cut off somewhere, at the end of a line as often as not. */
export function truncated(text: string, random: Random): string {
  const end = random.below(text.length);
  return random.below(2) === 0 ? text.slice(0, end) : text.slice(0, text.lastIndexOf('\n', end));
}

/** A run of lines in another order. */
export function shuffled(text: string, random: Random): string {
  const lines = text.split('\n');
  const start = random.below(lines.length);
  const some = lines.splice(start, 2 + random.below(12));
  for (let i = some.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [some[i], some[j]] = [some[j] ?? '', some[i] ?? ''];
  }
  lines.splice(random.below(2) === 0 ? start : random.below(lines.length), 0, ...some);
  return lines.join('\n');
}

const numbers = ['0', '-1', '1.5', 'NaN', 'Infinity', '-Infinity', '1e9', '2 ** 53', 'null', '"7"'];
const values = ['undefined', 'null', '[]', '{}', '() => 0', 'Symbol()', '1n', 'new Proxy({}, {})'];

/** Where a pattern stands in a text, at random. */
function place(text: string, pattern: RegExp, random: Random): RegExpExecArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found.length === 0 ? undefined : random.pick(found);
}

function replaced(text: string, pattern: RegExp, by: string, random: Random): string {
  const match = place(text, pattern, random);
  if (match === undefined) return text;
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

const code = /(?<=\n)(?! ?\*|\/)[^\n]+(?=\n)/g;

function mutatedOnce(text: string, random: Random): string {
  const word = place(text, /\b[A-Za-z]\w+\b/g, random)?.[0] ?? 'x';
  const line = place(text, code, random)?.[0] ?? '';
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return replaced(text, /\b\d+\b/g, random.pick(numbers), random);
    case 3:
      return replaced(text, /(?<=[(,] ?)\w+(?=[,)])/g, random.pick(values), random);
    case 4:
      return replaced(text, /\b[A-Za-z]\w+\b/g, word, random);
    case 5:
      return replaced(text, code, '', random);
    case 6:
      return replaced(text, code, `${line}\n${line}`, random);
    default:
      return replaced(text, /[()[\]{};,.=]/g, random.pick(['', ';', '{', ')', '=>', '?.']), random);
  }
}

/** One to four small changes. */
export function mutated(text: string, random: Random): string {
  let changed = text;
  for (let i = 0; i <= random.below(4); i++) changed = mutatedOnce(changed, random);
  return changed;
}
