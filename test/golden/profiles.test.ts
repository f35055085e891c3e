/**
 * The structure of profiles of two samples: who is charged for how many kernels in which phase. On the cpu backend,
 * whose kernels no library and no processor changes; times are not looked at.
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { profilePhases, stepParts, type Profile } from '../../src/protocol/profile';
import { Profiler } from '../../src/workerHost/profiler';
import { ensureCli } from './support/cli';
import { compareWithGolden } from './support/golden';
import { repositoryRoot, samples } from './support/repository';

beforeAll(ensureCli);

const longMs = 300_000;
const never = new Promise<void>(() => undefined);

async function profileOf(file: string, entry: string): Promise<Profile> {
  const profiler = new Profiler({
    workerOptions: () => ({
      script: path.join(repositoryRoot, 'dist/compute-worker.js'),
      nodePath: '',
      timeLimitMs: 60_000,
      memoryLimitMB: 4_096,
    }),
    places: () => ({}),
    tool: 'golden',
    log: () => undefined,
  });
  const settings = { backend: 'cpu', mode: 'train', batch: 1, seed: 1, spread: 10, limitMs: 1 } as const;
  const { profile, failures } = await profiler.profile(
    { file: path.join(samples, file), entry, unsaved: new Map(), root: samples, settings },
    { cancelled: never, onProgress: () => undefined },
  );
  if (profile === undefined) throw new Error(failures.map(({ message }) => message).join('; '));
  return profile;
}

/** One line a node: its id, its source line, and its kernels in each phase; then the parts of the step. */
function structure({ nodes, step, events, memory, settings }: Profile): string {
  const layers = nodes.map(({ id, parent, source, phases }) => [
    id,
    parent ?? '',
    source?.line ?? '',
    ...profilePhases.map((phase) => phases[phase]?.kernels ?? 0),
  ]);
  const parts = stepParts.map((part) => [part, '', '', step.parts[part]?.kernels ?? 0]);
  const peak = events[memory.peakEvent];
  return [
    ['node', 'inside of', 'line', ...profilePhases],
    ...layers,
    ...parts,
    ['loss', settings.loss],
    ['optimizer', settings.optimizer],
    ['kernels', events.length],
    ['peak bytes', memory.peakBytes, 'before', memory.beforeBytes, 'in', peak?.kernel ?? ''],
  ]
    .map((cells) => `${cells.join('\t')}\n`)
    .join('');
}

describe.each([
  ['resnet20', 'resnet-cifar.ts', 'resnet20()'],
  ['lstm', 'lstm.ts', 'lstmLanguageModel(50, 12, 4)'],
])('%s', (name, file, entry) => {
  it(
    'is charged as it was',
    async () => {
      const profile = await profileOf(file, entry);
      expect(profile.step.unownedKernels).toBe(0);
      compareWithGolden(`profiles/${name}.tsv`, structure(profile));
    },
    longMs,
  );
});
