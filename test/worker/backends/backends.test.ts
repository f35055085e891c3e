/** Opening backends: what they say of themselves, and what is said when one cannot be opened or goes away. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BackendFacts, BackendName, BackendState } from '../../../src/protocol/profile';
import type { BackendResources } from '../../../src/worker/backends/backend';
import { bundleProgram, runProgram, surroundingsFor, type Surroundings } from './support/processes';

const longMs = 400_000;
const names = ['cpu', 'wasm', 'tensorflow', 'webgpu'] as const;

let script: string;
const surroundings = new Map<BackendName, Surroundings>();
const folder = mkdtempSync(path.join(os.tmpdir(), 'resnet-designer-backends-'));

beforeAll(async () => {
  script = await bundleProgram('trials');
  for (const name of names) surroundings.set(name, await surroundingsFor(name));
}, longMs);

afterAll(() => rmSync(folder, { recursive: true }));

interface Changes {
  readonly resources?: BackendResources;
  readonly env?: NodeJS.ProcessEnv;
}

async function trial(
  trialName: string,
  backend: BackendName,
  changes: Changes = {},
): Promise<unknown> {
  const { resources, env } = surroundings.get(backend)!;
  const given = JSON.stringify({ ...resources, ...changes.resources });
  const printed = await runProgram(script, [trialName, backend, given], { ...env, ...changes.env });
  return JSON.parse(printed) as unknown;
}

const failing = (code: string, message: RegExp) => ({
  failure: expect.objectContaining({
    code,
    message: expect.stringMatching(message) as unknown,
  }) as unknown,
});

describe('a backend that works', () => {
  test.each(names)('%s is the active one and says what it runs on', async (name) => {
    const { facts, active } = (await trial('facts', name)) as {
      facts: BackendFacts;
      active: string;
    };
    expect(active).toBe(name);
    expect(facts).toMatchObject({ name, cuda: false, asynchronous: name === 'webgpu' });
    expect(facts.software).toBe(name === 'webgpu');
    expect(facts.device).toMatch(name === 'webgpu' ? /swiftshader/i : /thread/);
    expect(facts.driver).not.toBe('');
    expect(facts.versions).toMatchObject({ node: process.versions.node, tfjs: '4.22.0' });
  });

  test('tensorflow names the version of the library that was loaded', async () => {
    const { facts } = (await trial('facts', 'tensorflow')) as { facts: BackendFacts };
    expect(facts.driver).toBe(`TensorFlow ${facts.versions['tensorflow']}`);
    expect(facts.versions['tensorflow']).toMatch(/^2\.\d+\.\d+/);
  });

  test.each(['wasm', 'webgpu'] as const)('%s tells what it has taken', async (name) => {
    const { allocatedBytes } = (await trial('facts', name)) as { allocatedBytes: number };
    expect(allocatedBytes).toBeGreaterThanOrEqual(4 * 1024 * 1024);
  });

  test('opening one again keeps its tensors', async () => {
    expect(await trial('twice', 'wasm')).toEqual({ ok: true, values: [2, 2] });
  });
});

test('all are asked for, the best first', async () => {
  const states = (await trial('probe', 'tensorflow')) as BackendState[];
  expect(states.map(({ name }) => name)).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
  // Without the variables of SwiftShader there may be a GPU or none.
  expect(states.filter(({ name }) => name !== 'webgpu').every(({ ok }) => ok)).toBe(true);
});

describe('a backend that cannot be opened', () => {
  test('a binding that is not there', async () => {
    const bindingPath = path.join(folder, 'none.node');
    expect(await trial('facts', 'tensorflow', { resources: { bindingPath } })).toEqual(
      failing('backend-unavailable', /carries no binding of TensorFlow/),
    );
  });

  test('no library where the loader looks', async () => {
    expect(await trial('facts', 'tensorflow', { env: { LD_LIBRARY_PATH: folder } })).toEqual(
      failing('library-missing', /needs the TensorFlow library/),
    );
  });

  test('a library that is none', async () => {
    writeFileSync(path.join(folder, 'libtensorflow_cc.so.2'), 'no library');
    writeFileSync(path.join(folder, 'libtensorflow_framework.so.2'), 'no library');
    const changes = { env: { LD_LIBRARY_PATH: folder }, resources: { libraryFolder: folder } };
    const outcome = await trial('facts', 'tensorflow', changes);
    rmSync(path.join(folder, 'libtensorflow_cc.so.2'));
    rmSync(path.join(folder, 'libtensorflow_framework.so.2'));
    expect(outcome).toEqual(failing('library-unfit', /cannot be used: .*(short|header)/));
  });

  test('files of wasm that are not there', async () => {
    expect(await trial('facts', 'wasm', { resources: { wasmFolder: folder } })).toEqual(
      failing('backend-unavailable', /files of the wasm backend are missing/),
    );
  });

  test('Dawn that is not there', async () => {
    const dawnPath = path.join(folder, 'dawn.node');
    expect(await trial('facts', 'webgpu', { resources: { dawnPath } })).toEqual(
      failing('backend-unavailable', /carries no build of Dawn/),
    );
  });

  test('no adapter', async () => {
    const env = { VK_ICD_FILENAMES: path.join(folder, 'none.json') };
    expect(await trial('facts', 'webgpu', { env })).toEqual(
      failing('adapter-missing', /No GPU was found by Vulkan\. Install/),
    );
  });
});

describe('what goes wrong in a step', () => {
  test('wasm without memory throws and goes on to work', async () => {
    const outcome = (await trial('outOfMemory', 'wasm')) as { held: number };
    expect(outcome).toMatchObject({ code: 'out-of-memory', works: true });
    // Of 256 MiB each: nearly all of the 4 GiB.
    expect(outcome.held).toBeGreaterThan(6);
  });

  test('a kernel that is missing is named', async () => {
    expect(await trial('missingKernel', 'wasm')).toBe('kernel-missing');
  });

  test('webgpu reads nothing at once', async () => {
    expect(await trial('readAtOnce', 'webgpu')).toBe('kernel-missing');
  });

  test('a tensor larger than the GPU takes', async () => {
    expect(await trial('tooLarge', 'webgpu')).toEqual({ code: 'out-of-memory', works: true });
  });

  test('what the GPU refuses is told once', async () => {
    expect(await trial('refused', 'webgpu')).toEqual({
      code: 'device-failed',
      again: 'nothing thrown',
    });
  });

  test('a GPU that is lost stays lost', async () => {
    expect(await trial('lost', 'webgpu')).toEqual({
      stopped: 'device-lost',
      read: 'device-lost',
      settled: 'device-lost',
      again: 'device-lost',
    });
  });
});

describe('the clock of the GPU', () => {
  interface Dispatch {
    readonly owner: string;
    readonly program: string;
    readonly startMs: number;
    readonly ms: number;
  }

  test('times each dispatch between start and stop, for its owner', async () => {
    const dispatches = (await trial('timer', 'webgpu')) as Dispatch[];
    expect(dispatches.map(({ owner }) => owner)).toEqual(['first', 'second', 'second']);
    expect(dispatches[0]).toMatchObject({ startMs: 0 });
    expect(dispatches.every(({ ms }) => ms > 0)).toBe(true);
    const [, second, third] = dispatches;
    expect(third!.startMs).toBeGreaterThanOrEqual(second!.startMs + second!.ms);
  });

  test('has room for any number of dispatches', async () => {
    const outcome = await trial('manyDispatches', 'webgpu');
    expect(outcome).toEqual({ count: 3000, ordered: true, value: 1 });
  });
});
