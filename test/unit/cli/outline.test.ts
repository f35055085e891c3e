import { describe, expect, it } from 'vitest';
import { outlineOf, type OutlineItem } from '../../../src/model/outline';
import { innerGraph, node, scope, skip } from './graphs';

/** The outline as indented text: what a reader of the summary sees of its structure. */
function lines(items: readonly OutlineItem[], indent = ''): string[] {
  return items.flatMap((item) => [
    `${indent}${item.label}${item.skips.map(({ kind, length }) => ` ↷ ${kind} ${length}`).join('')}`,
    ...lines(item.children, `${indent}  `),
  ]);
}

/** `count` calls of `block` in one function `net`, each of two layers and its sum with a skip. */
function residual(count: number, filters: (block: number) => number) {
  const blocks = Array.from({ length: count }, (_, i) => i + 1);
  const id = (i: number): string => `net#1/block#${i}`;
  return innerGraph({
    scopes: [scope('net#1'), ...blocks.map((i) => scope(id(i), { siblings: count }))],
    nodes: [
      node({ id: 'in', className: 'InputLayer', scope: 'net#1' }),
      ...blocks.flatMap((i) => [
        node({ id: `a${i}`, className: 'Dense', scope: id(i), config: { units: filters(i) } }),
        node({ id: `b${i}`, className: 'Dense', scope: id(i), config: { units: 8 } }),
        node({ id: `sum${i}`, className: 'Add', scope: id(i) }),
      ]),
    ],
    skips: blocks.map((i) =>
      skip({ fork: i === 1 ? 'in' : `sum${i - 1}`, merge: `sum${i}`, branch: [`a${i}`, `b${i}`] }),
    ),
  });
}

describe('outlineOf', () => {
  it('folds identical blocks and marks the skip on them', () => {
    expect(lines(outlineOf(residual(3, () => 4)))).toEqual([
      'Input 8',
      'block 1–3 (×3) ↷ identity 2',
      '  Dense 4',
      '  Dense 8',
      '  Add',
    ]);
  });

  it('folds only neighbours that are alike', () => {
    expect(
      lines(outlineOf(residual(4, (i) => (i === 2 ? 5 : 4)))).filter((l) => !l.startsWith(' ')),
    ).toEqual([
      'Input 8',
      'block 1 ↷ identity 2',
      'block 2 ↷ identity 2',
      'block 3–4 (×2) ↷ identity 2',
    ]);
  });

  it('keeps apart what differs in its skips alone', () => {
    const graph = residual(2, () => 4);
    const [first, second] = graph.skips;
    const skips = [first!, { ...second!, kind: 'projection' as const }];
    expect(lines(outlineOf({ ...graph, skips })).filter((l) => l.startsWith('block'))).toEqual([
      'block 1 ↷ identity 2',
      'block 2 ↷ projection 2',
    ]);
  });

  it('marks the merges when one function made several blocks, or all there is', () => {
    const scopes = [scope('net#1')];
    const nodes = ['in', 'a', 'sum', 'b', 'sum2'].map((id) =>
      node({
        id,
        className: id.startsWith('sum') ? 'Add' : 'Dense',
        scope: 'net#1',
        config: id.startsWith('sum') ? {} : { units: id.length },
      }),
    );
    const skips = [
      skip({ fork: 'in', merge: 'sum', branch: ['a'] }),
      skip({ fork: 'sum', merge: 'sum2', branch: ['b'] }),
    ];
    const several = lines(outlineOf(innerGraph({ scopes, nodes, skips })));
    expect(several).toEqual([
      'Dense 2',
      'Dense 1',
      'Add ↷ identity 1',
      'Dense 1',
      'Add ↷ identity 1',
    ]);
    const one = innerGraph({ scopes, nodes: nodes.slice(0, 3), skips: skips.slice(0, 1) });
    expect(lines(outlineOf(one))).toEqual(['Dense 2', 'Dense 1', 'Add ↷ identity 1']);
  });

  it('writes a small helper on one line, with the skip that is inside', () => {
    const scopes = [scope('head#1'), scope('wrap#1'), scope('wrap#1/inner#1')];
    const nodes = [
      node({ id: 'pool', className: 'GlobalAveragePooling2D', scope: 'head#1' }),
      node({ id: 'dense', className: 'Dense', scope: 'head#1', config: { units: 10 } }),
      node({ id: 'bn', className: 'BatchNormalization', scope: 'wrap#1/inner#1' }),
    ];
    expect(lines(outlineOf(innerGraph({ scopes, nodes })))).toEqual([
      'head: GlobalAveragePooling2D · Dense 10',
      'wrap › inner: BatchNormalization',
    ]);
  });

  it('never hides a failed call or a nested model in a line', () => {
    const inner = innerGraph({ nodes: [node({ id: 'm/d', className: 'Dense' })] });
    const graph = innerGraph({
      scopes: [scope('f#1'), scope('g#1')],
      nodes: [
        node({ id: 'x', className: 'Dense', scope: 'f#1', failed: true }),
        node({ id: 'm', className: 'Sequential', scope: 'g#1', inner }),
      ],
    });
    expect(lines(outlineOf(graph))).toEqual(['f', '  Dense', 'g', '  Sequential m', '    Dense']);
  });

  it('folds nested models whose names alone differ, and keeps shared layers apart', () => {
    const nested = (id: string) =>
      node({
        id,
        className: 'Sequential',
        inner: innerGraph({ nodes: [node({ id: 'd', className: 'Dense' })] }),
      });
    const shared = node({ id: 'z', className: 'Dense', sharedWith: 'y' });
    const graph = innerGraph({
      nodes: [nested('s1'), nested('s2'), node({ id: 'y', className: 'Dense' }), shared],
    });
    expect(lines(outlineOf(graph))).toEqual([
      'Sequential (×2)',
      '  Dense',
      'Dense',
      'Dense (shared)',
    ]);
  });

  it('sums a group, and gives it the output of its last layer', () => {
    const [, block] = outlineOf({
      ...residual(1, () => 4),
      nodes: residual(1, () => 4).nodes.map((each, i) => ({
        ...each,
        parameters: { trainable: i, nonTrainable: 10 },
        macs: { forward: 100 },
        outputs: [{ shape: [null, i], dtype: 'float32' }],
      })),
    });
    expect(block).toMatchObject({ label: 'block', parameters: 36, macs: 300, output: [null, 3] });
  });
});
