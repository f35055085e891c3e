/** What is found in a text. */
import { discoverEntries } from '../../../src/bundle/discover';
import { parseSource } from '../../../src/bundle/parse';
import type { EntryCandidate } from '../../../src/protocol/designer';

export function entriesIn(text: string, file = 'model.ts'): EntryCandidate[] {
  const tree = parseSource(file, text);
  if (tree === undefined) throw new Error('The text does not parse.');
  return discoverEntries(text, tree);
}

export function expressionsIn(text: string): string[] {
  return entriesIn(text).map(({ expression }) => expression);
}

export const tf = `import * as tf from '@tensorflow/tfjs';\n`;
