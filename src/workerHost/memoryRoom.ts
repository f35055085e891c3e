/** How much the tensors of a step may hold on a device, as far as it can be told. */
import type { BackendFacts } from '../protocol/profile';

/** The addresses of a WebAssembly memory end there. */
const wasmBytes = 4 * 2 ** 30;

/** What this machine has free, or its control group leaves of it; undefined where the system does not tell. */
function freeBytes(): number | undefined {
  // macOS counts what it would give back at once as taken.
  if (process.platform === 'darwin') return undefined;
  // Node.js has it from 20.13 on.
  const system: { availableMemory?(): number } = process;
  return system.availableMemory?.();
}

/** Bytes; undefined for a GPU, whose drivers do not say what is free. */
export function memoryRoom(
  { name, cuda }: Pick<BackendFacts, 'name' | 'cuda'>,
  free: () => number | undefined = freeBytes,
): number | undefined {
  switch (name) {
    case 'webgpu':
      return undefined;
    case 'tensorflow':
      return cuda ? undefined : free();
    case 'wasm': {
      const bytes = free();
      return bytes === undefined ? undefined : Math.min(wasmBytes, bytes);
    }
    case 'cpu':
      return free();
  }
}
