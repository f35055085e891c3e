import { describe, expect, it } from 'vitest';
import { isInstance } from '../../../src/worker/errors';
import { guardedArrays } from '../../../src/worker/evaluate/arrays';
import { Budget } from '../../../src/worker/evaluate/budget';

const megabyte = 1024 * 1024;

/** The constructors of a process that may take `spare` more megabytes. */
function arraysWithin(spare: number): ReturnType<typeof guardedArrays> {
  const memoryLimitMB = process.memoryUsage.rss() / megabyte + spare;
  return guardedArrays(
    new Budget({ timeLimitMs: 60_000, memoryLimitMB, outputLimitBytes: megabyte }),
  );
}

function make(name: string, argument: unknown, arrays = arraysWithin(100)): unknown {
  const constructor = arrays[name];
  if (typeof constructor !== 'function') throw new Error(`There is no ${name}.`);
  return Reflect.construct(constructor, [argument]);
}

describe('an array of the script', () => {
  it.each([
    ['ArrayBuffer', 200 * megabyte],
    ['SharedArrayBuffer', 200 * megabyte],
    ['Uint8Array', 200 * megabyte],
    ['Float32Array', 50 * megabyte],
    ['Float64Array', 25 * megabyte],
    ['BigInt64Array', 25 * megabyte],
    ['Float32Array', String(50 * megabyte)],
    ['Float32Array', { length: 50 * megabyte }],
    ['Float32Array', Infinity],
  ])('is not made beyond the limit: %s of %j', (name, argument) => {
    expect(() => make(name, argument)).toThrow(/^This code took more than [\d.]+ MB/);
  });

  it('is not copied beyond the limit', () => {
    const source = new Uint8Array(25 * megabyte);
    expect(() => make('Float64Array', source)).toThrow(/MB and was stopped/);
  });

  it.each([
    ['Float32Array', 3, new Float32Array(3)],
    ['Float32Array', '3', new Float32Array(3)],
    ['Uint8Array', undefined, new Uint8Array()],
    ['Int16Array', [1, 2, 3], new Int16Array([1, 2, 3])],
    ['Int16Array', { length: 2, 0: 7, 1: 8 }, new Int16Array([7, 8])],
    ['Float64Array', new Set([4, 5]), new Float64Array([4, 5])],
    ['Uint8Array', new ArrayBuffer(2), new Uint8Array(2)],
  ])('is made as always within it: %s of %j', (name, argument, expected) => {
    const made = make(name, argument);
    expect(made).toEqual(expected);
    expect(isInstance(made, expected.constructor as typeof Uint8Array)).toBe(true);
  });

  it.each([-1, 'no', {}, { length: 'no' }, NaN])(
    'is refused or empty as without the guard: %j',
    (argument) => {
      const outcome = (constructor: unknown): unknown => {
        try {
          return typeof constructor === 'function'
            ? Array.from(Reflect.construct(constructor, [argument]) as Uint8Array)
            : undefined;
        } catch (error) {
          return String(error);
        }
      };
      expect(outcome(arraysWithin(100)['Uint8Array'])).toEqual(outcome(Uint8Array));
    },
  );

  it('is guarded where a method of the class makes it, too', () => {
    const guarded = arraysWithin(100)['Float32Array'] as typeof Float32Array;
    expect([...guarded.from([1, 2])]).toEqual([1, 2]);
    expect(() => guarded.from({ length: 50 * megabyte })).toThrow(/MB and was stopped/);
    class Own extends guarded {}
    expect(new Own(2)).toBeInstanceOf(Own);
    expect(() => new Own(50 * megabyte)).toThrow(/MB and was stopped/);
  });
});
