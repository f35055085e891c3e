/** Small trials of one backend each; started as a process of its own. Arguments: the trial, the backend, its resources as JSON. */
import type { BackendName } from '../../../../src/protocol/profile';
import type { BackendResources, OpenBackend } from '../../../../src/worker/backends/backend';
import { openBackend } from '../../../../src/worker/backends/open';
import { probeBackends } from '../../../../src/worker/backends/probe';
import { failureOfThrown } from '../../../../src/worker/backends/thrown';
import { core } from '../../../../src/worker/tfjs/library';

type Trial = (opened: OpenBackend, name: BackendName) => Promise<unknown>;

/** The code of what `run` throws, at once or later. */
async function codeOf(name: BackendName, run: () => unknown): Promise<string> {
  try {
    await run();
    return 'nothing thrown';
  } catch (error) {
    return failureOfThrown(error, name)?.code ?? String(error);
  }
}

/** The sum of two ones on the backend: it still computes. */
async function works(): Promise<boolean> {
  const [two] = await core.tidy(() => core.add(core.ones([1]), core.ones([1]))).data();
  return two === 2;
}

const trials: Readonly<Record<string, Trial>> = {
  facts: async ({ facts, allocatedBytes, settle }) => {
    const held = core.ones([1024, 1024]).add(1);
    await settle();
    held.dispose();
    return { facts, active: core.getBackend(), allocatedBytes: allocatedBytes?.() };
  },
  /** Takes memory until there is none. */
  outOfMemory: async (_, name) => {
    const kept: core.Tensor[] = [];
    const code = await codeOf(name, () => {
      for (let taken = 0; taken < 40; taken++) kept.push(core.ones([1 << 26]));
    });
    const held = kept.length;
    core.dispose(kept);
    return { code, held, works: await works() };
  },
  missingKernel: async (_, name) => {
    return await codeOf(name, () => core.spectral.fft(core.complex([1, 2], [0, 0])));
  },
  timer: async ({ gpuTimer, settle }) => {
    const x = core.randomNormal([64, 64], 0, 1, 'float32', 3);
    core.dispose(core.matMul(x, x));
    await settle();
    gpuTimer!.start();
    gpuTimer!.owner = 'first';
    const product = core.matMul(x, x);
    gpuTimer!.owner = 'second';
    const root = core.sqrt(core.abs(product));
    const dispatches = await gpuTimer!.stop();
    core.dispose(core.sqrt(product));
    await settle();
    core.dispose([x, product, root]);
    return dispatches;
  },
  /** More dispatches than one query set has room for. */
  manyDispatches: async ({ gpuTimer }) => {
    let x: core.Tensor = core.zeros([4]).add(1);
    gpuTimer!.start();
    for (let done = 0; done < 3000; done++) {
      const next = core.sqrt(x);
      x.dispose();
      x = next;
    }
    const dispatches = await gpuTimer!.stop();
    const ordered = dispatches.every(
      ({ startMs }, index) => index === 0 || startMs >= dispatches[index - 1]!.startMs,
    );
    return { count: dispatches.length, ordered, value: (await x.data())[0] };
  },
  lost: async ({ backend, settle, gpuTimer }, name) => {
    const device = Reflect.get(backend, 'device') as GPUDevice;
    gpuTimer?.start();
    const x = core.sqrt(core.zeros([4]).add(1));
    device.destroy();
    const stopped = await codeOf(name, () => gpuTimer?.stop());
    const settled = await codeOf(name, settle);
    const read = await codeOf(name, () => x.data());
    return { stopped, settled, read, again: await codeOf(name, settle) };
  },
  /** A buffer larger than what a binding may be. */
  tooLarge: async ({ backend, settle }, name) => {
    const { limits } = Reflect.get(backend, 'device') as GPUDevice;
    const size = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize) / 4 + 1024;
    const code = await codeOf(name, async () => {
      core.zeros([size]).add(1);
      await settle();
    });
    return { code, works: await works() };
  },
  /** The model reads at once what the GPU has. */
  readAtOnce: async (_, name) => await codeOf(name, () => core.zeros([64, 64]).add(1).dataSync()),
  /** A kernel that the device refuses. */
  refused: async ({ backend, settle }, name) => {
    const device = Reflect.get(backend, 'device') as GPUDevice;
    device.createBuffer({ size: 4, usage: 0xffff_ff });
    return { code: await codeOf(name, settle), again: await codeOf(name, settle) };
  },
  twice: async (_, name) => {
    const first = core.ones([2]).add(1);
    const again = await openBackend(name, {});
    return { ok: again.ok, values: [...(await first.data())] };
  },
};

async function main(): Promise<unknown> {
  const [trial, name, resources] = process.argv.slice(2) as [string, BackendName, string];
  if (trial === 'probe') return await probeBackends(JSON.parse(resources) as BackendResources);
  const opened = await openBackend(name, JSON.parse(resources) as BackendResources);
  if (!opened.ok) return { failure: opened.failure };
  return await trials[trial]!(opened.value, name);
}

void main().then(
  (result) => process.stdout.write(JSON.stringify(result), () => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(String(error), () => process.exit(1));
  },
);
