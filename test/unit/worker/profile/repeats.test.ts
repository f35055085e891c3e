/** When repeating ends, with a clock that stands between the steps. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Machine } from '../../../../src/worker/profile/load';
import { repeat, type Repeated } from '../../../../src/worker/profile/repeats';

let now = 0;

const idle: Machine = { othersShare: () => 0, ownMs: () => now };

beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

interface Run {
  readonly repeated: Repeated;
  /** `p` and `h`, in the order of the steps; `|` where repeats begin. */
  readonly order: string;
  readonly told: readonly number[];
}

/** Steps that take what `msOf` says, by their number. */
async function run(
  msOf: (step: number) => number,
  limits: { spread: number; limitMs: number },
  machine: Machine = idle,
): Promise<Run> {
  let order = '';
  const told: number[] = [];
  const step = (letter: string) => (): Promise<number> => {
    const ms = msOf(order.replace(/\|/g, '').length);
    order += letter;
    now += ms;
    return Promise.resolve(ms);
  };
  const repeated = await repeat(
    {
      plain: step('p'),
      hooked: step('h'),
      before: (at) => {
        if (at === 0) order += '|';
        told.push(at);
      },
      machine,
    },
    limits,
  );
  return { repeated, order, told };
}

const noisy = (step: number): number => 100 + (step % 7) * 50;

describe('repeats', () => {
  test('end as soon as five agree', async () => {
    const { repeated } = await run(() => 100, { spread: 0.02, limitMs: 10_000 });
    expect(repeated).toMatchObject({ limited: false, leftOut: 0, othersShare: 0 });
    expect(repeated.hookedMs).toEqual([100, 100, 100, 100, 100]);
    expect(repeated.plainMs).toHaveLength(5);
  });

  test('go on until the median is sure', async () => {
    const { repeated } = await run(noisy, { spread: 0.1, limitMs: 1e9 });
    expect(repeated.limited).toBe(false);
    expect(repeated.hookedMs.length).toBeGreaterThan(5);
  });

  test('end when the time is over, and say so', async () => {
    const { repeated } = await run(noisy, { spread: 0.0001, limitMs: 1_000 });
    expect(repeated.limited).toBe(true);
    expect(now).toBeGreaterThan(1_000);
    expect(now).toBeLessThan(2_200);
  });

  test('of short steps are as many as make two looks at the machine sure', async () => {
    const { repeated } = await run(() => 10, { spread: 0.02, limitMs: 10_000 });
    expect(repeated.hookedMs).toHaveLength(10);
  });

  test('of a step that is longer than the limit are two', async () => {
    const { repeated } = await run(() => 60_000, { spread: 0.02, limitMs: 1_000 });
    expect(repeated).toMatchObject({ warmUps: 1, limited: true });
    expect(repeated.hookedMs).toHaveLength(2);
  });

  test('end at four hundred where no time passes', async () => {
    const { repeated } = await run((step) => (step % 2 === 0 ? 1e-6 : 3e-6) * (1 + (step % 5)), {
      spread: 0,
      limitMs: 1e9,
    });
    expect(repeated.hookedMs).toHaveLength(400);
    expect(repeated.limited).toBe(true);
  });

  test('let plain and hooked lead in turns, and are told of before each pair', async () => {
    const { order, told } = await run(() => 100, { spread: 0.02, limitMs: 10_000 });
    expect(order.split('|')[1]).toBe('phhpphhpph');
    expect(told).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('repeats beside other programs', () => {
  /** Others use what `shareAt` says of the processors, by the number of the look. */
  const loaded = (shareAt: (look: number) => number): Machine => {
    let look = -1;
    return { othersShare: () => shareAt(look++), ownMs: () => now };
  };

  test('count where these stood still, and the others are left out', async () => {
    // Each pair is a turn; others run in the last three of four.
    const busy = (turn: number): boolean => turn % 4 !== 0;
    let steps = -1;
    const { repeated } = await run(
      (step) => {
        steps = step;
        return step < 8 ? 100 : busy(Math.floor((step - 8) / 2)) ? 170 + step : 100;
      },
      { spread: 0.02, limitMs: 1e6 },
      loaded((look) => (busy(look) ? 0.5 : 0.01)),
    );
    expect(steps).toBeGreaterThan(30);
    expect(repeated.hookedMs).toEqual([100, 100, 100, 100, 100]);
    expect(repeated.kept).toEqual([0, 4, 8, 12, 16]);
    expect(repeated).toMatchObject({ leftOut: 12, limited: false });
    expect(repeated.othersShare).toBeCloseTo(0.01, 9);
  });

  test('all count where others never rest, who are told of', async () => {
    const { repeated } = await run(
      noisy,
      { spread: 0.0001, limitMs: 3_000 },
      loaded(() => 0.4),
    );
    expect(repeated.leftOut).toBe(0);
    expect(repeated.hookedMs.length).toBeGreaterThan(4);
    expect(repeated.othersShare).toBeCloseTo(0.4, 9);
  });
});

describe('warming up', () => {
  test('ends when six steps in a row are no faster than the fastest of their kind', async () => {
    const falling = [100, 50, 25, 12, 10];
    const { repeated } = await run((step) => falling[step] ?? 10, { spread: 0.02, limitMs: 1e6 });
    expect(repeated.warmUps).toBe(12);
  });

  test('goes on while steps get faster slowly, whatever slows some of them', async () => {
    const slowly = (step: number): number =>
      Math.max(60, 100 - 3 * step) * (step % 2 === 0 ? 1 : 1.5);
    const { repeated } = await run(slowly, { spread: 10, limitMs: 1e6 });
    expect(repeated.warmUps).toBeGreaterThanOrEqual(19);
  });

  test('goes on while less of the processor is used, whatever the clock says', async () => {
    let used = 0;
    const machine: Machine = { othersShare: () => 0, ownMs: () => used };
    const compiling = (step: number): number => {
      used += Math.max(50, 100 - 4 * step);
      return step === 0 ? 10 : 100;
    };
    const { repeated } = await run(compiling, { spread: 10, limitMs: 1e6 }, machine);
    expect(repeated.warmUps).toBe(21);
  });

  test('takes a part of the time at most, and sixty steps', async () => {
    const faster = (step: number): number => 100 * 0.9 ** step;
    const { repeated } = await run(faster, { spread: 10, limitMs: 1e6 });
    expect(repeated.warmUps).toBe(60);
    now = 0;
    const slow = await run((step) => 200 * 0.8 ** step, { spread: 10, limitMs: 1_000 });
    expect(slow.repeated.warmUps).toBe(5);
  });
});
