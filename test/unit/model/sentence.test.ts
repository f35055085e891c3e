/** Sentences that travel as templates are told in the reader's language wherever they were made. */
import { describe, expect, it } from 'vitest';
import { listed, sentenceLimits, told, wordsIn, type Sentence } from '../../../src/model/sentence';
import { english, type Translate } from '../../../src/model/translate';

const german: Readonly<Record<string, string>> = {
  'In "{0}": {1}': 'In „{0}“: {1}',
  '{0} took {1} s.': 'Nach {1} s noch bei {0}.',
};
const t: Translate = (text, ...values) => english(german[text] ?? text, ...values);

describe('a sentence', () => {
  it('is English at once', () => {
    expect(told`${'conv'} took ${10} s.`).toEqual({
      message: 'conv took 10 s.',
      sentence: { text: '{0} took {1} s.', words: ['conv', 10] },
    });
    expect(told`Profile again.`).toEqual({
      message: 'Profile again.',
      sentence: { text: 'Profile again.' },
    });
  });

  it('is translated with the sentences in it, in the order of the other language', () => {
    const words = told`In "${'stem'}": ${told`${'conv'} took ${10} s.`}`;
    expect(words.message).toBe('In "stem": conv took 10 s.');
    expect(wordsIn(t, words)).toBe('In „stem“: Nach 10 s noch bei conv.');
  });

  it('leaves the words of others as they are, with what looks like a place for words in them', () => {
    const others = { message: '{0} took {1} s.' };
    expect(wordsIn(t, others)).toBe('{0} took {1} s.');
    expect(wordsIn(t, told`In "${'{1}'}": ${others}`)).toBe('In „{1}“: {0} took {1} s.');
  });

  it('is not read deeper than any of ours is', () => {
    let sentence: Sentence = { text: 'the end' };
    for (let i = 0; i < sentenceLimits.depth; i++) sentence = { text: '({0})', words: [sentence] };
    const shown = wordsIn(t, { message: '', sentence });
    expect(shown).toContain('((((');
    expect(shown).not.toContain('the end');
  });

  it('cuts what is too long to be read, and takes what is no text', () => {
    const long = told`"${'x'.repeat(30_000)}"`;
    expect(long.message).toHaveLength(sentenceLimits.wordLength + 2);
    const name: unknown = undefined;
    expect(told`${name as string} took ${Infinity} s.`).toMatchObject({
      message: 'undefined took Infinity s.',
      sentence: { words: ['undefined', 'Infinity'] },
    });
  });
});

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j in a row', (items, message) => {
  expect(listed(items).message).toBe(message);
});
