import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flameChart, type FlameFrame } from '../../../../src/model/profile/flame';
import { profiles } from './arbitrary';
import { buildProfile } from './builder';

const kernel = (name: string, ms: number) => [{ kernel: name, ms }];

const profile = buildProfile({
  layers: [
    { id: 'a', className: 'A', scopes: ['f#1'], kernels: { forward: kernel('K1', 1) } },
    { id: 'b', className: 'B', scopes: ['f#1'], kernels: { forward: kernel('K2', 2) } },
    {
      id: 'b/op',
      parent: 'b',
      className: 'Op',
      scopes: ['f#1'],
      kernels: { forward: kernel('K3', 3) },
    },
  ],
  parts: { loss: kernel('Mean', 1) },
});

const words = ({ depth, kind, id, startMs, ms }: FlameFrame): string =>
  `${' '.repeat(depth)}${kind} ${id} ${startMs}+${ms}`;

describe('flameChart', () => {
  it('has phases, functions, layers, what is in them, and kernels', () => {
    expect(flameChart(profile).map(words)).toEqual([
      'phase forward 0+7',
      ' scope f#1 0+6',
      '  node a 0+1',
      '   kernel K1 0+1',
      '  node b 1+5',
      '   kernel K2 1+2',
      '   node b/op 3+3',
      '    kernel K3 3+3',
      ' part loss 6+1',
      '  kernel Mean 6+1',
    ]);
  });

  it('has nothing by a clock that the device does not have', () => {
    expect(flameChart(profile, 'device')).toEqual([]);
  });

  it('begins a frame anew where something else ran in between', () => {
    const again = buildProfile({
      layers: ['a', 'b', 'c'].map((id, i) => ({
        id,
        className: 'A',
        scopes: [i === 1 ? 'g#1' : 'f#1'],
        kernels: { forward: kernel('K', 1) },
      })),
    });
    const scopes = flameChart(again).filter(({ kind }) => kind === 'scope');
    expect(scopes.map(({ id }) => id)).toEqual(['f#1', 'g#1', 'f#1']);
  });

  it.each(['host', 'device'] as const)('nests by the clock of the %s', (clock) => {
    fc.assert(
      fc.property(profiles, (random) => {
        const frames = flameChart(random, clock);
        const around: FlameFrame[] = [];
        const last: FlameFrame[] = [];
        for (const frame of frames) {
          around.length = frame.depth;
          last.length = Math.max(last.length, frame.depth + 1);
          const parent = around.at(-1);
          if (parent !== undefined) {
            expect(frame.startMs).toBeGreaterThanOrEqual(parent.startMs);
            expect(frame.startMs + frame.ms).toBeLessThanOrEqual(parent.startMs + parent.ms + 1e-9);
          }
          const before = last[frame.depth];
          if (before !== undefined)
            expect(frame.startMs).toBeGreaterThanOrEqual(before.startMs + before.ms - 1e-9);
          around[frame.depth] = last[frame.depth] = frame;
        }
        const kernels = frames.filter(({ kind }) => kind === 'kernel');
        const timed = random.events.filter(({ gpu }) => clock === 'host' || gpu !== undefined);
        expect(kernels.map(({ event }) => random.events[event!])).toEqual(timed);
      }),
    );
  });
});
