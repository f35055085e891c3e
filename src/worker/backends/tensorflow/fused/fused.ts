/**
 * TensorFlow's own kernels for what TensorFlow.js composes of many: an option of the tensorflow backend, which the profile
 * names, since a user's own run does not have it.
 */
import type { core } from '../../../tfjs/library';
import type { FusedKernels } from '../../backend';
import { freeWhileGoingBack } from './backwardPass';
import { fuseBatchNormalization } from './batchNorm';
import { fuseConvolutions } from './convolutions';
import { foldLayers } from './folding';
import { fuseGradients } from './gradients';
import { Native } from './native';
import { updateInPlace } from './optimizers';
import { Patches } from './patches';
import { fusePooling } from './pooling';
import { shareData } from './sharing';

/** Changes the active TensorFlow.js; to be called before anybody else hooks into its engine. */
export function installFusedKernels(backend: core.KernelBackend): FusedKernels {
  const native = new Native(backend);
  const patches = new Patches();
  patches.onUndo(() => native.dispose());
  shareData(native, patches);
  fuseGradients(native, patches);
  fuseConvolutions(native, patches);
  fusePooling(native, patches);
  fuseBatchNormalization(native, patches);
  const folding = foldLayers(native, patches);
  freeWhileGoingBack(native, patches);
  updateInPlace(native, patches);
  return {
    folds: folding?.folds ?? 'nothing',
    undo: () => patches.undo(),
    inModel: (outputs, run) => (folding === undefined ? run() : folding.within(outputs, run)),
    folded: () => folding?.folded() ?? [],
  };
}
