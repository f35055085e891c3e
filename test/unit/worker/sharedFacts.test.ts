/** What layers share is one object, and what differs anywhere is not. */
import { describe, expect, it } from 'vitest';
import type { TensorSpec } from '../../../src/model/graph';
import { SharedFacts, textOf } from '../../../src/worker/graph/sharedFacts';

const config = { filters: 8, strides: [1, 1], useBias: true, kernelInitializer: { scale: 1 } };
const spec: TensorSpec = { shape: [null, 8, 8, 3], dtype: 'float32' };

describe('configurations', () => {
  it('that are equal are one object', () => {
    const shared = new SharedFacts();
    expect(shared.config(structuredClone(config))).toBe(shared.config(config));
  });

  it.each([
    { ...config, filters: 9 },
    { ...config, filters: '8' },
    { ...config, strides: [1, 2] },
    { ...config, useBias: false },
    { ...config, kernelInitializer: { scale: 2 } },
    { ...config, more: 1 },
    {},
  ])('that differ in one field are told apart: %j', (other) => {
    const shared = new SharedFacts();
    const first = shared.config(config);
    expect(shared.config(other)).toEqual(other);
    expect(shared.config(other)).not.toBe(first);
    expect(textOf(shared.config(other))).not.toBe(textOf(first));
  });
});

describe('lists of tensors', () => {
  it('that are equal are one object, and none of the tensors', () => {
    const shared = new SharedFacts();
    const specs = shared.specs([spec]);
    expect(specs).toEqual([spec]);
    expect(specs[0]?.shape).not.toBe(spec.shape);
    expect(shared.specs([structuredClone(spec)])).toBe(specs);
  });

  it.each([
    [[{ ...spec, dtype: 'int32' }]],
    [[{ ...spec, shape: [null, 8, 8, 4] }]],
    [[{ ...spec, shape: [1, 8, 8, 3] }]],
    [[{ ...spec, shape: [null, 8, 83] }]],
    [[{ ...spec, shape: [] }]],
    [[{ ...spec, shape: [null] }]],
    [[spec, spec]],
    [[]],
  ])('that differ are told apart: %j', (other) => {
    const shared = new SharedFacts();
    const first = shared.specs([spec]);
    expect(shared.specs(other)).toEqual(other);
    expect(shared.specs(other)).not.toBe(first);
    expect(shared.specs([spec])).toBe(first);
  });

  it('with what is no size are not mixed up with those that have one', () => {
    const shared = new SharedFacts();
    const odd = JSON.parse('[{"shape":["8"],"dtype":"float32"}]') as TensorSpec[];
    expect(shared.specs([{ shape: [8], dtype: 'float32' }])[0]?.shape).toEqual([8]);
    expect(shared.specs(odd)).toEqual(odd);
  });

  it('with a type that looks like more tensors are told apart', () => {
    const shared = new SharedFacts();
    const two = [
      { shape: [1], dtype: 'a' },
      { shape: [2], dtype: 'b' },
    ];
    const one = [{ shape: [1], dtype: '"a"2,"b"' }];
    expect(shared.specs(two)).toEqual(two);
    expect(shared.specs(one)).toEqual(one);
  });
});
