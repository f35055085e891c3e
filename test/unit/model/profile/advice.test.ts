import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviseOn, leastGainMs } from '../../../../src/model/profile/advice/advice';
import type { GraphNode, ModelGraph } from '../../../../src/model/graph';
import type { BatchPoint } from '../../../../src/protocol/profile';
import { modelGraph, node } from '../../cli/graphs';
import { profiles } from './arbitrary';
import { buildProfile, type KernelSpec, type LayerSpec, type ProfileSpec } from './builder';

/** At the memory's roof: 2 ms of copying. */
const busy: KernelSpec = { kernel: 'Copy', bytes: 4e7 };

const filler: LayerSpec = {
  id: 'filler',
  className: 'Dense',
  kernels: { forward: Array.from({ length: 20 }, () => ({ kernel: 'MatMul', macs: 2e8 })) },
};

function layer(
  id: string,
  className: string,
  forward: readonly KernelSpec[],
  rest: Partial<LayerSpec> = {},
): LayerSpec {
  return { id, className, kernels: { forward }, ...rest };
}

function advice(
  spec: Omit<ProfileSpec, 'layers'> & { layers: readonly LayerSpec[] },
  graph?: ModelGraph,
) {
  return adviseOn(buildProfile({ ...spec, layers: [...spec.layers, filler] }), graph);
}

/** A chain in the order in which it is given. */
function chain(nodes: readonly GraphNode[], outputs: readonly string[] = []): ModelGraph {
  return modelGraph({
    nodes,
    outputs,
    edges: nodes.slice(1).map(({ id }, i) => ({ from: nodes[i]!.id, output: 0, to: id, input: 0 })),
  });
}

const launches = Array.from({ length: 400 }, () => ({ kernel: 'AddV2', bytes: 100 }));

describe('advice on launches', () => {
  it('is given for many small kernels, and gains what their launches take', () => {
    const [only, second] = advice({ layers: [layer('lstm', 'LSTM', launches)] });
    expect(second).toBeUndefined();
    expect(only).toMatchObject({ rule: 'launch', target: { kind: 'node', id: 'lstm' } });
    expect(only?.gainMs).toBeCloseTo(4);
    expect(only?.title).toBe('lstm');
    expect(only?.sentence).toContain('400 kernels');
  });

  it('is given for a block where no single layer is worth it', () => {
    const small = Array.from({ length: 40 }, (_, i) =>
      layer(`add${i}`, 'Add', launches.slice(0, 12), { scopes: ['net#1', 'net#1/block#1'] }),
    );
    const found = advice({ layers: small });
    expect(found.map(({ rule, target }) => [rule, target])).toEqual([
      ['launch', { kind: 'scope', scope: 'net#1/block#1' }],
    ]);
    expect(found[0]?.gainMs).toBeCloseTo(4.8);
    expect(found[0]?.nodes).toHaveLength(40);
  });

  it('is told of the block and, marked as inside of it, of a layer that is worth it alone', () => {
    const lstm = (id: string) => layer(id, 'LSTM', launches, { scopes: ['net#1', 'net#1/rnn#1'] });
    const found = advice({ layers: [lstm('a'), lstm('b')] });
    expect(found.map(({ target, inside }) => [target.kind, inside])).toEqual([
      ['scope', false],
      ['node', true],
      ['node', true],
    ]);
    expect(found[0]?.sentence).toMatch(/^rnn, in 2 layers: /);
  });

  it('is not given where the device worked all the time', () => {
    const profile = buildProfile({ layers: [layer('lstm', 'LSTM', launches), filler] });
    const [lstm, ...rest] = profile.nodes;
    const forward = { ...lstm!.phases.forward!, gpuMs: lstm!.phases.forward!.ms };
    const working = { ...profile, nodes: [{ ...lstm!, phases: { forward } }, ...rest] };
    expect(adviseOn(working)).toEqual([]);
  });
});

describe('advice on memory', () => {
  const norm = layer('norm', 'BatchNormalization', [busy]);
  const conv = layer('conv', 'Conv2D', [{ kernel: 'Conv2D', macs: 1e8 }]);
  const relu = layer('relu', 'ReLU', [busy]);
  const nodes = [
    node({ id: 'conv', className: 'Conv2D', config: { useBias: false, activation: 'linear' } }),
    node({ id: 'norm', className: 'BatchNormalization' }),
    node({ id: 'relu', className: 'ReLU' }),
  ];
  const spec = { layers: [conv, norm, relu], mode: 'infer' } as const;

  it('folds a normalization and an activation into the convolution before, at inference', () => {
    const found = advice(spec, chain(nodes, ['relu']));
    expect(new Set(found.map(({ rule }) => rule))).toEqual(
      new Set(['fold-norm', 'fuse-activation']),
    );
    for (const { gainMs } of found) expect(gainMs).toBeCloseTo(2.01);
  });

  it('says nothing of it in training, without the graph, or where others read the convolution', () => {
    expect(advice({ ...spec, mode: 'train' }, chain(nodes, ['relu']))).toEqual([]);
    expect(advice(spec)).toEqual([]);
    expect(advice(spec, chain(nodes, ['conv', 'norm', 'relu']))).toEqual([]);
    const graph = chain(nodes, ['relu']);
    const other = { from: 'conv', output: 0, to: 'relu', input: 1 };
    expect(advice(spec, { ...graph, edges: [...graph.edges, other] })).toEqual([]);
  });

  it('says that fused kernels measure a folded normalization, where the backend has them', () => {
    const sentence = (backend: 'tensorflow' | 'wasm'): string =>
      advice({ ...spec, backend: { name: backend } }, chain(nodes, ['relu'])).find(
        ({ rule }) => rule === 'fold-norm',
      )?.sentence ?? '';
    expect(sentence('tensorflow')).toContain('A profile with fused kernels measures that.');
    expect(sentence('wasm')).toContain('could be folded');
    expect(sentence('wasm')).not.toContain('fused kernels');
  });

  it('never gains more than was measured', () => {
    const cached = layer('norm', 'BatchNormalization', [{ ...busy, ms: 1 }]);
    const [found] = advice({ ...spec, layers: [conv, cached] }, chain(nodes.slice(0, 2)));
    expect(found).toMatchObject({ rule: 'fold-norm', gainMs: 1 });
  });

  it('says of a depthwise convolution that its bytes decide', () => {
    const kernels = [{ kernel: 'DepthwiseConv2dNative', macs: 1e7, bytes: 4e7 }];
    const [found] = advice({ layers: [layer('dw', 'DepthwiseConv2D', kernels)] });
    expect(found).toMatchObject({ rule: 'depthwise' });
    expect(found?.gainMs).toBeCloseTo(1);
    expect(found?.sentence).toContain('0.25 MACs a byte');
    const slower = kernels.map((kernel) => ({ ...kernel, ms: 5 }));
    expect(advice({ layers: [layer('dw', 'DepthwiseConv2D', slower)] })).toEqual([]);
  });
});

describe('advice on biases', () => {
  const kernels = {
    forward: [
      { kernel: 'Conv2D', macs: 2e8 },
      { kernel: 'BiasAdd', ms: 0.8 },
    ],
    backward: [
      { kernel: 'Conv2DBackpropFilter', macs: 2e8 },
      { kernel: 'BiasAddGrad', ms: 0.7 },
    ],
  };
  const layers = [{ id: 'conv', className: 'Conv2D', kernels }];
  const nodes = (useBias: boolean) => [
    node({ id: 'conv', className: 'Conv2D', config: { useBias, activation: 'linear' } }),
    node({ id: 'norm', className: 'BatchNormalization' }),
  ];

  it('is given before a normalization, and gains what its kernels take', () => {
    const [found] = advice({ layers }, chain(nodes(true)));
    expect(found).toMatchObject({ rule: 'bias', nodes: ['conv'] });
    expect(found?.gainMs).toBeCloseTo(1.5);
  });

  it('is not given without a bias, before something else, or where something else reads it', () => {
    expect(advice({ layers }, chain(nodes(false)))).toEqual([]);
    expect(advice({ layers }, chain(nodes(true), ['conv']))).toEqual([]);
    const [conv] = nodes(true);
    const relu = node({ id: 'x', className: 'ReLU' });
    expect(advice({ layers }, chain([conv!, relu]))).toEqual([]);
    const both = chain([...nodes(true), relu]);
    const edge = { from: 'conv', output: 0, to: 'x', input: 0 };
    expect(advice({ layers }, { ...both, edges: [...both.edges, edge] })).toEqual([]);
  });
});

describe('advice on what the roofs do not explain', () => {
  const slow = layer('conv', 'Conv2D', [{ kernel: 'Conv2DSlow', ms: 10, macs: 1e8, bytes: 1e6 }]);

  it('says that it is so, invents no reason, and names the slowest kernel', () => {
    const [found] = advice({ layers: [slow] });
    expect(found).toMatchObject({ rule: 'below-roofs' });
    expect(found?.gainMs).toBeCloseTo(10 - 1.01);
    expect(found?.sentence).toMatch(/does not tell why.*Conv2DSlow/);
    const quick = { kernel: 'Quick', ms: 1, macs: 1e7 };
    const kernels = [quick, ...slow.kernels!.forward!, quick];
    const [second] = advice({ layers: [layer('conv', 'Conv2D', kernels)] });
    expect(second?.sentence).toContain('10.0 ms, is Conv2DSlow');
  });

  it('tells time in JavaScript from time in kernels', () => {
    const own = layer('spin', 'Own', [busy], { hostMs: 50 });
    const [found] = advice({ layers: [own] });
    expect(found).toMatchObject({ rule: 'host', target: { kind: 'node', id: 'spin' } });
    expect(found?.gainMs).toBeCloseTo(50);
  });

  it('does not take time for JavaScript where kernels are missing', () => {
    const profile = buildProfile({ layers: [layer('conv', 'Own', [busy, busy]), filler] });
    expect(adviseOn({ ...profile, events: profile.events.slice(2) })).toEqual([]);
  });

  it('says nothing without measured roofs, and nothing where all is at its roof', () => {
    expect(advice({ layers: [slow], roofs: null })).toEqual([]);
    expect(advice({ layers: [layer('copy', 'Own', [busy])] })).toEqual([]);
  });
});

describe('advice on the batch', () => {
  const point = (batch: number, ms: number): BatchPoint => ({
    batch,
    measured: { ms, spread: 0.01, peakBytes: 1 },
  });
  const at = (points: readonly BatchPoint[]) => {
    const profile = buildProfile({ layers: [filler], batch: 4 });
    return adviseOn({ ...profile, batches: { points } });
  };

  it('gains what the best measured batch takes less for as many examples', () => {
    const { ms } = buildProfile({ layers: [filler] }).step;
    const [found] = at([point(4, ms), point(8, ms * 1.2), point(16, ms * 2)]);
    expect(found).toMatchObject({ rule: 'batch', target: { kind: 'step' } });
    expect(found?.gainMs).toBeCloseTo(ms / 2);
    expect(found?.sentence).toContain('With batch 16');
  });

  it('is not given where larger batches gain nothing or were not measured', () => {
    const { ms } = buildProfile({ layers: [filler] }).step;
    expect(at([point(8, 2 * ms)])).toEqual([]);
    expect(at([point(2, ms / 10), { batch: 8 }])).toEqual([]);
  });
});

describe('all advice', () => {
  it('is sorted, worth its place, and gains no more than there is', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const found = adviseOn(profile);
        const gains = found.map(({ gainMs }) => gainMs);
        expect(gains).toEqual([...gains].sort((a, b) => b - a));
        for (const { gainMs, sentence, nodes, share } of found) {
          expect(gainMs).toBeGreaterThanOrEqual(leastGainMs(profile));
          expect(gainMs).toBeLessThanOrEqual(profile.step.ms + 1e-9);
          expect(share).toBeCloseTo(gainMs / profile.step.ms);
          expect(sentence).toMatch(/^\S.*\.$/);
          expect(new Set(nodes).size).toBe(nodes.length);
        }
      }),
    );
  });

  it('is silent below 1 % of the step and below the spread', () => {
    const small = layer('spin', 'Own', [{ kernel: 'K', ms: 0.1 }], { hostMs: 0.3 });
    expect(advice({ layers: [small] })).toEqual([]);
    const unsure = layer('spin', 'Own', [{ kernel: 'K', ms: 0.1 }], { hostMs: 3, spread: 1.2 });
    expect(advice({ layers: [unsure] })).toEqual([]);
    const sure = layer('spin', 'Own', [{ kernel: 'K', ms: 0.1 }], { hostMs: 3 });
    expect(advice({ layers: [sure] })).toHaveLength(1);
    expect(advice({ layers: [sure], spread: 0.2 })).toEqual([]);
  });
});

it('is told in the language of whoever reads it, values and all', () => {
  const spin = layer('spin', 'Own', [{ kernel: 'K', ms: 1 }], { hostMs: 30 });
  const profile = buildProfile({ layers: [spin, filler] });
  const told = adviseOn(profile, undefined, (text, ...values) => `«${text}» ${values.join(' ')}`);
  expect(told.length).toBeGreaterThan(0);
  for (const { sentence } of told) expect(sentence).toMatch(/^«.*\{0\}.*» spin /);
});
