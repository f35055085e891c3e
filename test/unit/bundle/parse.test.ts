/** A source file is read into a tree once for all who ask in a row. */
import { expect, it } from 'vitest';
import { parseSource } from '../../../src/bundle/parse';

it('gives the same tree for the same text of the same file, and another for anything else', () => {
  const tree = parseSource('/a.ts', 'const a = 1;');
  expect(tree?.program.body).toHaveLength(1);
  expect(parseSource('/a.ts', 'const a = 1;')).toBe(tree);
  const edited = parseSource('/a.ts', 'const a = 1; const b = 2;');
  expect(edited?.program.body).toHaveLength(2);
  expect(parseSource('/b.ts', 'const a = 1; const b = 2;')).not.toBe(edited);
  expect(parseSource('/a.ts', '')?.program.body).toEqual([]);
});

it('reads the same text by the rules of its file', () => {
  const text = 'const a = <A>b;';
  expect(parseSource('/a.ts', text)?.program.body).toHaveLength(1);
  expect(parseSource('/a.js', text)).not.toBe(parseSource('/a.ts', text));
});
