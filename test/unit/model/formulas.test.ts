/** Formulas against counts worked out by hand: what stands left of the equals sign has to give what stands right. */
import { describe, expect, it } from 'vitest';
import {
  activationFormula,
  formulaText,
  macFormula,
  parameterFormula,
} from '../../../src/model/formulas';
import type { GraphNode, Json, Shape } from '../../../src/model/graph';
import { forwardMacs } from '../../../src/model/macs';

interface Layer {
  readonly className: string;
  readonly input?: Shape;
  readonly output: Shape;
  readonly weights: readonly (readonly number[])[];
  readonly config?: Readonly<Record<string, Json>>;
}

function nodeOf({ className, input = [], output, weights, config = {} }: Layer): GraphNode {
  const node = {
    id: 'a',
    name: 'a',
    className,
    config,
    inputs: [{ shape: input, dtype: 'float32' }],
    outputs: [{ shape: output, dtype: 'float32' }],
    weights: weights.map((shape) => ({ name: 'w', shape, trainable: true })),
    scope: null,
    places: [],
  };
  const trainable = weights.reduce((sum, shape) => sum + shape.reduce((n, size) => n * size, 1), 0);
  return {
    ...node,
    parameters: { trainable, nonTrainable: 0 },
    macs: { forward: forwardMacs(node) },
  };
}

const convolution: Layer = {
  className: 'Conv2D',
  input: [null, 56, 56, 64],
  output: [null, 56, 56, 64],
  weights: [[3, 3, 64, 64]],
  config: { useBias: false },
};

/** Works out `56×56 × (3×3 + 4)` as it stands. */
function evaluate(terms: string): number {
  const flat = terms.replaceAll(/\(([^)]*)\)/g, (_, inner: string) => String(evaluate(inner)));
  return flat
    .split(' + ')
    .map((term) => term.split('×').reduce((n, factor) => n * Number.parseInt(factor, 10), 1))
    .reduce((sum, term) => sum + term, 0);
}

describe('the formulas of a layer', () => {
  it('tell the parameters of a convolution without a bias', () => {
    const formula = parameterFormula(nodeOf(convolution));
    expect(formula && formulaText(formula)).toBe('3×3×64×64 + 0 = 36,864');
  });

  it('tell those of layers with a bias, and equal weights once', () => {
    const dense = nodeOf({ className: 'Dense', output: [null, 10], weights: [[512, 10], [10]] });
    expect(parameterFormula(dense)?.terms).toBe('512×10 + 10');
    const norm = nodeOf({
      className: 'BatchNormalization',
      output: [null, 8, 8, 64],
      weights: [[64], [64], [64], [64]],
    });
    expect(parameterFormula(norm)).toEqual({ terms: '4 × 64', value: 256 });
  });

  it('tell the MACs of a convolution', () => {
    const formula = macFormula(nodeOf(convolution));
    expect(formula && formulaText(formula)).toBe('56×56 × 3×3×64×64 = 115,605,504');
  });

  const layers: readonly Layer[] = [
    convolution,
    {
      className: 'SeparableConv2D',
      input: [null, 8, 8, 4],
      output: [null, 8, 8, 16],
      weights: [[3, 3, 4, 1], [1, 1, 4, 16], [16]],
    },
    {
      className: 'Conv2DTranspose',
      input: [null, 5, 5, 4],
      output: [null, 11, 11, 8],
      weights: [[3, 3, 8, 4], [8]],
    },
    { className: 'Dense', output: [null, 10], weights: [[512, 10], [10]] },
    { className: 'Dense', output: [null, 7, 10], weights: [[512, 10], [10]] },
    {
      className: 'LSTM',
      input: [null, 20, 16],
      output: [null, 32],
      weights: [[16, 128], [32, 128], [128]],
    },
    {
      className: 'ConvLSTM2D',
      input: [null, 6, 9, 9, 2],
      output: [null, 6, 7, 7, 4],
      weights: [[3, 3, 2, 16], [3, 3, 4, 16], [16]],
      config: { returnSequences: true },
    },
  ];

  it.each(layers)('give what is counted: $className to $output', (layer) => {
    const node = nodeOf(layer);
    for (const formula of [macFormula(node), parameterFormula(node), activationFormula(node)]) {
      if (formula === undefined) throw new Error('There is no formula.');
      expect(evaluate(formula.terms)).toBe(formula.value);
    }
    expect(macFormula(node)?.value).toBe(forwardMacs(node));
  });

  it('are left out where they would not give what is counted', () => {
    const shared = { ...nodeOf(convolution), parameters: { trainable: 0, nonTrainable: 0 } };
    expect(parameterFormula(shared)).toBeUndefined();
    const byOperation = { ...nodeOf(convolution), macs: { forward: 5 } };
    expect(macFormula(byOperation)).toBeUndefined();
    const embedding = nodeOf({ className: 'Embedding', output: [null, 4, 8], weights: [[9, 8]] });
    expect(macFormula(embedding)).toBeUndefined();
    expect(activationFormula({ outputs: [] })).toBeUndefined();
  });

  it('tell the bytes of an output, by its type', () => {
    const bool = { shape: [null, 3, 5], dtype: 'bool' };
    expect(activationFormula({ outputs: [bool] })).toEqual({ terms: '3×5 × 1 bytes', value: 15 });
    const unknown = { shape: [null, null, 5], dtype: 'float32' };
    expect(activationFormula({ outputs: [unknown] })).toEqual({
      terms: '1×5 × 4 bytes',
      value: 20,
    });
  });
});
