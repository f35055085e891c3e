/** WebAssembly has 4 GiB; past it the backend would go on and write over what is at address 0. */
import { formatBytes } from '../../../model/format';
import { told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';

/** What emscripten gives of its memory. */
export interface WasmHeap {
  readonly HEAPU8: Uint8Array;
  /** The address of new memory, as a signed number; 0 when there is none left. */
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/**
 * Turns "no memory left" into an error where the memory is asked for, before anything is written.
 * The error is a DesignerStop `out-of-memory`.
 */
export function guardHeap(heap: WasmHeap): void {
  // At its first call emscripten's function puts the real one into its own place.
  heap._free(heap._malloc(1));
  const allocate = heap._malloc.bind(heap);
  heap._malloc = (bytes) => {
    const address = allocate(bytes);
    if (address !== 0 || bytes === 0) return address;
    throw new DesignerStop(
      'out-of-memory',
      told`The wasm backend is out of memory: ${formatBytes(bytes)} more were asked for, and WebAssembly holds at most 4 GiB (${formatBytes(heap.HEAPU8.byteLength)} are taken). Take a smaller batch, or another backend.`,
    );
  };
}
