/**
 * Sentences that are made far from whoever reads them: in a worker process, in the bundler, in the pure parts. None of
 * these knows the reader's language, so a sentence travels as a template and what stands in it, beside its English.
 */
import { english, type Translate } from './translate';

/** What may stand in a template: names, numbers, and other sentences. */
export type Word = string | number | Sentence;

/** A template and what stands in it where it says `{0}`, `{1}` and so on. */
export interface Sentence {
  readonly text: string;
  readonly words?: readonly Word[];
}

/** Something to be read, in English and, where it is ours to translate, as the sentence that it was made of. */
export interface Told {
  readonly message: string;
  /** Absent for the words of others, such as the user's code and TensorFlow.js: they are shown as they are. */
  readonly sentence?: Sentence;
}

/** What a process may send: nobody's sentence says more, and what reads one walks through all of it. */
export const sentenceLimits = { textLength: 2_000, wordLength: 20_000, words: 8, depth: 8 };

function plain(text: unknown): string {
  return String(text).slice(0, sentenceLimits.wordLength);
}

function wordOf(said: string | number | Told): Word {
  if (Number.isFinite(said)) return Number(said);
  const sentence = typeof said === 'object' ? said.sentence : undefined;
  // What user code calls a name may be no string.
  return sentence ?? plain(typeof said === 'object' ? said.message : said);
}

/**
 * A template literal as a sentence: told`The ${name} backend is out of memory.` Its text is collected for
 * translators (`npm run l10n`).
 */
export function told(
  texts: TemplateStringsArray,
  ...said: readonly (string | number | Told)[]
): Told & { readonly sentence: Sentence } {
  const text = texts.reduce((before, part, i) => `${before}{${i - 1}}${part}`);
  const sentence = said.length === 0 ? { text } : { text, words: said.map(wordOf) };
  return { message: translated(sentence, english), sentence };
}

/** What is deeper than any sentence of ours is left out: a process may have sent it. */
function translated(
  { text, words = [] }: Sentence,
  t: Translate,
  depth = sentenceLimits.depth,
): string {
  if (depth === 0) return '…';
  const inner = (word: Word): string | number =>
    typeof word === 'object' ? translated(word, t, depth - 1) : word;
  return t(text, ...words.map(inner));
}

/** What to show of something told, in the reader's language. */
export function wordsIn(t: Translate, { message, sentence }: Told): string {
  return sentence === undefined ? message : translated(sentence, t);
}

/** `a, b and c`. */
export function listed(items: readonly string[]): Told {
  const [last = '', ...others] = items.toReversed();
  if (others.length === 0) return { message: last };
  return told`${others.reverse().join(', ')} and ${last}`;
}
