/** Changes of TensorFlow.js that can be taken back. */
import { core } from '../../../tfjs/library';
import { setKernel } from '../../registry';

export class Patches {
  readonly #undo: (() => void)[] = [];

  /** Runs when everything is taken back, before what was changed earlier. */
  onUndo(action: () => void): void {
    this.#undo.push(action);
  }

  undo(): void {
    for (let action = this.#undo.pop(); action !== undefined; action = this.#undo.pop()) action();
  }

  /** Replaces a method of an object or a prototype; `make` gets the one before. */
  method<T extends object, K extends keyof T>(
    target: T,
    key: K,
    make: (before: T[K]) => T[K],
  ): void {
    const own = Object.hasOwn(target, key);
    const before = target[key];
    target[key] = make(before);
    this.onUndo(() => {
      if (own) target[key] = before;
      else Reflect.deleteProperty(target, key);
    });
  }

  /** Replaces a kernel of the backend; what `make` gives may answer undefined to have the one before run. */
  kernel(
    kernelName: string,
    run: (params: Parameters<core.KernelFunc>[0]) => core.TensorInfo | undefined,
  ): void {
    const before = core.getKernel(kernelName, 'tensorflow');
    setKernel({ ...before, kernelFunc: (params) => run(params) ?? before.kernelFunc(params) });
    this.onUndo(() => setKernel(before));
  }

  /** Replaces a gradient; `make` gets the one before. */
  gradient(kernelName: string, make: (before: core.GradConfig) => core.GradConfig): void {
    const before = core.getGradient(kernelName);
    const set = (config: core.GradConfig) => {
      core.unregisterGradient(kernelName);
      core.registerGradient(config);
    };
    set(make(before));
    this.onUndo(() => set(before));
  }
}
