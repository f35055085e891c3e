/**
 * A warm worker for the next inspection and another behind it, so that an edit never waits for a
 * process to start. One that user code left dirty, or that had to be ended, is replaced.
 *
 * Inspections that somebody waits for go to the worker that has served most of them, because the engine compiles
 * what runs often: the same model takes several times as long in a process that is new. What nobody waits for goes
 * to the other one, so that ending it costs the next edit nothing; and since a process that starts takes a core for
 * half a second, the other one is started when nothing has been asked for a while.
 */
import { told } from '../model/sentence';
import { fail, type Failure, type Result } from '../protocol/failure';
import type { CheckedAnswer, ModelBundle } from '../protocol/inspect';
import { untilAnswered, type Attempt } from './attempts';
import { versionOf, type WorkerOptions } from './sandbox';
import { WorkerProcess } from './workerProcess';

/** Inspections that one process serves before it is replaced, because tfjs keeps the classes that code registers. */
const inspectionsPerWorker = 300;

const usualProcesses = 2;

/** How long nothing has to have begun or ended before a process is started that nobody waits for. */
const spareAfterMs = 500;

/** How long a process waits for a first inspection that nobody has asked for yet. */
const readyForMs = 600_000;

export interface InspectPoolOptions {
  /** Read at each start of a worker, so that changed settings hold from then on. */
  readonly workerOptions: () => WorkerOptions;
  readonly log: (text: string) => void;
  /** Processes kept warm: two unless told; one where no second inspection will come. */
  readonly processes?: number;
}

/** Whether somebody waits for the answer, or it may come when nothing else is to be done. */
export type Urgency = 'awaited' | 'background';

interface Slot {
  readonly starting: Promise<Result<WorkerProcess>>;
  worker: WorkerProcess | undefined;
  used: number;
  /** Of those, the inspections that somebody waited for. */
  awaited: number;
  /** What is running in it or about to; undefined while it is free. */
  takenFor: Urgency | undefined;
  readonly settings: string;
}

/** What became of one call, for whoever cancels it. */
interface Wish {
  readonly urgency: Urgency;
  cancelled: boolean;
  /** The worker that runs it now. */
  worker: WorkerProcess | undefined;
}

/** A call that no process is free for. */
interface Waiting {
  readonly urgency: Urgency;
  readonly wake: () => void;
}

const cancelledFailure: Failure = {
  code: 'cancelled',
  severity: 'error',
  ...told`The inspection was cancelled.`,
};

function startFailure(nodePath: string, detail: string): Failure {
  const program = nodePath === '' ? told`VS Code's own Node.js` : `"${nodePath}"`;
  return {
    code: 'worker-start-failed',
    severity: 'error',
    ...told`The process that builds models could not be started with ${program}. Set "resnetDesigner.worker.nodePath" to a Node.js of version 20.11 or later.`,
    detail,
  };
}

async function start(
  options: WorkerOptions,
  log: (text: string) => void,
): Promise<Result<WorkerProcess>> {
  let worker: WorkerProcess;
  try {
    worker = new WorkerProcess(options, await versionOf(options.nodePath), log);
  } catch (error) {
    return fail(startFailure(options.nodePath, String(error)));
  }
  const reason = await worker.ready;
  if (reason === undefined) return { ok: true, value: worker };
  return fail(startFailure(options.nodePath, reason.detail ?? reason.message));
}

export class InspectPool {
  readonly #options: InspectPoolOptions;
  #slots: Slot[] = [];
  #disposed = false;
  readonly #waiting: Waiting[] = [];
  #unasked: NodeJS.Timeout | undefined;
  #spare: NodeJS.Timeout | undefined;

  constructor(options: InspectPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts one process for a first inspection that may come soon.
   * @param forMs after which it ends again where none has come.
   */
  prepare(forMs = readyForMs): void {
    if (this.#disposed || this.#slots.length > 0) return;
    const slot = this.#newSlot(JSON.stringify(this.#options.workerOptions()));
    this.#slots.push(slot);
    this.#unasked = setTimeout(() => {
      this.#slots = this.#slots.filter((other) => other !== slot);
      slot.worker?.dispose();
    }, forMs).unref();
  }

  /** Starts a process ahead of the next inspection, and the one behind it when there is time. */
  warm(): void {
    this.#startUpTo(1);
    this.#startSpareLater();
  }

  get #mostProcesses(): number {
    return this.#options.processes ?? usualProcesses;
  }

  /** Lets go of processes that are of no more use, and starts others until there are `count`. */
  #startUpTo(count: number): void {
    const settings = JSON.stringify(this.#options.workerOptions());
    this.#slots = this.#slots.filter((slot) => this.#keep(slot, settings));
    while (!this.#disposed && this.#slots.length < count) this.#slots.push(this.#newSlot(settings));
  }

  #startSpareLater(): void {
    clearTimeout(this.#spare);
    if (this.#disposed || this.#slots.length >= this.#mostProcesses) return;
    this.#spare = setTimeout(() => {
      // One that starts is waited for first.
      const starting = this.#slots.some(({ worker }) => worker === undefined);
      if (starting) this.#startSpareLater();
      else this.#startUpTo(this.#mostProcesses);
    }, spareAfterMs).unref();
  }

  #keep(slot: Slot, settings: string): boolean {
    if (slot.takenFor !== undefined) return true;
    const usable = slot.worker === undefined || slot.worker.alive;
    if (usable && slot.settings === settings && slot.used < inspectionsPerWorker) return true;
    slot.worker?.dispose();
    return false;
  }

  #newSlot(settings: string): Slot {
    const starting = start(this.#options.workerOptions(), this.#options.log);
    const served = { used: 0, awaited: 0, takenFor: undefined };
    const slot: Slot = { starting, worker: undefined, ...served, settings };
    void starting.then((started) => {
      if (!started.ok) {
        this.#slots = this.#slots.filter((other) => other !== slot);
        return;
      }
      slot.worker = started.value;
      if (this.#disposed || !this.#slots.includes(slot)) started.value.dispose();
    });
    return slot;
  }

  /**
   * Runs one bundle in a clean worker. Settles always; a cancelled one with the code `cancelled`.
   * @param cancelled resolves when nobody wants the answer any more.
   */
  async inspect(
    bundle: ModelBundle,
    cancelled: Promise<void>,
    urgency: Urgency = 'awaited',
  ): Promise<Result<CheckedAnswer>> {
    const wish: Wish = { urgency, cancelled: false, worker: undefined };
    const cancel = cancelled.then((): Result<CheckedAnswer> => {
      wish.cancelled = true;
      wish.worker?.dispose();
      return fail(cancelledFailure);
    });
    return Promise.race([cancel, this.#inspectIn(bundle, wish)]);
  }

  async #inspectIn(bundle: ModelBundle, wish: Wish): Promise<Result<CheckedAnswer>> {
    // What was cancelled before it began is known to be so by then, and takes no process.
    await Promise.resolve();
    return untilAnswered(
      () => this.#attempt(bundle, wish),
      () => !wish.cancelled,
      this.#mostProcesses,
    );
  }

  async #attempt(bundle: ModelBundle, wish: Wish): Promise<Attempt> {
    const slot = await this.#acquire(wish);
    if (slot === undefined) return { result: fail(cancelledFailure), died: false, ms: 0 };
    await slot.starting;
    const asked = performance.now();
    const result = await this.#runIn(slot, bundle, wish);
    const died = !result.ok && ['worker-exited', 'worker-protocol'].includes(result.failure.code);
    return { result, died, ms: performance.now() - asked };
  }

  async #runIn(slot: Slot, bundle: ModelBundle, wish: Wish): Promise<Result<CheckedAnswer>> {
    try {
      const started = await slot.starting;
      if (this.#disposed || wish.cancelled) return fail(cancelledFailure);
      if (!started.ok) return started;
      wish.worker = started.value;
      if (wish.urgency === 'awaited') slot.awaited++;
      return await this.#run(slot, started.value, bundle);
    } finally {
      wish.worker = undefined;
      this.#release(slot);
    }
  }

  async #run(
    slot: Slot,
    worker: WorkerProcess,
    bundle: ModelBundle,
  ): Promise<Result<CheckedAnswer>> {
    slot.used++;
    const result = await worker.inspect(bundle);
    if (result.ok && result.value.dirty !== undefined) {
      this.#options.log(`worker replaced: ${result.value.dirty}`);
      worker.dispose();
    }
    return result;
  }

  /** A free slot; waits when all are taken. None after disposal, and for what was cancelled meanwhile. */
  async #acquire(wish: Wish): Promise<Slot | undefined> {
    const { urgency } = wish;
    clearTimeout(this.#unasked);
    for (;;) {
      if (this.#disposed || wish.cancelled) return undefined;
      this.warm();
      const slot = this.#free(urgency) ?? this.#startedFor(urgency);
      if (slot !== undefined) {
        slot.takenFor = urgency;
        return slot;
      }
      await new Promise<void>((wake) => this.#waiting.push({ urgency, wake }));
    }
  }

  /** The free slot that suits best: a started one, and the one that has served most. */
  #free(urgency: Urgency): Slot | undefined {
    if (!this.#mayTake(urgency)) return undefined;
    const byUse = [...this.#slots].sort((a, b) => b.awaited - a.awaited);
    // The first is left to who waits, even where the other one is still to be started.
    const background = urgency === 'background' && this.#mostProcesses > 1;
    const free = byUse.slice(background ? 1 : 0).filter(({ takenFor }) => takenFor === undefined);
    return free.find(({ worker }) => worker !== undefined) ?? free[0];
  }

  /** Whether a process is left for who waits, whatever becomes of the others. */
  #mayTake(urgency: Urgency): boolean {
    if (urgency === 'awaited' || this.#mostProcesses === 1) return true;
    const others = this.#slots.filter(({ takenFor }) => takenFor === 'background');
    return others.length < this.#mostProcesses - 1;
  }

  /** The spare one, started now because it is needed. */
  #startedFor(urgency: Urgency): Slot | undefined {
    if (this.#slots.length >= this.#mostProcesses || !this.#mayTake(urgency)) return undefined;
    this.#startUpTo(this.#mostProcesses);
    return this.#free(urgency);
  }

  #release(slot: Slot): void {
    slot.takenFor = undefined;
    this.warm();
    this.#wakeWaiting();
  }

  /** All, since what becomes free does not suit each of them; who waits for an answer chooses first. */
  #wakeWaiting(): void {
    const waiting = this.#waiting.splice(0);
    for (const first of ['awaited', 'background'] as const)
      for (const { urgency, wake } of waiting) if (urgency === first) wake();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#unasked);
    clearTimeout(this.#spare);
    for (const { worker } of this.#slots) worker?.dispose();
    this.#slots = [];
    this.#wakeWaiting();
  }
}
