import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { memoryRoom } from '../../../src/workerHost/memoryRoom';

const gigabyte = 2 ** 30;

describe('the room that tensors have', () => {
  it('is what the machine has free, on the processor', () => {
    const free = (): number => 9 * gigabyte;
    expect(memoryRoom({ name: 'cpu', cuda: false }, free)).toBe(9 * gigabyte);
    expect(memoryRoom({ name: 'tensorflow', cuda: false }, free)).toBe(9 * gigabyte);
  });

  it('ends with the addresses of WebAssembly', () => {
    expect(memoryRoom({ name: 'wasm', cuda: false }, () => 9 * gigabyte)).toBe(4 * gigabyte);
    expect(memoryRoom({ name: 'wasm', cuda: false }, () => gigabyte)).toBe(gigabyte);
  });

  it('is not known of a GPU', () => {
    expect(memoryRoom({ name: 'webgpu', cuda: false })).toBeUndefined();
    expect(memoryRoom({ name: 'tensorflow', cuda: true })).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is some of this machine', () => {
    expect(memoryRoom({ name: 'cpu', cuda: false })).toBeGreaterThan(0);
    expect(memoryRoom({ name: 'cpu', cuda: false })).toBeLessThanOrEqual(totalmem());
  });

  it('is not known where the system does not tell', () => {
    for (const name of ['cpu', 'wasm', 'tensorflow'] as const)
      expect(memoryRoom({ name, cuda: false }, () => undefined)).toBeUndefined();
  });
});
