/** From a model file to its profile: bundle, then one process that builds the model and runs its step. */
import path from 'node:path';
import { Bundler } from '../bundle/bundler';
import type { ModelGraph } from '../model/graph';
import type { ProfileAnswer, ProfileProgress } from '../protocol/compute';
import { probeRequest, profileRequest } from '../protocol/computeMessages';
import type { Failure, Result } from '../protocol/failure';
import {
  backendNames,
  type BackendName,
  type BackendState,
  type Profile,
  type Roofs,
} from '../protocol/profile';
import { parseProfile } from '../protocol/profileSchema';
import { profileAnswerSchema } from '../protocol/computeSchema';
import { check } from '../protocol/schema';
import {
  assembled,
  damaged,
  hashOf,
  unpackStep,
  type HashedWish,
  type ProfileWish,
} from './assembledProfile';
import { backendResources } from './backendResources';
import { ComputeProcess } from './computeProcess';
import { unpackGraph } from './packedGraph';
import { outputLimitBytes, versionOf, type WorkerOptions } from './sandbox';
import { findLibrary, type LibraryPlaces } from './tensorflow/find';

const defaultOverheadMs = 120_000;

export type { ProfileWish } from './assembledProfile';

export interface ProfilerOptions {
  /** Read at each profile, so that changed settings hold from then on. */
  readonly workerOptions: () => WorkerOptions;
  /** Where TensorFlow may be. */
  readonly places: () => LibraryPlaces;
  /** The product with its version, as profiles name what took them. */
  readonly tool: string;
  readonly log: (text: string) => void;
  /** Milliseconds for what is not the time for repeats: building, starting the backend, warming up. */
  readonly overheadMs?: number;
}

export interface Profiled {
  readonly profile?: Profile;
  readonly graph?: ModelGraph;
  readonly failures: readonly Failure[];
}

export interface ProfileWatch {
  /** Resolves when nobody wants the answer any more. */
  readonly cancelled: Promise<void>;
  readonly onProgress: (progress: ProfileProgress) => void;
}

const wasCancelled: Failure = {
  code: 'cancelled',
  severity: 'error',
  message: 'The profile was cancelled.',
};

/** Profiles one model at a time: two at once would measure each other. */
export class Profiler {
  readonly #options: ProfilerOptions;
  readonly #bundler = new Bundler();
  readonly #roofs = new Map<string, Roofs>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ProfilerOptions) {
    this.#options = options;
  }

  /**
   * Waits for the profile before it, unless it is cancelled meanwhile. Every fault of the file is a failure in
   * the result.
   */
  profile(wish: ProfileWish, watch: ProfileWatch): Promise<Profiled> {
    let isCancelled = false;
    const cancelled = watch.cancelled.then((): Profiled => {
      isCancelled = true;
      return { failures: [wasCancelled] };
    });
    const mine = this.#last.then(() => (isCancelled ? cancelled : this.#profile(wish, watch)));
    this.#last = mine.catch(() => undefined);
    return Promise.race([mine, cancelled]);
  }

  /** Which backends work here, the best first. */
  async backends(cancelled: Promise<void>): Promise<Result<readonly BackendState[]>> {
    const library = await findLibrary(this.#options.places());
    const worker = await this.#start(library.ok ? library.value : undefined);
    try {
      const resources = this.#resources(library.ok ? library.value : undefined);
      const call = { limitMs: this.#overheadMs, cancelled, onProgress: () => undefined };
      const answer = await worker.request(probeRequest, { resources }, call);
      if (!answer.ok) return answer;
      // What keeps TensorFlow from being found is known here, and not there.
      const states = answer.value.states.map((state) =>
        state.name === 'tensorflow' && !state.ok && !library.ok
          ? { ...state, failure: library.failure }
          : state,
      );
      return { ok: true, value: states };
    } finally {
      worker.dispose();
    }
  }

  async #profile(wish: ProfileWish, watch: ProfileWatch): Promise<Profiled> {
    const bundled = await this.#bundler.bundle(wish);
    if (!bundled.ok) return { failures: bundled.failures };
    // As it is now: it may be another one when the profile is done.
    const hash = await hashOf(wish);
    const library = await findLibrary(this.#options.places());
    const found = library.ok ? library.value : undefined;
    const worker = await this.#start(found);
    const { settings } = wish;
    try {
      const { timeLimitMs, memoryLimitMB } = this.#options.workerOptions();
      const request = {
        bundle: {
          ...bundled.value,
          trainingBatchSize: settings.batch,
          trainingLoss: settings.loss ?? ('model' as const),
        },
        timeLimitMs,
        memoryLimitMB,
        outputLimitBytes,
        backends: orderOf(settings.backend),
        resources: this.#resources(found),
        settings,
        knownRoofs: [...this.#roofs],
      };
      const call = { ...watch, limitMs: timeLimitMs + 4 * settings.limitMs + this.#overheadMs };
      const answer = await worker.request(profileRequest, request, call);
      if (!answer.ok) return { failures: [answer.failure] };
      return this.#profiled(
        answer.value,
        { ...wish, hash },
        library.ok ? undefined : library.failure,
      );
    } finally {
      worker.dispose();
    }
  }

  get #overheadMs(): number {
    return this.#options.overheadMs ?? defaultOverheadMs;
  }

  async #start(library: Parameters<typeof backendResources>[1]): Promise<ComputeProcess> {
    const options = this.#options.workerOptions();
    const version = await versionOf(options.nodePath);
    const { log } = this.#options;
    return new ComputeProcess({
      ...options,
      version,
      log,
      ...(library === undefined ? {} : { library }),
    });
  }

  #resources(library: Parameters<typeof backendResources>[1]) {
    return backendResources(path.dirname(this.#options.workerOptions().script), library);
  }

  #profiled(value: ProfileAnswer, wish: HashedWish, withoutLibrary: Failure | undefined): Profiled {
    const checked = check(profileAnswerSchema, value);
    if (!checked.ok) return { failures: [{ ...damaged, detail: checked.issue }] };
    const { packedStep, packedGraph } = checked.value;
    const failures = checked.value.failures.map((failure) =>
      failure.code === 'library-missing' && withoutLibrary !== undefined
        ? { ...withoutLibrary, severity: failure.severity }
        : failure,
    );
    const graph = packedGraph === undefined ? undefined : unpackGraph(packedGraph);
    if (graph?.ok === false)
      return { failures: [{ ...damaged, detail: graph.issue }, ...failures] };
    const model = graph?.value.graph;
    if (packedStep === undefined || model === undefined)
      return { ...(model === undefined ? {} : { graph: model }), failures: whyNot(failures) };
    const step = unpackStep(packedStep);
    if (!step.ok) return { graph: model, failures: [step.failure, ...failures] };
    const parsed = parseProfile(
      assembled(step.value, { graph: model, failures, wish, tool: this.#options.tool }),
    );
    if (!parsed.ok) return { graph: model, failures: [parsed.failure, ...failures] };
    this.#remember(parsed.value);
    return { profile: parsed.value, graph: model, failures };
  }

  #remember({ backend, roofs }: Profile): void {
    if (roofs !== undefined) this.#roofs.set(deviceKey(backend), roofs);
  }
}

/** Nobody is left without a word, whatever the process says. */
function whyNot(failures: readonly Failure[]): readonly Failure[] {
  return failures.some(({ severity }) => severity === 'error') ? failures : [damaged, ...failures];
}

/** What tells devices apart whose roofs are known. */
function deviceKey({ name, device, driver }: Profile['backend']): string {
  return `${name} ${device} ${driver}`;
}

function orderOf(backend: BackendName | undefined): readonly BackendName[] {
  return backend === undefined ? backendNames : [backend];
}
