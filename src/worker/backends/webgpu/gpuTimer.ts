/**
 * The time of each dispatch on the GPU's own clock. tfjs's `time` and `profile` wait for the device after every kernel;
 * here each dispatch has a compute pass of its own that writes its begin and its end into a query set, and all
 * are read once, at the end.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';

export interface GpuDispatch {
  /** The class of tfjs's program, such as `Conv2DMMProgram`; a minified bundle has other names. */
  readonly program: string;
  /** Who was the owner when it was queued. */
  readonly owner: unknown;
  /** Since the first dispatch began. */
  readonly startMs: number;
  readonly ms: number;
}

export interface GpuTimer {
  /** Whom dispatches from now on belong to. */
  owner: unknown;
  /** Submits what is queued, and times what comes. Before the end no other start. */
  start(): void;
  /** Ends timing and waits for the device: every dispatch since the start, in their order. */
  stop(): Promise<readonly GpuDispatch[]>;
}

/** What tfjs keeps to itself, as far as it is needed here. */
interface Internals {
  commandEncoder: GPUCommandEncoder | null;
  recordAndSubmit(program: object, ...rest: unknown[]): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

type Queued = Pick<GpuDispatch, 'program' | 'owner'>;

/** The most that a query set may hold; two for each dispatch. */
const queriesPerSet = 4096;
const dispatchesPerSet = queriesPerSet / 2;

export class TimestampTimer implements GpuTimer {
  owner: unknown;
  readonly #backend: Internals;
  readonly #device: GPUDevice;
  readonly #sets: GPUQuerySet[] = [];
  #queued: Queued[] = [];
  #pending: Queued | undefined;
  #timing = false;

  /** @param backend one whose device has the feature `timestamp-query`. */
  constructor(backend: WebGPUBackend) {
    this.#backend = backend as unknown as Internals;
    this.#device = backend.device;
    this.#wrapDispatches();
    this.#wrapEncoders();
  }

  #wrapDispatches(): void {
    const backend = this.#backend;
    const record = backend.recordAndSubmit.bind(backend);
    backend.recordAndSubmit = (program, ...rest) => {
      if (!this.#timing) {
        record(program, ...rest);
        return;
      }
      backend.endComputePassEncoder();
      this.#pending = { program: program.constructor.name, owner: this.owner };
      try {
        record(program, ...rest);
      } finally {
        this.#pending = undefined;
      }
      backend.endComputePassEncoder();
    };
  }

  /** The pass that a dispatch opens on a command encoder writes its times. */
  #wrapEncoders(): void {
    const backend = this.#backend;
    const ensure = backend.ensureCommandEncoderReady.bind(backend);
    backend.ensureCommandEncoderReady = () => {
      if (backend.commandEncoder !== null) return;
      ensure();
      const encoder = backend.commandEncoder as GPUCommandEncoder | null;
      if (encoder === null) return;
      const begin = encoder.beginComputePass.bind(encoder);
      encoder.beginComputePass = (descriptor) => begin(this.#timed(descriptor));
    };
  }

  #timed(descriptor: GPUComputePassDescriptor | undefined): GPUComputePassDescriptor {
    if (this.#pending === undefined) return { ...descriptor };
    const index = this.#queued.push(this.#pending) - 1;
    const first = 2 * (index % dispatchesPerSet);
    return {
      ...descriptor,
      timestampWrites: {
        querySet: this.#setFor(index),
        beginningOfPassWriteIndex: first,
        endOfPassWriteIndex: first + 1,
      },
    };
  }

  #setFor(index: number): GPUQuerySet {
    const number = Math.floor(index / dispatchesPerSet);
    const known = this.#sets[number];
    if (known !== undefined) return known;
    const made = this.#device.createQuerySet({ type: 'timestamp', count: queriesPerSet });
    this.#sets[number] = made;
    return made;
  }

  #flush(): void {
    if (this.#backend.commandEncoder === null) return;
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
  }

  start(): void {
    this.#flush();
    this.#queued = [];
    this.#timing = true;
  }

  async stop(): Promise<readonly GpuDispatch[]> {
    this.#timing = false;
    this.#flush();
    const queued = this.#queued;
    this.#queued = [];
    const sets = this.#sets.slice(0, Math.ceil(queued.length / dispatchesPerSet));
    const times = await Promise.all(
      sets.map((set, number) => {
        const dispatches = Math.min(dispatchesPerSet, queued.length - number * dispatchesPerSet);
        return this.#nanoseconds(set, 2 * dispatches);
      }),
    );
    return dispatchesOf(queued, times);
  }

  /** The first times of a query set, on the device's clock. */
  async #nanoseconds(set: GPUQuerySet, count: number): Promise<BigUint64Array> {
    const device = this.#device;
    const size = count * BigUint64Array.BYTES_PER_ELEMENT;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
    const readable = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(set, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readable, 0, size);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    const times = new BigUint64Array(readable.getMappedRange().slice(0));
    readable.unmap();
    resolved.destroy();
    readable.destroy();
    return times;
  }
}

const nanosecondsPerMs = 1e6;

/** @param times of each query set: begin and end of dispatches in turn. */
function dispatchesOf(queued: readonly Queued[], times: readonly BigUint64Array[]): GpuDispatch[] {
  const at = (index: number, end: 0 | 1) =>
    times[Math.floor(index / dispatchesPerSet)]?.[2 * (index % dispatchesPerSet) + end] ?? 0n;
  const zero = at(0, 0);
  return queued.map(({ program, owner }, index) => ({
    program,
    owner,
    startMs: Number(at(index, 0) - zero) / nanosecondsPerMs,
    ms: Number(at(index, 1) - at(index, 0)) / nanosecondsPerMs,
  }));
}
