/** Answers of a process that is not what it should be: each is refused, none is shown. */
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeGraph } from '../../../src/protocol/wireGraph';
import type { FailureCode } from '../../../src/protocol/failure';
import { importTf, root } from '../support/inspect';
import { failureWith, longMs, useProfiles, whole, type Whole } from './support/profiling';

const bench = useProfiles();
const good = `${importTf}
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });`;

let real: Whole;

beforeAll(async () => {
  real = whole(await bench.text(good));
}, longMs);

function pack(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString('base64');
}

/** A whole answer, with changes to its step. */
function answer(changes: object): object {
  const { backend, step, nodes, events, memory, settings } = real.profile;
  const { loss, optimizer, inputShapes, batch, kernels } = settings;
  const taken = { loss, optimizer, inputShapes, batch, kernels };
  const honest = { backend, step, nodes, events, memory, ...taken };
  return {
    packedStep: pack({ ...honest, ...changes }),
    packedGraph: pack(encodeGraph(real.graph)),
    failures: [],
  };
}

let scripts = 0;

async function profileBy(forged: unknown): ReturnType<typeof bench.text> {
  const script = path.join(bench.workbench.folder, `forged${++scripts}.cjs`);
  await build({
    absWorkingDir: root,
    entryPoints: ['test/worker/profile/support/forged.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { FORGED: JSON.stringify(forged) },
    logLevel: 'error',
  });
  const profiler = bench.profiler({
    workerOptions: () => ({ script, nodePath: '', timeLimitMs: 20_000, memoryLimitMB: 512 }),
  });
  return bench.text(good, { profiler });
}

test('an honest answer is taken', async () => {
  const { profile } = whole(await profileBy(answer({})));
  expect(profile.events).toEqual(real.profile.events);
});

describe.each<[what: string, code: FailureCode, forged: () => unknown]>([
  ['nothing', 'worker-protocol', () => null],
  ['a text', 'worker-protocol', () => 'a profile'],
  ['failures that are none', 'worker-protocol', () => ({ failures: [{ code: 'no-such-code' }] })],
  ['a step that is not packed', 'worker-protocol', () => ({ ...answer({}), packedStep: '////' })],
  ['a step that is no object', 'worker-protocol', () => ({ ...answer({}), packedStep: pack(7) })],
  ['a step that is nothing', 'worker-protocol', () => ({ ...answer({}), packedStep: pack(null) })],
  ['a graph that is none', 'worker-protocol', () => ({ ...answer({}), packedGraph: pack({}) })],
  ['no step and no word why', 'worker-protocol', () => ({ failures: [] })],
  ['a step without nodes', 'worker-protocol', () => answer({ nodes: undefined })],
  ['negative times', 'worker-protocol', () => answer({ step: { ...real.profile.step, ms: -1 } })],
  [
    'a share above one',
    'worker-protocol',
    () => answer({ step: { ...real.profile.step, explained: 2 } }),
  ],
  [
    'kernels of no node',
    'worker-protocol',
    () => answer({ events: real.profile.events.map((event) => ({ ...event, owner: 99 })) }),
  ],
  [
    'a time step below zero',
    'worker-protocol',
    () => answer({ events: real.profile.events.map((event) => ({ ...event, iteration: -1 })) }),
  ],
  [
    'a peak at no kernel',
    'worker-protocol',
    () => answer({ memory: { ...real.profile.memory, peakEvent: 9_999 } }),
  ],
  [
    'a node inside of itself',
    'worker-protocol',
    () => answer({ nodes: real.profile.nodes.map((node) => ({ ...node, parent: node.id })) }),
  ],
  ['no memory', 'worker-protocol', () => answer({ memory: null })],
])('%s', (_, code, forged) => {
  test(`is refused as ${code}`, async () => {
    failureWith(await profileBy(forged()), code);
  });
});
