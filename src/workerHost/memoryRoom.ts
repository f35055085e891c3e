/** How much the tensors of a step may hold on a device, as far as it can be told. */
import { freemem } from 'node:os';
import type { BackendFacts } from '../protocol/profile';

/** The addresses of a WebAssembly memory end there. */
const wasmBytes = 4 * 2 ** 30;

/** What this machine has free, or a control group leaves of it. */
function freeBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(freemem(), constrained) : freemem();
}

/** Bytes; undefined for a GPU, whose drivers do not say what is free. */
export function memoryRoom(
  { name, cuda }: Pick<BackendFacts, 'name' | 'cuda'>,
  free = freeBytes,
): number | undefined {
  switch (name) {
    case 'webgpu':
      return undefined;
    case 'tensorflow':
      return cuda ? undefined : free();
    case 'wasm':
      return Math.min(wasmBytes, free());
    case 'cpu':
      return free();
  }
}
