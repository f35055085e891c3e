import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fastest,
  peakColumns,
  throughput,
  throughputColumns,
} from '../../../../webview/profile/batchPoints';
import { kernelSums } from '../../../../webview/profile/kernels';
import {
  eventIndexAt,
  memoryLine,
  ownerName,
  peakMs,
} from '../../../../webview/profile/memoryLine';
import { plainColour } from '../../../../webview/profile/charts/colours';
import { kernelCsv } from '../../../../webview/profile/kernelCsv';
import { withoutZeros } from '../../../../webview/profile/tickText';
import { ProfileIndex } from '../../../../webview/profile/profileIndex';
import {
  axesOf,
  hasRoofs,
  logPosition,
  peakRate,
  plottedPoints,
  ridge,
  roofAt,
} from '../../../../webview/profile/roofline';
import { decades, ticksBetween } from '../../../../webview/profile/ticks';
import { changeText, spreadText } from '../../../../webview/profile/words';
import { index, profile } from './support';

const now = new ProfileIndex(profile, index);
if (!hasRoofs(profile)) throw new Error('The profile has no roofs.');
const { roofs } = profile;

describe('the roofline', () => {
  const points = plottedPoints(now);

  it('has a point for each layer and phase that computes, the longest first', () => {
    expect(points.some(({ className }) => className === 'InputLayer')).toBe(false);
    const times = points.map(({ cost }) => cost.ms);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(points.map(({ phase }) => phase))).toEqual(new Set(['forward', 'backward']));
  });

  it('counts two operations for a MAC', () => {
    expect(peakRate(roofs)).toBe(2 * roofs.macsPerSecond);
    const conv = points.find(({ className, cost }) => className === 'Conv2D' && cost.macs > 0);
    expect(conv?.rate).toBeCloseTo((2000 * (conv?.cost.macs ?? 0)) / (conv?.cost.ms ?? 1), 3);
  });

  it('has its roofs meet at the ridge', () => {
    expect(roofAt(ridge(roofs), roofs)).toBeCloseTo(peakRate(roofs), -3);
    expect(roofAt(ridge(roofs) / 2, roofs)).toBeCloseTo(peakRate(roofs) / 2, -3);
    expect(roofAt(ridge(roofs) * 9, roofs)).toBe(peakRate(roofs));
  });

  it('has axes that hold every point', () => {
    const axes = axesOf(points, roofs);
    for (const { intensity, rate } of points) {
      expect(logPosition(intensity, axes.intensity)).toBeGreaterThan(0);
      expect(logPosition(intensity, axes.intensity)).toBeLessThan(1);
      expect(logPosition(rate, axes.rate)).toBeGreaterThan(0);
      expect(logPosition(rate, axes.rate)).toBeLessThan(1);
    }
  });
});

describe('the ticks of an axis', () => {
  it('are round', () => {
    expect(ticksBetween(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticksBetween(3, 3, 5)).toEqual([]);
    expect(decades(0.02, 500)).toEqual([0.1, 1, 10, 100]);
    expect(decades(0.1, 10)).toEqual([0.1, 1, 10]);
  });

  it('are few, and between the ends', () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (from, length) => {
        const ticks = ticksBetween(from, from + length, 8);
        expect(ticks.length).toBeLessThanOrEqual(9);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from - 1e-6 * (from + 1));
          expect(tick).toBeLessThanOrEqual((from + length) * (1 + 1e-9));
        }
      }),
    );
  });
});

describe('memory over the step', () => {
  it('begins with what is held before, and has every kernel', () => {
    const line = memoryLine(profile);
    expect(line.bytes[0]).toBe(profile.memory.beforeBytes);
    expect(line.ms).toHaveLength(profile.events.length + 1);
    expect(Math.max(...line.bytes)).toBe(profile.memory.peakBytes);
  });

  it('tells which kernel ran last at a time', () => {
    const [first, second] = profile.events;
    if (first === undefined || second === undefined) throw new Error('There are no kernels.');
    expect(eventIndexAt(profile, first.ms / 2)).toBeUndefined();
    expect(eventIndexAt(profile, first.startMs + first.ms)).toBe(0);
    expect(eventIndexAt(profile, 1e9)).toBe(profile.events.length - 1);
    expect(eventIndexAt(profile, peakMs(profile))).toBe(profile.memory.peakEvent);
  });

  it('names who holds it', () => {
    expect(ownerName(profile, 'loss')).toBe('Loss');
    expect(ownerName(profile, 0)).toBe(profile.nodes[0]?.name);
  });
});

describe('the curve of batch sizes', () => {
  const { batches } = profile;
  if (batches === undefined) throw new Error('There is no curve.');

  it('has gaps where nothing was measured', () => {
    const columns = throughputColumns(batches);
    expect(columns.batch).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
    expect(columns.measured.map((value) => value === null)).toEqual([
      ...[false, false, false, false],
      ...[true, false, true, true],
    ]);
    expect(peakColumns(batches).predicted.every((value) => value !== null)).toBe(true);
    expect(throughput(4, 100)).toBe(40);
  });

  it('knows which size does most a second', () => {
    expect(fastest(batches)?.batch).toBe(32);
    expect(fastest({ points: [{ batch: 1 }] })).toBeUndefined();
  });
});

describe('the kernels as CSV', () => {
  it('have a line each, in their order, with every digit and the layer', () => {
    const lines = kernelCsv(profile).split('\r\n');
    expect(lines).toHaveLength(profile.events.length + 2);
    const { kernel, ms, liveBytes } = profile.events[0]!;
    expect(lines[1]).toContain(`${kernel},forward,`);
    expect(lines[1]).toContain(`,${ms},`);
    expect(lines[1]?.endsWith(`,${liveBytes}`)).toBe(true);
    expect(lines.some((line) => line.includes(',part:loss,'))).toBe(true);
  });
});

describe('numbers along an axis', () => {
  it('have no zeros that say nothing', () => {
    const texts = ['20.0 GB', '1.50 s', '100 ms', '1.00 T', '0 bytes', '0.25'];
    expect(texts.map(withoutZeros)).toEqual(['20 GB', '1.5 s', '100 ms', '1 T', '0 bytes', '0.25']);
  });
});

describe('colours in files', () => {
  it('are such as other programs know', () => {
    expect(plainColour('color(srgb 0.2 0.4 1 / 0.5)')).toBe('rgba(51, 102, 255, 0.5)');
    expect(plainColour('color(srgb 1 0 0)')).toBe('rgba(255, 0, 0, 1)');
    expect(plainColour('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
  });
});

describe('the kernels by name', () => {
  it('add up to the whole step', () => {
    const sums = kernelSums(profile.events);
    expect(sums.reduce((sum, { count }) => sum + count, 0)).toBe(profile.events.length);
    expect(sums.find(({ id }) => id === 'forward Conv2D')?.count).toBeGreaterThan(5);
    expect(sums[0]?.ms).toBeGreaterThanOrEqual(sums[1]?.ms ?? 0);
  });
});

describe('words', () => {
  it('have signs, and as many digits as matter', () => {
    expect(changeText(1.009)).toBe('+0.9 %');
    expect(changeText(0.5)).toBe('−50.0 %');
    expect(changeText(Infinity)).toBe('new');
    expect(spreadText(0.013)).toBe('±1.3 %');
    expect(spreadText(0.0004)).toBe('±0.04 %');
  });
});
