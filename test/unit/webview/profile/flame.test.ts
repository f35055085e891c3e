import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelEvent, Profile } from '../../../../src/protocol/profile';
import {
  barAt,
  firstAfter,
  flameOf,
  hasDeviceClock,
  type Flame,
} from '../../../../webview/profile/flame';
import {
  flameKey,
  panned,
  revealing,
  spanOf,
  zoomed,
  type FlameKey,
} from '../../../../webview/profile/flameWindow';
import { index, node, profile, smallModel, smallProfile } from './support';

const small = smallModel();

function event(
  owner: KernelEvent['owner'],
  startMs: number,
  ms: number,
  kernel = 'Add',
): KernelEvent {
  return { kernel, owner, phase: 'forward', startMs, ms, macs: 0, bytes: 8, liveBytes: 8 };
}

const nodes = [
  node('a', { scopes: ['net#1', 'net#1/block#1'] }),
  node('b', { scopes: ['net#1', 'net#1/block#1'] }),
  node('b/op', { parent: 'b', scopes: ['net#1', 'net#1/block#1'] }),
  node('c', { scopes: ['net#1', 'net#1/block#2'] }),
];

const events: readonly KernelEvent[] = [
  event(0, 0, 1),
  event(0, 1, 1),
  event(2, 3, 2, 'MatMul'),
  event(3, 5, 1),
  event('loss', 6, 0.5, 'Mean'),
  { ...event(3, 7, 2), phase: 'backward' },
];

function flame(change: Partial<Profile> = {}): Flame {
  return flameOf(smallProfile({ nodes, events, ...change }), small.index);
}

describe('a flame chart', () => {
  it('has a bar for each phase, call, layer, operation and kernel, but none for the call around all', () => {
    expect(flame().rows.map((row) => row.map(({ title }) => title))).toEqual([
      ['Forward', 'Backward'],
      ['block 1', 'block 2', 'Loss', 'block 2'],
      ['a', 'b', 'c', 'Mean', 'c'],
      ['Add', 'Add', 'b/op', 'Add', 'Add'],
      ['MatMul'],
    ]);
  });

  it('joins what follows on another in the same place, and knows the time between', () => {
    const block = flame().bars.find(({ id }) => id === 'net#1/block#1');
    expect(block).toMatchObject({ startMs: 0, endMs: 5, busyMs: 4, kernels: 3, kind: 'scope' });
    expect(flame().endMs).toBe(9);
  });

  it('finds the bar under a time', () => {
    expect(barAt(flame(), 2, 0.5)?.id).toBe('a');
    expect(barAt(flame(), 2, 2.5)).toBeUndefined();
    expect(barAt(flame(), 2, 8)?.id).toBe('c');
    expect(barAt(flame(), 99, 1)).toBeUndefined();
    const row = flame().rows[2] ?? [];
    expect(firstAfter(row, 100)).toBe(row.length);
  });

  it('takes titles of calls from the graph', () => {
    const titles = flameOf(profile, index).bars.map(({ title }) => title);
    expect(titles).toContain('bottleneck 2');
  });

  it('loses no time of any kernel, and nests every bar in the one above it', () => {
    const real = flameOf(profile, index);
    const all = profile.events.reduce((sum, { ms }) => sum + ms, 0);
    const top = real.rows[0]?.reduce((sum, { busyMs }) => sum + busyMs, 0);
    expect(top).toBeCloseTo(all, 6);
    for (const bar of real.bars) {
      const parent = real.bars[bar.parent];
      if (parent === undefined) continue;
      expect(parent.startMs).toBeLessThanOrEqual(bar.startMs);
      expect(parent.endMs).toBeGreaterThanOrEqual(bar.endMs);
    }
  });

  it('goes by the clock of the device where there is one', () => {
    const timed = events.map((one, at) =>
      at === 3 ? { ...one, gpu: { startMs: 0, ms: 4 } } : one,
    );
    const change = smallProfile({ nodes, events: timed });
    const device = flameOf(change, small.index, 'device');
    expect(device.bars.map(({ title }) => title)).toEqual(['Forward', 'block 2', 'c', 'Add']);
    expect(device.endMs).toBe(4);
    expect(hasDeviceClock(change)).toBe(true);
    expect(hasDeviceClock(profile)).toBe(false);
  });

  it('of a step without kernels is empty', () => {
    expect(flame({ events: [] })).toEqual({ bars: [], rows: [], endMs: 0 });
  });
});

describe('the keys of a flame chart', () => {
  const chart = flame();
  const press = (key: string, id?: string, shiftKey = false): FlameKey | undefined =>
    flameKey(chart, id === undefined ? undefined : chart.bars.find((bar) => bar.id === id), {
      key,
      shiftKey,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
    });
  const idAfter = (key: string, id: string): string | undefined => {
    const action = press(key, id);
    return action?.type === 'go' ? (action.to.id ?? action.to.title) : undefined;
  };

  it('go along a row, and into and out of bars', () => {
    expect(idAfter('ArrowRight', 'a')).toBe('b');
    expect(idAfter('ArrowLeft', 'b')).toBe('a');
    expect(idAfter('ArrowLeft', 'a')).toBe('a');
    expect(idAfter('ArrowDown', 'b')).toBe('b/op');
    expect(idAfter('ArrowUp', 'b')).toBe('net#1/block#1');
    expect(idAfter('End', 'a')).toBe('c');
    expect(idAfter('Home', 'c')).toBe('a');
  });

  it('begin at the first bar', () => {
    expect(press('ArrowDown')).toMatchObject({ type: 'go', to: { title: 'Forward' } });
    expect(press('Home')).toBeUndefined();
  });

  it('zoom, move and choose', () => {
    expect(press('+', 'a')).toEqual({ type: 'zoom', factor: 1.6 });
    expect(press('1', 'a')).toEqual({ type: 'fit' });
    expect(press('ArrowLeft', 'a', true)).toEqual({ type: 'pan', share: -0.2 });
    expect(press('Enter', 'a')).toEqual({ type: 'choose' });
  });

  it('reach every bar from the first', () => {
    const seen = new Set<number>();
    const waiting = [chart.bars[0]];
    for (let bar = waiting.pop(); bar !== undefined; bar = waiting.pop()) {
      if (seen.has(bar.index)) continue;
      seen.add(bar.index);
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp']) {
        const plain = { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
        const action = flameKey(chart, bar, plain);
        if (action?.type === 'go') waiting.push(action.to);
      }
    }
    expect(seen.size).toBe(chart.bars.length);
  });

  it('with a modifier belong to the editor', () => {
    const plain = { key: 'ArrowDown', shiftKey: false, metaKey: false, altKey: false };
    expect(flameKey(chart, chart.bars[0], { ...plain, ctrlKey: true })).toBeUndefined();
  });
});

describe('the part of the step in sight', () => {
  const end = 100;
  const span = fc
    .tuple(
      fc.double({ min: 0, max: 99, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
    )
    .map(([from, length]) => panned({ from: 0, to: Math.min(length, end) }, from, end));

  it('never leaves the step', () => {
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
    const move = fc.double({ min: -300, max: 300, noNaN: true });
    fc.assert(
      fc.property(span, factor, move, (start, by, ms) => {
        for (const { from, to } of [zoomed(start, by, ms, end), panned(start, ms, end)]) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(end + 1e-9);
          expect(to).toBeGreaterThan(from);
        }
      }),
    );
  });

  it('keeps what is under the pointer where it is', () => {
    const after = zoomed({ from: 20, to: 60 }, 2, 30, end);
    expect((30 - after.from) / (after.to - after.from)).toBeCloseTo(0.25);
    expect(after.to - after.from).toBe(20);
  });

  it('moves to a bar, and stays where it is in sight', () => {
    const bar = flame().bars.find(({ id }) => id === 'b');
    if (bar === undefined) throw new Error('There is no such bar.');
    expect(revealing({ from: 0, to: 9 }, bar, 9)).toEqual({ from: 0, to: 9 });
    const moved = revealing({ from: 0, to: 2.5 }, bar, 9);
    expect(moved.from).toBeLessThanOrEqual(bar.startMs);
    expect(moved.to).toBeGreaterThanOrEqual(bar.endMs);
    expect(spanOf(bar, 9).from).toBeCloseTo(2.96);
    expect(spanOf(bar, 9).to).toBeCloseTo(5.04);
  });
});
