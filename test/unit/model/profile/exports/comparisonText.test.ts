import { describe, expect, it } from 'vitest';
import { batchText } from '../../../../../src/model/profile/exports/batchText';
import { comparisonText } from '../../../../../src/model/profile/exports/comparisonText';
import { buildProfile, type LayerSpec } from '../builder';

const layer = (name: string, ms: number, spread = 0.01): LayerSpec => ({
  id: `net#1/${name}`,
  className: 'Conv2D',
  name,
  scopes: ['net#1'],
  spread,
  kernels: { forward: [{ kernel: 'Conv2D', ms }] },
});

const before = buildProfile({
  layers: [layer('a', 10), layer('b', 5), layer('c', 8), layer('unsure', 4, 0.5), layer('gone', 1)],
  batch: 2,
});
const after = buildProfile({
  layers: [
    layer('a', 10.1),
    layer('b', 3),
    layer('c', 20),
    layer('unsure', 5, 0.5),
    { ...layer('new', 2), className: 'Dense' },
  ],
  batch: 4,
});

describe('comparisonText', () => {
  const lines = comparisonText(before, after).split('\n');
  const lineOf = (start: string): number => lines.findIndex((line) => line.startsWith(start));

  it('says first how the two were taken otherwise', () => {
    expect(lines[0]).toBe(`Compared with net of ${before.takenAt}`);
    expect(lines[1]).toBe('  batch: 2 → 4');
    expect(lines[2]).toBe('');
  });

  it('has totals first, then what changed beyond the spreads, the largest change first', () => {
    const order = ['Step', 'Forward', 'Peak', 'net / c', 'net / b'].map(lineOf);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(lines[lineOf('net / c')]).toMatch(/Conv2D +8\.00 ms +20\.0 ms +\+12\.0 ms +2\.50×$/);
    expect(lines[lineOf('net / b')]).toMatch(/5\.00 ms +3\.00 ms +−2\.00 ms +0\.600×$/);
  });

  it('leaves out what differs by no more than the spreads', () => {
    expect(lineOf('net / a')).toBe(-1);
    expect(lineOf('net / unsure')).toBe(-1);
    expect(lines).toContain('2 layers differ by no more than the spreads');
  });

  it('names what is in one of them only', () => {
    expect(lines).toContain('1 added: net / new');
    expect(lines).toContain('1 removed: net / gone');
  });

  it('says so where the step is the same', () => {
    const same = comparisonText(before, before).split('\n');
    expect(same.filter((line) => /^(Step|Forward|net)/.test(line))).toEqual([
      expect.stringMatching(/^Step .* within the spreads$/),
    ]);
    expect(same).toContain('5 layers differ by no more than the spreads');
  });

  it('keeps to a line for a name of several', () => {
    const odd = buildProfile({ layers: [layer('a\n\u001b[31mb', 10)] });
    const other = buildProfile({ layers: [layer('a\n\u001b[31mb', 30)] });
    const text = comparisonText(odd, other);
    expect(text).not.toContain('\u001b');
    expect(text.split('\n').filter((line) => line.includes('Conv2D'))).toHaveLength(1);
  });
});

describe('batchText', () => {
  const point = (batch: number, ms: number) => ({
    batch,
    predicted: { ms: ms + 1, peakBytes: 3000 },
    measured: { ms, spread: 0.012, peakBytes: 2000 },
  });
  const failure = {
    code: 'out-of-memory',
    severity: 'error',
    message: 'Too large.\nTake less.',
  } as const;

  it('has a line for each batch, with the reason for one that failed', () => {
    const text = batchText({
      points: [point(1, 4), point(2, 5), { batch: 16, failure }],
      largest: 2,
    });
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[2]).toMatch(/^ +2 +5\.00 ms +1\.2 % +400 +2\.00 kB +6\.00 ms +3\.00 kB$/);
    expect(lines[3]).toMatch(/^ +16 +out-of-memory: Too large\. Take less\.$/);
    expect(lines[4]).toBe('The largest that fits is 2');
  });

  it('names no largest where all fit, or none does', () => {
    expect(batchText({ points: [point(1, 4)], largest: 1, largestPredicted: 1234 })).toContain(
      'All that were measured fit; by memory, up to about 1.23 k would',
    );
    expect(batchText({ points: [point(1, 4)], largest: 1 })).toContain(
      'All that were measured fit',
    );
    expect(batchText({ points: [{ batch: 1, failure }] })).toContain('No batch could be measured');
  });
});
