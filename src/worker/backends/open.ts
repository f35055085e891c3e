/** Opens one of the four backends on the worker's one TensorFlow.js and makes it the active one. */
import { told } from '../../model/sentence';
import { fail, ok, type Failure, type Result } from '../../protocol/failure';
import type { BackendName } from '../../protocol/profile';
import { DesignerStop } from '../errors';
import { core } from '../tfjs/library';
import type { BackendMaker, BackendResources, OpenBackend } from './backend';
import { repairKernels } from './repairs';
import { failureOfThrown } from './thrown';

/** Each is loaded when it is asked for: together they are some thousand modules. */
const makers: Readonly<Record<BackendName, () => Promise<BackendMaker>>> = {
  tensorflow: async () => (await import('./tensorflow/tensorflow')).makeTensorflow,
  webgpu: async () => (await import('./webgpu/webgpu')).makeWebgpu,
  wasm: async () => (await import('./wasm/wasm')).makeWasm,
  cpu: async () => (await import('./cpu')).makeCpu,
};

const opened = new Map<BackendName, OpenBackend>();

async function make(name: BackendName, resources: BackendResources): Promise<OpenBackend> {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const maker = await makers[name]();
  const backend = await maker(resources);
  opened.set(name, backend);
  return backend;
}

function failureOf(name: BackendName, error: unknown): Failure {
  if (error instanceof DesignerStop) {
    return { code: error.failureCode, severity: 'error', ...error.told };
  }
  const failure = failureOfThrown(error, name);
  if (failure !== undefined) return failure;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    code: 'backend-unavailable',
    severity: 'error',
    ...told`The ${name} backend does not start: ${message}. Choose another backend.`,
    ...(stack === undefined ? {} : { detail: stack }),
  };
}

/**
 * Opens a backend, once for each name, and makes it the one that tensors are made on.
 * @returns a failure with the reason and what helps: `backend-unavailable`, `library-missing`, `library-unfit`,
 *   `adapter-missing`, `device-lost`.
 */
export async function openBackend(
  name: BackendName,
  resources: BackendResources,
): Promise<Result<OpenBackend>> {
  core.env().set('PROD', true);
  try {
    const backend = await make(name, resources);
    if (!(name in core.engine().registryFactory)) {
      core.registerBackend(name, () => backend.backend);
    }
    if (!(await core.setBackend(name))) {
      throw new Error('TensorFlow.js does not make it the active one');
    }
    repairKernels(name);
    return ok(backend);
  } catch (error) {
    return fail(failureOf(name, error));
  }
}
