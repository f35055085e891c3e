/** Workers that are killed at any moment, by the system or by a person: every call settles. */
import { describe, expect, test } from 'vitest';
import { randomSource } from '../../../src/worker/profile/values';
import { classes, goodText, importTf } from '../support/inspect';
import { childrenWith, killChildren } from '../support/killing';
import { expectConsistent, useProfiles, whole } from './support/profiling';

const bench = useProfiles();
const kills = 100;
const longMs = 900_000;

const model = `${importTf}
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });`;

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What may be said of a process that somebody killed. */
const deaths = ['out-of-memory', 'worker-exited', 'worker-protocol', 'worker-start-failed'];

// Side by side: each kills processes of another kind, and waits most of the time.
describe.concurrent('killed at random', () => {
  test(
    `${kills} profiles`,
    async () => {
      const random = randomSource(20);
      for (let round = 1; round <= kills; round++) {
        const pending = bench.text(model, { spread: 0, limitMs: 300 });
        await later(random() * 900);
        killChildren('compute-worker.js');
        const { profile, failures } = await pending;
        if (profile === undefined) expect(deaths).toContain(failures[0]?.code);
        if (round % 20 === 0) expectConsistent(whole(await bench.text(model)));
      }
      expect(childrenWith('compute-worker.js')).toEqual([]);
    },
    longMs,
  );

  test(
    `${kills} inspections`,
    async () => {
      const random = randomSource(21);
      for (let round = 1; round <= kills; round++) {
        const pending = bench.workbench.inspect(goodText, '', { name: 'killed.ts' });
        await later(random() * 300);
        killChildren('inspect-worker.js');
        const { graph, failures } = await pending;
        if (graph === undefined) expect(deaths).toContain(failures[0]?.code);
        if (round % 20 === 0)
          expect(classes(await bench.workbench.graph(goodText, '', { name: 'next.ts' }))).toBe(
            'InputLayer Conv2D Flatten',
          );
      }
    },
    longMs,
  );
});
