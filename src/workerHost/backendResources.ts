/** The files that backends need, as the extension carries them in `dist/backends`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TensorflowLibrary } from './tensorflow/library';

/** What the compute worker is told; `BackendResources` of src/worker/backends. */
export interface CarriedBackends {
  readonly bindingPath?: string;
  readonly libraryFolder?: string;
  readonly dawnPath?: string;
  readonly wasmFolder: string;
}

/**
 * @param dist the folder of the extension's bundles.
 * @param library the TensorFlow to use, when one was found.
 */
export function backendResources(dist: string, library?: TensorflowLibrary): CarriedBackends {
  const folder = path.join(dist, 'backends');
  const binding = library?.bindingPath ?? path.join(folder, 'tfjs_binding.node');
  const dawn = path.join(folder, 'dawn.node');
  return {
    wasmFolder: folder,
    ...(existsSync(binding) && { bindingPath: binding }),
    ...(library?.folder !== undefined && { libraryFolder: library.folder }),
    ...(existsSync(dawn) && { dawnPath: dawn }),
  };
}
