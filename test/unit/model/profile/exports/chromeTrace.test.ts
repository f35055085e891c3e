import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chromeTrace, traceEvents } from '../../../../../src/model/profile/exports/chromeTrace';
import { profiles } from '../arbitrary';
import { buildProfile } from '../builder';
import { resnet } from '../resnet';
import { traceFaults } from './traceFormat';

const profile = buildProfile(resnet);
const onDevice = buildProfile({ ...resnet, backend: { asynchronous: true } });

describe('chromeTrace', () => {
  it('keeps to the format, whatever the profile', () => {
    fc.assert(
      fc.property(profiles, (random) => {
        expect(traceFaults(chromeTrace(random))).toEqual([]);
      }),
    );
    expect(traceFaults(chromeTrace(profile))).toEqual([]);
    expect(traceFaults(chromeTrace(onDevice))).toEqual([]);
  });

  it('has each kernel once on the host, and again on the device where that has a clock', () => {
    const kernels = (tid: number, events = traceEvents(onDevice)) =>
      events.filter((e) => e.ph === 'X' && e.tid === tid && e.cat.endsWith('kernel'));
    expect(kernels(1)).toHaveLength(onDevice.events.length);
    expect(kernels(2)).toHaveLength(onDevice.events.length);
    expect(kernels(2, traceEvents(profile))).toHaveLength(0);
    expect(kernels(1, traceEvents(profile))[0]).toMatchObject({
      name: 'Conv2D',
      args: { layer: 'net#1/Conv2D.1', macs: profile.events[0]?.macs },
    });
  });

  it('counts live bytes after each kernel, in microseconds', () => {
    const counters = traceEvents(profile).filter(({ ph }) => ph === 'C');
    expect(counters).toHaveLength(profile.events.length + 1);
    const { startMs, ms, liveBytes } = profile.events[3]!;
    expect(counters[4]).toMatchObject({ args: { bytes: liveBytes } });
    expect(counters[4]).toHaveProperty('ts', expect.closeTo(1000 * (startMs + ms), 2));
  });

  it('has no kernel run on the device before the host called it', () => {
    // Its first kernel began late, so that the others seem early by its own clock.
    const events = onDevice.events.map((event) => ({
      ...event,
      gpu: { startMs: Math.max(0, event.startMs - 0.05), ms: 0.001 },
    }));
    const starts = (tid: number): number[] =>
      traceEvents({ ...onDevice, events }).flatMap((e) =>
        e.ph === 'X' && e.tid === tid && e.cat.endsWith('kernel') ? [e.ts] : [],
      );
    const host = starts(1);
    starts(2).forEach((ts, i) => expect(ts).toBeGreaterThanOrEqual(host[i]! - 1e-6));
  });

  it('is the same text for the same profile, and has the functions and layers', () => {
    expect(chromeTrace(buildProfile(resnet))).toBe(chromeTrace(profile));
    const names = new Set(traceEvents(profile).map(({ name }) => name));
    for (const name of ['forward', 'stage 1', 'block 2', 'BatchNormalization.1', 'loss'])
      expect(names).toContain(name);
  });
});

describe('traceFaults', () => {
  const spoiled = (change: (text: string) => string) => traceFaults(change(chromeTrace(profile)));

  it('finds what the format forbids', () => {
    expect(spoiled((text) => text.replace('"ph":"X"', '"ph":"Q"'))).not.toEqual([]);
    expect(spoiled((text) => text.replace('"dur":', '"duration":'))).not.toEqual([]);
    expect(spoiled((text) => text.replace('"thread_name"', '"thread_title"'))).not.toEqual([]);
    expect(spoiled((text) => text.replace(/"dur":[\d.]+/, '"dur":0.5'))).not.toEqual([]);
    expect(spoiled((text) => text.replace(/"ts":0,/, '"ts":1e9,'))).not.toEqual([]);
  });
});
