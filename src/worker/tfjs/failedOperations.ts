/**
 * Operations of tfjs that throw before a kernel of theirs runs, as most do where shapes do not fit. The
 * worker's bundle has tfjs's wrapper of all operations tell of them here (see scripts/lib/workerPlugins.mjs).
 */
import { core } from './library';

type Listener = (kernel: string, inputs: readonly core.Tensor[], thrown: unknown) => void;

let listener: Listener | undefined;

/** Is told of every operation that throws; the innermost of nested ones comes first. */
export function onFailedOperation(listen: Listener): void {
  listener = listen;
}

const suffix = /__op$/;

/** `conv2d__op` goes by its kernel's name, `Conv2D`, where there is one of that name. */
function kernelName(operation: string): string {
  const name = operation.replace(suffix, '');
  const kernels = core.getKernelsForBackend('cpu').map(({ kernelName: kernel }) => kernel);
  return kernels.find((kernel) => kernel.toLowerCase() === name.toLowerCase()) ?? name;
}

function isTensor(value: unknown): value is core.Tensor {
  return value instanceof core.Tensor;
}

/** Called by tfjs. */
export function operationFailed(
  operation: string,
  args: readonly unknown[],
  thrown: unknown,
): void {
  if (listener === undefined) return;
  const inputs = args.flatMap((arg): readonly unknown[] => (Array.isArray(arg) ? arg : [arg]));
  listener(kernelName(operation), inputs.filter(isTensor), thrown);
}
