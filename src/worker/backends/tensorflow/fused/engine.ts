/** What TensorFlow.js's engine keeps to itself, as far as it is changed here. */
import { core } from '../../../tfjs/library';

type Named = Readonly<Record<string, core.Tensor | undefined>>;

export interface TapeNode {
  readonly id: number;
  readonly kernelName: string;
  readonly inputs: Named;
  readonly outputs: readonly core.Tensor[];
  readonly saved: readonly core.Tensor[];
  gradient?: (
    dys: readonly (core.Tensor | undefined)[],
  ) => Readonly<Record<string, () => core.Tensor>>;
}

export interface GradientsResult {
  readonly value: core.Tensor;
  readonly grads: (core.Tensor | undefined)[];
}

export interface Engine {
  readonly state: {
    readonly gradientDepth: number;
    activeTape: TapeNode[] | null;
    readonly registeredVariables: Readonly<Record<string, core.Variable>>;
  };
  tidy<T>(name: string, run: () => T): T;
  startTape(): void;
  endTape(): void;
  runKernel(name: string, inputs: Named, attributes?: object): core.Tensor;
  disposeVariable(variable: core.Variable): void;
  gradients(
    f: () => core.Tensor,
    xs: core.Tensor[],
    dy?: core.Tensor,
    allowNone?: boolean,
  ): GradientsResult;
}

export function engine(): Engine {
  return core.engine() as unknown as Engine;
}
