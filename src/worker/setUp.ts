/** TensorFlow.js as the workers need it: the meta device, what records, and what user code gets. */
import { onFailedOperation } from './tfjs/failedOperations';
import { makeFacade, stopModelMethods } from './tfjs/facade';
import { installMetaDevice } from './tfjs/metaDevice';
import { noteTensor } from './tfjs/random';
import { makeTileGradientShapeOnly } from './tfjs/tileGradient';
import { makeWeightsShapeOnly } from './tfjs/weights';
import { hookLayerApply } from './trace/hooks';
import { rememberOwnClasses } from './trace/layerKinds';
import { hookKernels, hookTensors } from './trace/operations';
import { hookCustomGradients, hookDisposals } from './trace/tape';
import { activeTrace } from './trace/trace';

export interface PreparedLibrary {
  /** What every `@tensorflow/tfjs*` import of the user's resolves to. */
  readonly tf: Readonly<Record<string, unknown>>;
  /** Lets models run again, whose methods stop while a script builds them. */
  readonly allowRuns: () => void;
}

/** Once in a process. */
export function setUpTensorflow(): PreparedLibrary {
  installMetaDevice();
  makeWeightsShapeOnly();
  makeTileGradientShapeOnly();
  rememberOwnClasses();
  hookLayerApply();
  hookKernels(activeTrace);
  hookCustomGradients(activeTrace);
  hookDisposals(activeTrace);
  hookTensors((tensor) => {
    noteTensor(tensor);
    activeTrace()?.recordTensor(tensor);
  });
  onFailedOperation((type, inputs, thrown) =>
    activeTrace()?.recorder.fail(thrown, { type, layer: false, inputs }),
  );
  const allowRuns = stopModelMethods();
  return { tf: makeFacade(), allowRuns };
}
