/** The wasm backend, with the kernels that training needs and it lacks, and with an end to its memory. */
import { BackendWasm, init, setWasmPaths } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import '@tensorflow/tfjs-backend-wasm/dist/register_all_kernels';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';
import { core } from '../../tfjs/library';
import type { BackendResources, OpenBackend } from '../backend';
import { commonVersions, processorName } from '../processor';
import { guardHeap, type WasmHeap } from './heap';
import { completeWasm } from './kernels';

function checkedFolder({ wasmFolder }: BackendResources): string {
  if (
    wasmFolder !== undefined &&
    existsSync(path.join(wasmFolder, 'tfjs-backend-wasm-simd.wasm'))
  ) {
    return path.join(wasmFolder, path.sep);
  }
  throw new DesignerStop(
    'backend-unavailable',
    told`The files of the wasm backend are missing. Install the extension again, or choose another backend.`,
  );
}

/** @throws DesignerStop `backend-unavailable` when the files of WebAssembly are not there. */
export async function makeWasm(resources: BackendResources): Promise<OpenBackend> {
  setWasmPaths(checkedFolder(resources));
  const { wasm } = await init();
  // Typed by emscripten's own declarations, which are for browsers.
  const heap = wasm as unknown as WasmHeap;
  guardHeap(heap);
  completeWasm();
  const simd = await core.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    facts: {
      name: 'wasm',
      device: processorName(),
      driver: `WebAssembly${simd === true ? ' with SIMD' : ''}, one thread, V8 ${process.versions.v8}`,
      software: false,
      cuda: false,
      asynchronous: false,
      versions: commonVersions(),
    },
    backend: new BackendWasm(wasm),
    settle: () => Promise.resolve(),
    allocatedBytes: () => heap.HEAPU8.byteLength,
  };
}
