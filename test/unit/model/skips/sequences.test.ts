/** Skips of transformers and recurrent layers. */
import { describe, expect, test } from 'vitest';
import type { GraphNode, InnerGraph, Skip } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';

class Tokens extends GraphBuilder {
  layerNorm(x: Ref): Ref {
    return this.add('LayerNormalization', [x]);
  }

  /** Written with operations: softmax(Q·Kᵀ)·V, then a projection. */
  attention(x: Ref, memory = x, mask?: Ref): Ref {
    const [q, k, v] = [this.#project(x), this.#project(memory), this.#project(memory)];
    const scores = this.add('BatchMatMul', [q, k]);
    const scaled = this.add('Multiply', [scores], { constants: [[]] });
    const masked = mask === undefined ? scaled : this.add('AddV2', [scaled, mask]);
    const mixed = this.add('BatchMatMul', [this.add('Softmax', [masked]), v]);
    return this.dense(this.add('Reshape', [mixed]));
  }

  #project(x: Ref): Ref {
    const matrix = this.add('_FusedMatMul', [this.add('Reshape', [x])], { kernel: [4, 4] });
    return this.add('Transpose', [this.add('Reshape', [matrix])]);
  }

  feedForward(x: Ref): Ref {
    return this.dense(this.add('Activation', [this.dense(x)], { config: { activation: 'gelu' } }));
  }
}

function skipsOf(write: (g: Tokens, x: Ref) => Ref): Skip[] {
  const builder = new Tokens();
  write(builder, builder.add('Embedding', [builder.input()], { kernel: [9, 4] }));
  return builder.skips();
}

function traced(write: (g: Tokens, x: Ref) => Ref): InnerGraph {
  const inner = new Tokens();
  return inner.graph(write(inner, inner.input()));
}

const kinds = (skips: readonly Skip[]): string[] =>
  skips.map(({ kind, length, activation }) => `${kind} ${length} ${activation ?? '-'}`);

describe('transformers', () => {
  test('normalized after the sum, as in BERT', () => {
    const skips = skipsOf((g, x) => {
      let at = g.layerNorm(x);
      for (let i = 0; i < 12; i++) {
        at = g.layerNorm(g.sum(at, g.add('Dropout', [g.attention(at)])));
        at = g.layerNorm(g.sum(g.add('Dropout', [g.feedForward(at)]), at));
      }
      return at;
    });
    expect(skips).toHaveLength(24);
    for (const kind of kinds(skips)) expect(kind).toBe('transformer 2 post');
  });

  test('normalized before the branch, as in GPT-2', () => {
    const skips = skipsOf((g, x) => {
      let at = x;
      for (let i = 0; i < 12; i++) {
        at = g.sum(at, g.attention(g.layerNorm(at)));
        at = g.sum(at, g.feedForward(g.layerNorm(at)));
      }
      return g.layerNorm(at);
    });
    expect(skips).toHaveLength(24);
    for (const kind of kinds(skips)) expect(kind).toBe('transformer 2 pre');
  });

  test('a layer of their own whose inside was traced', () => {
    const inner = traced((g, x) => g.attention(x));
    const skips = skipsOf((g, x) => {
      const at = g.sum(x, g.add('Mixer', [g.layerNorm(x)], { inner }));
      return g.sum(at, g.feedForward(g.layerNorm(at)));
    });
    expect(kinds(skips)).toEqual(['transformer 2 pre', 'transformer 2 pre']);
  });

  test('an attention layer that nobody traced', () => {
    const skips = skipsOf((g, x) =>
      g.sum(x, g.add('MultiHeadAttention', [g.layerNorm(x)], { kernel: [4, 3, 4] })),
    );
    expect(kinds(skips)).toEqual(['transformer 1 pre']);
  });

  test('attention to another input, with a mask of it', () => {
    const skips = skipsOf((g, x) => {
      const memory = g.dense(g.input());
      return g.sum(x, g.attention(g.layerNorm(x), memory, g.add('Cast', [g.input()])));
    });
    expect(kinds(skips)).toEqual(['transformer 2 pre']);
  });

  test('scores that a projection of the same tensor biases', () => {
    const skips = skipsOf((g, x) => {
      const before = g.layerNorm(x);
      const bias = g.add('ExpandDims', [g.add('Transpose', [g.dense(before)])]);
      return g.sum(x, g.attention(before, before, bias));
    });
    expect(kinds(skips)).toEqual(['transformer 2 pre']);
  });

  test('three dense layers on the stream of attention are no feed-forward network', () => {
    const skips = skipsOf((g, x) => {
      const y = g.sum(x, g.attention(g.layerNorm(x)));
      return g.sum(y, g.feedForward(g.relu(g.dense(y))));
    });
    expect(skips.map(({ kind }) => kind)).toEqual(['transformer', 'identity']);
  });

  test('attention and network side by side', () => {
    const skips = skipsOf((g, x) => {
      const before = g.layerNorm(x);
      return g.add('AddV2', [g.add('AddV2', [x, g.attention(before)]), g.feedForward(before)]);
    });
    expect(skips.map(({ kind, fork }) => [kind, fork])).toEqual([
      ['transformer', 'Embedding.1'],
      ['transformer', 'Embedding.1'],
    ]);
    expect(skips[1]!.shortcut).toEqual([skips[0]!.merge]);
  });

  test('the long way around a whole transformer is an identity', () => {
    const skips = skipsOf((g, x) => {
      const y = g.dense(x);
      const at = g.sum(y, g.attention(g.layerNorm(y)));
      return g.sum(x, g.dense(g.sum(at, g.feedForward(g.layerNorm(at)))));
    });
    expect(skips.map(({ kind }) => kind)).toEqual(['transformer', 'transformer', 'identity']);
  });

  test('a block as a layer of their own holds its skips itself', () => {
    const inner = traced((g, x) => {
      const at = g.sum(x, g.attention(g.layerNorm(x)));
      return g.sum(at, g.feedForward(g.layerNorm(at)));
    });
    expect(kinds(inner.skips)).toEqual(['transformer 2 pre', 'transformer 2 pre']);
    expect(skipsOf((g, x) => g.dense(g.add('Block', [x], { inner })))).toEqual([]);
    const around = skipsOf((g, x) => g.sum(x, g.dense(g.add('Block', [x], { inner }))));
    expect(around.map(({ kind }) => kind)).toEqual(['identity']);
  });

  test.each<[string, (g: Tokens, x: Ref) => Ref]>([
    ['dense layers without attention', (g, x) => g.sum(x, g.feedForward(g.layerNorm(x)))],
    [
      'a softmax of products that weighs nothing',
      (g, x) => g.sum(x, g.add('Softmax', [g.add('BatchMatMul', [g.dense(x), g.dense(x)])])),
    ],
    ['a softmax that multiplies nothing', (g, x) => g.sum(x, g.add('Softmax', [g.dense(x)]))],
    [
      'a softmax gate',
      (g, x) => g.sum(x, g.add('Multiply', [g.dense(x), g.add('Softmax', [g.dense(x)])])),
    ],
  ])('an identity skip: %s', (_, write) => {
    expect(skipsOf(write).map(({ kind }) => kind)).toEqual(['identity']);
  });
});

describe('recurrent layers', () => {
  const recurrent = (className: string, config: GraphNode['config'] = {}): Skip[] =>
    skipsOf((g, x) => g.dense(g.add(className, [x], { kernel: [4, 16], config })));
  const lstm = { className: 'LSTM', config: { units: 4 } };

  test.each<[string, GraphNode['config'], number]>([
    ['LSTM', {}, 1],
    ['GRU', {}, 1],
    ['ConvLSTM2D', {}, 1],
    ['SimpleRNN', {}, 0],
    ['Bidirectional', { layer: lstm }, 2],
    ['TimeDistributed', { layer: lstm }, 1],
    ['TimeDistributed', { layer: { className: 'Dense', config: {} } }, 0],
    ['RNN', { cell: { className: 'GRUCell', config: {} } }, 1],
    ['RNN', { cell: { className: 'StackedRNNCells', config: { cells: [lstm, lstm, lstm] } } }, 3],
  ])('%s %j holds %i', (className, config, count) => {
    const skips = recurrent(className, config);
    const id = `${className}.2`;
    expect(skips).toHaveLength(count);
    for (const skip of skips)
      expect(skip).toMatchObject({ kind: 'recurrent', fork: id, merge: id, branch: [], length: 1 });
    expect(new Set(skips.map((skip) => skip.id)).size).toBe(count);
  });

  test('a residual around an LSTM beside the one in it', () => {
    const skips = skipsOf((g, x) => g.sum(x, g.add('LSTM', [x], { kernel: [4, 16] })));
    expect(kinds(skips)).toEqual(['recurrent 1 -', 'identity 1 -']);
  });
});
