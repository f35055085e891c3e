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

  it('is some of this machine', () => {
    expect(memoryRoom({ name: 'cpu', cuda: false })).toBeGreaterThan(0);
  });
});
