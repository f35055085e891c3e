/** Real profiles: a file on the disk, esbuild, and a process of the compute worker's real bundle. */
import path from 'node:path';
import { beforeAll, expect } from 'vitest';
import { carryBackends } from '../../../../scripts/lib/carriedBackends.mjs';
import { ensureTensorflow } from '../../../../scripts/lib/tensorflow.mjs';
import type { ModelGraph } from '../../../../src/model/graph';
import type { Failure, FailureCode } from '../../../../src/protocol/failure';
import { stepParts, type KernelEvent, type Profile } from '../../../../src/protocol/profile';
import type { ProfileSettings, ProfiledNode } from '../../../../src/protocol/profile';
import {
  Profiler,
  type Profiled,
  type ProfilerOptions,
  type ProfileWatch,
} from '../../../../src/workerHost/profiler';
import type { LibraryPlaces } from '../../../../src/workerHost/tensorflow/find';
import { root, uncancelled, useWorkbench, type Workbench } from '../../support/inspect';

/** Starting TensorFlow and building a large model take their time on a busy machine. */
export const longMs = 300_000;

export const backends = ['cpu', 'tensorflow'] as const;

/** Few repeats: these tests look at what is counted, never at how long it took. */
const quick: ProfileSettings = {
  backend: 'cpu',
  mode: 'train',
  batch: 2,
  seed: 1,
  spread: 10,
  limitMs: 1,
};

export interface Wish extends Partial<ProfileSettings> {
  readonly entry?: string;
  readonly name?: string;
  readonly watch?: Partial<ProfileWatch>;
  readonly profiler?: Profiler;
}

/** The backends that the bundle carries, and TensorFlow's libraries. */
async function provide(): Promise<LibraryPlaces> {
  await carryBackends(path.join(root, 'dist/backends'), true);
  const tensorflow = await ensureTensorflow();
  return tensorflow === undefined ? {} : { folder: tensorflow.folder };
}

export class ProfileBench {
  readonly workbench: Workbench;
  places: LibraryPlaces = {};
  #shared: Profiler | undefined;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  profiler(options: Partial<ProfilerOptions> = {}): Profiler {
    return new Profiler({
      workerOptions: () => ({
        script: path.join(root, 'dist/compute-worker.js'),
        nodePath: '',
        timeLimitMs: 60_000,
        memoryLimitMB: 4_096,
      }),
      places: () => this.places,
      tool: 'tests',
      log: (text) => void this.workbench.log.push(text),
      ...options,
    });
  }

  /** Profiles a file that lies somewhere. */
  run(file: string, { entry = '', watch, profiler, ...settings }: Wish = {}): Promise<Profiled> {
    this.#shared ??= this.profiler();
    return (profiler ?? this.#shared).profile(
      {
        file,
        entry,
        unsaved: new Map(),
        root: path.dirname(file),
        settings: { ...quick, ...settings },
      },
      { cancelled: uncancelled, onProgress: () => undefined, ...watch },
    );
  }

  /** Writes a file and profiles it. */
  text(text: string, { name = 'model.ts', ...wish }: Wish = {}): Promise<Profiled> {
    return this.run(this.workbench.write(name, text), wish);
  }
}

export function useProfiles(): ProfileBench {
  const bench = new ProfileBench(useWorkbench());
  beforeAll(async () => {
    bench.places = await provide();
  }, longMs);
  return bench;
}

export interface Whole {
  readonly profile: Profile;
  readonly graph: ModelGraph;
}

/** A profile that nothing went wrong with. */
export function whole({ profile, graph, failures }: Profiled): Whole {
  const errors = failures.filter(({ severity }) => severity === 'error');
  if (profile !== undefined && graph !== undefined && errors.length === 0)
    return { profile, graph };
  const said = failures.map(({ code, message, detail = '' }) => `${code}: ${message} ${detail}`);
  throw new Error(`no profile: ${said.join('; ')}`);
}

/** The one error that has this code; there is no profile then. */
export function failureWith({ profile, failures }: Profiled, code: FailureCode): Failure {
  const errors = failures.filter(({ severity }) => severity === 'error');
  const [found, ...more] = errors.filter((failure) => failure.code === code);
  if (found !== undefined && more.length === 0 && profile === undefined) return found;
  const codes = failures.map((failure) => `${failure.code}: ${failure.message}`).join('; ');
  throw new Error(`expected one ${code}, got: ${codes || 'no failure'}`);
}

export function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

/** The node's id, or the part of the step. */
function ownerName({ nodes }: Profile, { owner }: Pick<KernelEvent, 'owner'>): string {
  return typeof owner === 'number' ? nodes[owner]!.id : owner;
}

/** Kernels of a node and phase in their order. */
export function kernelsOf(profile: Profile, id: string, phase: KernelEvent['phase']): string {
  return profile.events
    .filter((event) => ownerName(profile, event) === id && event.phase === phase)
    .map(({ kernel }) => kernel)
    .join(' ');
}

export function nodeNamed({ nodes }: Profile, id: string): ProfiledNode {
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`no ${id} in ${nodes.map((one) => one.id).join(' ')}`);
  return node;
}

/** What has to hold for each profile, whatever the model. */
export function expectConsistent({ profile }: Whole): void {
  const { nodes, events, memory, step } = profile;
  expect(step.unownedKernels).toBe(0);
  expect(events.length).toBeGreaterThan(0);
  const counted = sum(
    nodes.flatMap(({ phases }) => Object.values(phases).map(({ kernels }) => kernels)),
  );
  const ofParts = sum(stepParts.map((part) => step.parts[part]?.kernels ?? 0));
  expect(counted + ofParts).toBe(events.length);
  expect(sum(memory.holders.map(({ bytes }) => bytes))).toBe(memory.peakBytes);
  expect(Math.max(...events.map(({ liveBytes }) => liveBytes))).toBeLessThanOrEqual(
    memory.peakBytes,
  );
  for (const phase of ['forward', 'backward', 'optimizer'] as const) {
    const macs = sum(nodes.map(({ phases }) => phases[phase]?.macs ?? 0));
    const parts = events.filter(({ owner }) => typeof owner === 'string');
    const partMacs = sum(parts.filter((one) => one.phase === phase).map((one) => one.macs));
    const all = sum(events.filter((one) => one.phase === phase).map((one) => one.macs));
    expect(macs + partMacs).toBe(all);
  }
}
