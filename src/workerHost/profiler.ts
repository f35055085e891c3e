/** From a model file to its profile: bundle, then one process that builds the model and runs its step. */
import os from 'node:os';
import path from 'node:path';
import { told } from '../model/sentence';
import { Bundler, type BundleRequest } from '../bundle/bundler';
import type { ModelGraph } from '../model/graph';
import { roofKey } from '../model/profile/roofKey';
import type { ProfileAnswer, ProfileProgress } from '../protocol/compute';
import { probeRequest, profileRequest } from '../protocol/computeMessages';
import { fail, type Failure, type Result } from '../protocol/failure';
import {
  backendNames,
  type BackendName,
  type BackendState,
  type BatchCurve,
  type Profile,
  type ProfileSettings,
} from '../protocol/profile';
import { parseProfile } from '../protocol/profileSchema';
import { profileAnswerSchema } from '../protocol/computeSchema';
import { check } from '../protocol/schema';
import { assembledProfile, hashOf, type HashedWish } from './assembledProfile';
import { backendResources } from './backendResources';
import { measureBatchCurve } from './batchCurve';
import { ComputeProcess } from './computeProcess';
import { unpackGraph } from './packedGraph';
import { RoofStore } from './roofStore';
import { outputLimitBytes, versionOf, type WorkerOptions } from './sandbox';
import { findLibrary, type LibraryPlaces } from './tensorflow/find';

/** Building the model, starting the backend and warming up are not part of the time for repeats. */
const defaultOverheadMs = 120_000;

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
  /** Where the roofs of devices are kept; without it each profiler measures them once. */
  readonly roofFile?: string;
}

export interface ProfileWish extends BundleRequest {
  readonly settings: ProfileSettings;
  /** The folder that the profile names the file relative to. */
  readonly root: string;
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

export interface CurveWatch extends ProfileWatch {
  /** Told before each batch is measured. */
  readonly onBatch: (batch: number) => void;
}

const damaged: Failure = {
  code: 'worker-protocol',
  severity: 'error',
  ...told`The process that runs the model sent what is no profile. Profile again.`,
};

const wasCancelled: Failure = {
  code: 'cancelled',
  severity: 'error',
  ...told`The profile was cancelled.`,
};

/** Profiles one model at a time: two at once would measure each other. */
export class Profiler {
  readonly #options: ProfilerOptions;
  readonly #bundler = new Bundler();
  readonly #roofs: RoofStore;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ProfilerOptions) {
    this.#options = options;
    this.#roofs = new RoofStore(options.roofFile, options.log);
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

  /**
   * Profiles the same step with other batches, each in a process of its own, the smallest first. A batch that
   * takes more memory than there is, or fails in another way, is a point with its failure.
   * @returns a failure only where it was cancelled
   */
  batchCurve(
    wish: ProfileWish,
    batches: readonly number[],
    watch: CurveWatch,
  ): Promise<Result<BatchCurve>> {
    return measureBatchCurve(batches, (batch) => {
      watch.onBatch(batch);
      return this.profile({ ...wish, settings: { ...wish.settings, batch } }, watch);
    });
  }

  /** Has the roofs of all devices measured anew, each with its next profile. */
  forgetRoofs(): Promise<void> {
    return this.#roofs.forget();
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
        knownRoofs: await this.#roofs.known(),
      };
      const call = { ...watch, limitMs: timeLimitMs + 4 * settings.limitMs + this.#overheadMs };
      const answer = await worker.request(profileRequest, request, call);
      if (!answer.ok) return { failures: [answer.failure] };
      const withoutLibrary = library.ok ? undefined : library.failure;
      const profiled = this.#profiled(answer.value, { ...wish, hash }, withoutLibrary);
      await this.#remember(profiled.profile);
      return profiled;
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
    const { tool } = this.#options;
    const measured = { packedStep, graph: model, warnings: failures, tool };
    const parsed = checkedProfile(assembledProfile(measured, wish));
    if (!parsed.ok) return { graph: model, failures: [parsed.failure, ...failures] };
    return { profile: parsed.value, graph: model, failures };
  }

  async #remember(profile: Profile | undefined): Promise<void> {
    if (profile?.roofs === undefined) return;
    await this.#roofs.remember(roofKey(profile.backend, os.cpus().length), profile.roofs);
  }
}

/** What a process sent is no file that a user could take again. */
function checkedProfile(assembled: Result<unknown>): Result<Profile> {
  const parsed = assembled.ok ? parseProfile(assembled.value) : assembled;
  return parsed.ok ? parsed : fail({ ...damaged, detail: parsed.failure.message });
}

/** Nobody is left without a word, whatever the process says. */
function whyNot(failures: readonly Failure[]): readonly Failure[] {
  return failures.some(({ severity }) => severity === 'error') ? failures : [damaged, ...failures];
}

function orderOf(backend: BackendName | undefined): readonly BackendName[] {
  return backend === undefined ? backendNames : [backend];
}
