/** Each moment of a step is charged once, whoever it belongs to. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Charges } from '../../../../src/worker/profile/charges';

let now = 0;

beforeEach(() => {
  now = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const turns = fc.array(
  fc.record({
    owner: fc.integer({ min: 0, max: 3_000 }),
    phase: fc.integer({ min: 0, max: 2 }),
    ms: fc.integer({ min: 0, max: 1_000 }),
  }),
  { maxLength: 80 },
);

test('all time goes to the owner that it passes with, and adds up to the step', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const charges = new Charges();
      const expected = new Map<string, number>();
      const begun = now;
      charges.start(0);
      for (const { owner, phase, ms } of all) {
        charges.switchTo(owner, phase);
        now += ms;
        const key = `${owner} ${phase}`;
        expected.set(key, ms + (expected.get(key) ?? 0));
      }
      expect(charges.stop()).toBe(now - begun);
      for (const { owner, phase } of all)
        expect(charges.timeOf(owner, phase)).toBe(expected.get(`${owner} ${phase}`));
      const charged = [...expected.values()].reduce((sum, ms) => sum + ms, 0);
      expect(charged).toBe(now - begun);
    }),
  );
});

test('a step begins with nothing of the one before', () => {
  const charges = new Charges();
  charges.start(4);
  now += 5;
  charges.iteration = 3;
  charges.kernel('Add', now);
  charges.stop();
  charges.start(2);
  now += 7;
  charges.stop();
  expect(charges.timeOf(4, 0)).toBe(0);
  expect(charges.timeOf(2, 0)).toBe(7);
  expect(charges.log.count).toBe(0);
  expect(charges.iteration).toBe(-1);
});

describe('the log of kernels', () => {
  test('holds more than it began with room for, each as it ran', () => {
    const charges = new Charges();
    charges.start(0);
    const many = 10_000;
    for (let i = 0; i < many; i++) {
      charges.switchTo(i, i % 3);
      charges.iteration = i % 7;
      const start = now;
      now += i;
      charges.kernel(i % 2 === 0 ? 'Add' : 'Mul', start);
    }
    const { log } = charges;
    expect(log.count).toBe(many);
    for (const i of [0, 1, 4_095, 4_096, many - 1]) {
      expect(charges.nameOf(log.kernels[i]!)).toBe(i % 2 === 0 ? 'Add' : 'Mul');
      expect([log.owners[i], log.phases[i], log.iterations[i]]).toEqual([i, i % 3, i % 7]);
      expect(log.durations[i]).toBe(i);
    }
  });

  test('has one signature for the same kernels of the same owners, whatever their times', () => {
    const signature = (kernels: readonly (readonly [string, number])[], ms: number): number => {
      const charges = shared;
      charges.start(0);
      for (const [name, owner] of kernels) {
        charges.switchTo(owner, 0);
        now += ms;
        charges.kernel(name, now - ms);
      }
      return charges.log.signature;
    };
    const shared = new Charges();
    const one = signature(
      [
        ['Add', 1],
        ['Mul', 2],
      ],
      1,
    );
    expect(
      signature(
        [
          ['Add', 1],
          ['Mul', 2],
        ],
        9,
      ),
    ).toBe(one);
    expect(
      signature(
        [
          ['Mul', 2],
          ['Add', 1],
        ],
        1,
      ),
    ).not.toBe(one);
    expect(
      signature(
        [
          ['Add', 2],
          ['Mul', 1],
        ],
        1,
      ),
    ).not.toBe(one);
    expect(signature([['Add', 1]], 1)).not.toBe(one);
  });
});
