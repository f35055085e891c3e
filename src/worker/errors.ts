/** What stops user code on purpose. Each is an expected failure with its own code. */
import { told, type Told } from '../model/sentence';
import type { FailureCode } from '../protocol/failure';

/** Thrown into user code; carries the code and the sentence that the user reads. */
export class DesignerStop extends Error {
  /** Private, since code that catches this can change what it sees. */
  readonly #told: Told;

  constructor(
    readonly failureCode: FailureCode,
    words: Told,
  ) {
    super(words.message);
    this.name = 'DesignerStop';
    this.#told = words;
  }

  get told(): Told {
    return this.#told;
  }
}

/** Training, prediction and loading are not part of looking at a model. */
export class RunStopped extends DesignerStop {
  constructor(readonly call: string) {
    super(
      'run-stopped',
      told`${call} was not run: while a model is being inspected, the script stops here and the model is kept.`,
    );
  }
}

/** Code asked for the values of a tensor that has only a shape. */
export class NoValuesError extends DesignerStop {
  constructor() {
    super(
      'unsupported-operation',
      told`This needs the values of a weight or of a random tensor, but while a model is being inspected these have only shapes. Move the computation out of the function that builds the model.`,
    );
  }
}

/** A kernel whose outputs have a shape that only values can tell. */
export class ValueKernelError extends DesignerStop {
  constructor(kernel: string) {
    super(
      'unsupported-operation',
      told`The operation "${kernel}" cannot be followed: the shape of its result depends on values, and while a model is being inspected the tensors here have only shapes.`,
    );
  }
}

export class ProcessExitStopped extends DesignerStop {
  constructor(call: string) {
    super(
      'process-exit',
      told`${call} was called while the model was being built. Remove the call, or make it depend on how the script is run.`,
    );
  }
}

/** A tensor or a weight would have a shape that none can have. */
export class ImpossibleShape extends Error {
  readonly #told: Told;

  constructor(words: Told) {
    super(words.message);
    this.name = 'Error';
    this.#told = words;
  }

  get told(): Told {
    return this.#told;
  }
}

/** What something that was thrown says: a sentence of ours, or the words of others. */
export function reasonOf(thrown: unknown): Told {
  if (isInstance(thrown, DesignerStop) || isInstance(thrown, ImpossibleShape)) return thrown.told;
  return { message: isInstance(thrown, Error) ? thrown.message : String(thrown) };
}

/** `instanceof` for what user code threw or gave: its own proxies may throw when they are asked. */
export function isInstance<T extends object>(
  value: unknown,
  type: abstract new (...args: never[]) => T,
): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}
