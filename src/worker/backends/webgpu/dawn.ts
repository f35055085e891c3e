/** Dawn in plain Node.js: the GPU that browsers would give as `navigator.gpu`. */
import { told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';
import { loadAddon } from '../addon';

interface Dawn {
  readonly create: (flags: readonly string[]) => GPU;
  readonly globals: object;
}

/** Timestamps are then nanoseconds of the device, and not multiples of 65.5 µs. */
const flags = ['disable-dawn-features=timestamp_quantization'];

/**
 * Loads Dawn and puts in place what tfjs-backend-webgpu looks for: the classes as globals, and `navigator.gpu`.
 * @throws DesignerStop `backend-unavailable`.
 */
export function loadDawn(dawnPath: string | undefined): GPU {
  if (process.versions['electron'] !== undefined) {
    throw new DesignerStop(
      'backend-unavailable',
      told`The webgpu backend does not run in the Node.js of VS Code itself. Install Node.js 20 or later, or name one in the setting "resnetDesigner.worker.nodePath".`,
    );
  }
  const { create, globals } = load(dawnPath);
  Object.assign(globalThis, globals);
  const gpu = create(flags);
  // Node.js 21 and later have a navigator, without a GPU.
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  if (typeof navigator === 'object' && navigator !== null) {
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  } else {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  }
  return gpu;
}

function load(dawnPath: string | undefined): Dawn {
  try {
    return loadAddon(dawnPath, told`build of Dawn`) as Dawn;
  } catch (error) {
    if (error instanceof DesignerStop || !(error instanceof Error)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new DesignerStop(
      'backend-unavailable',
      told`The webgpu backend does not load on this system: ${reason}. It needs glibc 2.34 and libstdc++ of GCC 12, or macOS 26, or Windows 10. Choose another backend.`,
    );
  }
}
