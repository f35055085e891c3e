/** Nothing is believed of the sentences that a process sends. */
import { describe, expect, it } from 'vitest';
import { sentenceLimits } from '../../../src/model/sentence';
import { check, failureSchema } from '../../../src/protocol/schema';

function checked(sentence: unknown) {
  return check(failureSchema, { code: 'model-threw', severity: 'error', message: 'm', sentence });
}

function nested(depth: number): unknown {
  let sentence: unknown = { text: 'a b' };
  for (let i = 1; i < depth; i++) sentence = { text: '{0}', words: [sentence] };
  return sentence;
}

describe('a sentence that crosses a process boundary', () => {
  it.each([
    ['a text', { text: 'Profile again.' }],
    ['words and numbers', { text: '{0} took {1} s.', words: ['x', 10] }],
    ['others in it', nested(sentenceLimits.depth)],
  ])('with %s is taken', (_, sentence) => {
    expect(checked(sentence)).toMatchObject({ ok: true, value: { sentence } });
  });

  it.each([
    ['no text', { words: [] }],
    ['a long text', { text: 'x '.repeat(sentenceLimits.textLength) }],
    ['a long word', { text: '{0}', words: ['x'.repeat(sentenceLimits.wordLength + 1)] }],
    ['many words', { text: '{0}', words: Array(sentenceLimits.words + 1).fill('x') }],
    ['a word that is none', { text: '{0}', words: [{ toString: 'x' }] }],
    ['no words but a list', { text: '{0}', words: [['x']] }],
    ['no number', { text: '{0}', words: [NaN] }],
    ['others that are none', { text: '{0}', words: [{ text: 'toString' }] }],
    ['too many in each other', nested(100_000)],
    ['what every object has', { text: 'constructor' }],
    ['its own prototype', { text: '__proto__' }],
  ])('with %s is refused', (_, sentence) => {
    expect(checked(sentence)).toMatchObject({ ok: false });
  });

  it('brings nothing else along', () => {
    const taken = checked({ text: 'a b', html: '<b>', words: [{ text: 'b c', then: 1 }] });
    expect(taken).toMatchObject({ value: { sentence: { text: 'a b', words: [{ text: 'b c' }] } } });
    expect(JSON.stringify(taken)).not.toMatch(/html|then/);
  });
});
