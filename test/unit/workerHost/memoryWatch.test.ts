import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchMemory } from '../../../src/workerHost/memoryWatch';

const intervalMs = 100;

/** Lets the reads that are under way come back: the clock is not the test's, the disk is. */
async function readsDone(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

// Only Linux tells how much memory another process holds.
describe.runIf(process.platform === 'linux')('a watch on the memory of a process', () => {
  const onExceeded = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onExceeded.mockClear();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells once when the process holds more than the limit', async () => {
    watchMemory(process.pid, 1, onExceeded);
    vi.advanceTimersByTime(3 * intervalMs);
    await vi.waitFor(() => expect(onExceeded).toHaveBeenCalled());
    vi.advanceTimersByTime(3 * intervalMs);
    await readsDone();
    expect(onExceeded).toHaveBeenCalledTimes(1);
  });

  it('says nothing below the limit, nor of a process that is gone', async () => {
    const ends = [
      watchMemory(process.pid, 1_000_000, onExceeded),
      watchMemory(2 ** 30, 0, onExceeded),
    ];
    vi.advanceTimersByTime(3 * intervalMs);
    await readsDone();
    for (const end of ends) end();
    expect(onExceeded).not.toHaveBeenCalled();
  });

  it('says nothing after its end, not even of what it was reading then', async () => {
    const end = watchMemory(process.pid, 1, onExceeded);
    vi.advanceTimersByTime(intervalMs);
    end();
    await readsDone();
    expect(onExceeded).not.toHaveBeenCalled();
  });
});
