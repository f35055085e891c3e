/** The small picture in a hover. */
import { describe, expect, it, vi } from 'vitest';
import { blockImage } from '../../../../src/editor/beside/blockPicture';
import { allLayers } from '../../../../src/model/lineLayers';
import { twoBlocks } from './graphs';

vi.mock('vscode', () => import('./fakeVscode'));

describe('the picture of a block', () => {
  it('is a small SVG in the text itself, with words for those who do not see it', async () => {
    const [, conv] = allLayers(twoBlocks());
    const image = conv && (await blockImage(conv));
    const [, alt, data, width] =
      /^!\[(.+)\]\(data:image\/svg\+xml;base64,([\w+/=]+)\|width=(\d+),height=\d+\)$/.exec(
        image ?? '',
      ) ?? [];
    expect(alt).toBe('Picture of the block block');
    expect(Number(width)).toBeLessThanOrEqual(420);
    const svg = Buffer.from(data ?? '', 'base64').toString();
    expect(svg).toContain('Conv2D');
    expect(svg).toContain('identity');
    expect(image?.length).toBeLessThan(90_000);
  });

  it('is none of a layer that is in no block', async () => {
    const [input] = allLayers(twoBlocks());
    expect(input && (await blockImage(input))).toBeUndefined();
  });
});
