/** What the system's loader says when tfjs-node's binding does not load, as failures with a remedy. */
import { told } from '../../../model/sentence';
import { DesignerStop } from '../../errors';
import { loadAddon } from '../addon';
import type { BackendResources } from '../backend';

function missing({ libraryFolder }: BackendResources): DesignerStop {
  return new DesignerStop(
    'library-missing',
    libraryFolder === undefined
      ? told`The tensorflow backend needs the TensorFlow library, and none was found. Run "ResNet Designer: Install TensorFlow Library…", select a Python interpreter that has TensorFlow 2.15 or later, or choose another backend.`
      : told`The tensorflow backend needs the TensorFlow library, and it is not complete in ${libraryFolder}. Run "ResNet Designer: Install TensorFlow Library…", select a Python interpreter that has TensorFlow 2.15 or later, or choose another backend.`,
  );
}

function unfit({ libraryFolder }: BackendResources, reason: string): DesignerStop {
  return new DesignerStop(
    'library-unfit',
    libraryFolder === undefined
      ? told`The TensorFlow library cannot be used: ${reason}. TensorFlow 2.15 or later for this processor and system is needed. Run "ResNet Designer: Install TensorFlow Library…", or choose another backend.`
      : told`The TensorFlow library in ${libraryFolder} cannot be used: ${reason}. TensorFlow 2.15 or later for this processor and system is needed. Run "ResNet Designer: Install TensorFlow Library…", or choose another backend.`,
  );
}

/** Messages of the loaders of Linux, macOS and Windows. */
const notFound =
  /cannot open shared object file|Library not loaded|image not found|specified module could not be found/i;
const wrong =
  /undefined symbol|symbol not found|version `[^']+' not found|wrong ELF class|invalid ELF header|file too short|incompatible architecture|not a valid Win32/i;

/**
 * Loads tfjs-node's binding together with the library that it needs.
 * @throws DesignerStop `backend-unavailable`, `library-missing`, `library-unfit`.
 */
export function loadBinding(resources: BackendResources): unknown {
  try {
    return loadAddon(resources.bindingPath, told`binding of TensorFlow`);
  } catch (error) {
    if (error instanceof DesignerStop || !(error instanceof Error)) throw error;
    const [reason = ''] = error.message.split('\n');
    if (wrong.test(reason)) throw unfit(resources, reason);
    if (notFound.test(reason)) throw missing(resources);
    throw unfit(resources, reason);
  }
}
