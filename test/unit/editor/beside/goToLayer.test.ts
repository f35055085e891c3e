/** "Go to Layer…": what is offered and found. */
import { describe, expect, it, vi } from 'vitest';
import { layerItems, matching } from '../../../../src/editor/beside/goToLayer';
import { builds } from '../../../../src/editor/beside/lensTotals';
import { parseShowArguments } from '../../../../src/editor/beside/showArguments';
import { modelGraph } from '../../cli/graphs';
import { layer, twoBlocks } from './graphs';

vi.mock('vscode', () => import('./fakeVscode'));

describe('the layers to choose from', () => {
  const items = layerItems(twoBlocks());

  it('say class, shape, parameters, skip, name and scope', () => {
    expect(items).toHaveLength(7);
    expect(items[1]).toMatchObject({
      label: '$(table) Conv2D',
      description: '56×56×64 · 100',
      detail: 'net#1/block#1/Conv2D.1 — net › block 1',
    });
    expect(items[3]?.description).toBe('56×56×64 · identity skip around 2 weight layers');
  });

  it('are found by any of it, in any order, with x for ×', () => {
    const found = matching(items, 'identity 28x28 BLOCK');
    expect(found.map(({ node }) => node?.id)).toEqual(['net#1/block#2/Add.1']);
    expect(matching(items, 'block 3')).toEqual([]);
  });

  it('are shown by the hundreds, and the others counted', () => {
    const dense = layer({ id: 'a', className: 'Dense', at: [1, 1], shape: [3] });
    const nodes = Array.from({ length: 50_000 }, (_, i) => ({
      ...dense,
      id: `a${i}`,
      name: `a${i}`,
    }));
    const shown = matching(layerItems(modelGraph({ nodes })), '');
    expect(shown).toHaveLength(501);
    expect(shown.at(-1)?.label).toBe('… 49,500 more: type what you look for');
    expect(shown.at(-1)?.node).toBeUndefined();
  });
});

describe('the totals of a lens', () => {
  const entry = { label: 'resnet', expression: 'resnet(depth)', needsArguments: true, line: 1 };

  it.each([
    ['resnet(depth)', true],
    ['resnet({ depth: [50] })', true],
    [' resnet (18, f(2)) ', true],
    ['resnet101()', false],
    ['resnet(50).layers', false],
  ])('of %s belong to resnet: %s', (expression, expected) => {
    expect(builds(expression, entry)).toBe(expected);
  });
});

describe('the link of a hover', () => {
  it.each([undefined, null, 3, 'x', {}, { uri: 1, node: 'a' }, { uri: 'a' }])(
    'is not %j',
    (value) => {
      expect(parseShowArguments(value)).toBeUndefined();
    },
  );

  it('names a file and a layer', () => {
    expect(parseShowArguments({ uri: 'file:///a', node: 'b' })).toEqual({
      uri: 'file:///a',
      node: 'b',
    });
  });
});
