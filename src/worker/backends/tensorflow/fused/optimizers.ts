/**
 * Optimizers that update each variable in place by one operation. The value moves into a resource of TensorFlow, which the
 * variable's tensor stays a view of.
 */
import type { TFEOpAttr } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { core } from '../../../tfjs/library';
import { engine } from './engine';
import type { Id, Native } from './native';
import type { Patches } from './patches';
import { setVariable } from './variables';

interface Resource {
  readonly handle: Id;
  /** The tensor of TensorFlow that the variable showed when it was last updated. */
  view: Id;
}

/** What an update reads besides the variable and its slots. */
interface Applied {
  readonly gradient: core.Tensor;
  /** All of it in the operation's order, the gradient too. */
  readonly inputs: readonly Id[];
}

let resources = 0;

/** The resources behind variables. */
class Resources {
  readonly #native: Native;
  readonly #byVariable = new Map<core.Variable, Resource>();
  readonly #typed: TFEOpAttr[];

  constructor(native: Native) {
    this.#native = native;
    this.#typed = [native.type('dtype')];
  }

  #make({ shape }: core.Variable): Resource {
    const attributes = [
      ...this.#typed,
      this.#native.text('container', ''),
      this.#native.text('shared_name', `fused_${process.pid}_${resources++}`),
      this.#native.shapeAttribute('shape', shape),
    ];
    return { handle: this.#native.one('VarHandleOp', attributes, []).id, view: -1 };
  }

  /** The resource with the variable's value, which the variable does not hold on to until `show`. */
  take(variable: core.Variable): Id {
    const id = this.#native.id(variable);
    const known = this.#byVariable.get(variable);
    const resource = known ?? this.#make(variable);
    this.#byVariable.set(variable, resource);
    if (id !== resource.view) {
      // New, or assigned by the user; what it shares with others must not change in place.
      const copy = this.#native.one('DeepCopy', this.#native.floats, [id]).id;
      this.#native.all('AssignVariableOp', this.#typed, [resource.handle, copy], 0);
      this.#native.free(copy);
    }
    return resource.handle;
  }

  /** Lets the variable's own view go, so that TensorFlow need not copy before it writes. */
  letGo(variable: core.Variable): void {
    if (!this.#native.isOwn(variable)) return;
    this.#native.free(this.#native.id(variable));
    this.#native.exchange(variable, -1);
  }

  show(variable: core.Variable): void {
    const resource = this.#byVariable.get(variable);
    if (resource === undefined) return;
    resource.view = this.#native.one('ReadVariableOp', this.#typed, [resource.handle]).id;
    setVariable(this.#native, variable, resource.view);
  }

  drop(variable: core.Variable): void {
    const resource = this.#byVariable.get(variable);
    if (resource === undefined) return;
    this.#native.all('DestroyResourceOp', [], [resource.handle], 0);
    this.#native.free(resource.handle);
    this.#byVariable.delete(variable);
  }

  dropAll(): void {
    for (const variable of [...this.#byVariable.keys()]) this.drop(variable);
  }

  /** Runs `ResourceApply…` on a variable and its slots. */
  apply(
    operation: string,
    attributes: readonly TFEOpAttr[],
    variables: readonly core.Variable[],
    { gradient, inputs }: Applied,
  ): void {
    const name = `ResourceApply${operation}`;
    const slots = variables.map((variable, index) => [`slot${index}`, variable] as const);
    this.#native.kernel(name, { ...Object.fromEntries(slots), gradient }, () => {
      const handles = variables.map((variable) => this.take(variable));
      for (const variable of variables) this.letGo(variable);
      try {
        this.#native.all(name, attributes, [...handles, ...inputs], 0);
      } finally {
        for (const variable of variables) this.show(variable);
      }
      return [...variables];
    });
  }
}

type Gradients = Parameters<core.Optimizer['applyGradients']>[0];

interface Slot {
  readonly variable: core.Variable;
}

/** What TensorFlow.js's optimizers keep to themselves. */
interface Optimizer {
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
}

interface Sgd extends Optimizer {
  /** The learning rate, negative. */
  readonly c: core.Scalar;
}

interface Momentum extends Sgd {
  readonly m: core.Scalar;
  readonly useNesterov: boolean;
  readonly accumulations: readonly Slot[];
}

interface Adam extends Optimizer {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: core.Variable;
  readonly accBeta2: core.Variable;
  readonly accumulatedFirstMoment: readonly Slot[];
  readonly accumulatedSecondMoment: readonly Slot[];
}

interface Update {
  readonly variable: core.Variable;
  readonly gradient: core.Tensor;
  readonly index: number;
}

function updatesOf(gradients: Gradients): Update[] {
  const named = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  return named.map(([name, gradient], index) => {
    const variable = engine().state.registeredVariables[name];
    if (variable === undefined) throw new Error(`there is no variable ${name}`);
    return { variable, gradient, index };
  });
}

function slot(slots: readonly Slot[], index: number): core.Variable {
  const found = slots[index];
  if (found === undefined) throw new Error('the optimizer has no slot for a variable');
  return found.variable;
}

/** Replaces the updates of one class, and of none that extends it. */
function replace<T extends Optimizer>(
  native: Native,
  patches: Patches,
  optimizerClass: { readonly prototype: unknown },
  update: (optimizer: T, updates: readonly Update[]) => void,
  isReady: (optimizer: T, count: number) => boolean,
): void {
  const prototype = optimizerClass.prototype as T;
  patches.method(prototype, 'applyGradients', (before) => {
    return function (this: T, gradients: Gradients): void {
      const updates = updatesOf(gradients);
      const own = Object.getPrototypeOf(this) === prototype && isReady(this, updates.length);
      const taken = updates.flatMap(({ variable, gradient }) => [variable, gradient]);
      if (!own || !native.takes(...taken)) {
        before.call(this, gradients);
        return;
      }
      core.tidy(() => {
        update(this, updates);
      });
      this.incrementIterations();
    };
  });
}

/** Kingma and Ba 2015, "Adam"; TensorFlow adds ε before the correction of the bias, TensorFlow.js after: hence √(1 − β₂ᵗ). */
function adamStep(native: Native, held: Resources, adam: Adam, updates: readonly Update[]): void {
  const epsilon = core.mul(core.sqrt(core.sub(1, adam.accBeta2)), adam.epsilon);
  const scalars = native.ids(
    adam.accBeta1,
    adam.accBeta2,
    ...[adam.learningRate, adam.beta1, adam.beta2].map((value) => core.scalar(value)),
    epsilon,
  );
  for (const { variable, gradient, index } of updates) {
    const slots = [adam.accumulatedFirstMoment, adam.accumulatedSecondMoment];
    const variables = [variable, ...slots.map((list) => slot(list, index))];
    const inputs = [...scalars, native.id(gradient)];
    held.apply('Adam', native.floats, variables, { gradient, inputs });
  }
  adam.accBeta1.assign(core.mul(adam.accBeta1, adam.beta1));
  adam.accBeta2.assign(core.mul(adam.accBeta2, adam.beta2));
}

function momentumStep(
  native: Native,
  held: Resources,
  optimizer: Momentum,
  updates: readonly Update[],
): void {
  const rate = native.id(core.neg(optimizer.c));
  const attributes = [...native.floats, native.flag('use_nesterov', optimizer.useNesterov)];
  for (const { variable, gradient, index } of updates) {
    const variables = [variable, slot(optimizer.accumulations, index)];
    const inputs = [rate, native.id(gradient), native.id(optimizer.m)];
    held.apply('Momentum', attributes, variables, { gradient, inputs });
  }
}

export function updateInPlace(native: Native, patches: Patches): void {
  const held = new Resources(native);
  patches.onUndo(() => held.dropAll());
  patches.method(engine(), 'disposeVariable', (before) => {
    return function (this: ReturnType<typeof engine>, variable) {
      held.drop(variable);
      before.call(this, variable);
    };
  });
  replace<Sgd>(
    native,
    patches,
    core.SGDOptimizer,
    ({ c }, updates) => {
      const rate = native.id(core.neg(c));
      for (const { variable, gradient } of updates) {
        const inputs = [rate, native.id(gradient)];
        held.apply('GradientDescent', native.floats, [variable], { gradient, inputs });
      }
    },
    () => true,
  );
  const hasSlots = (slots: readonly Slot[], count: number) => slots.length >= count;
  replace<Momentum>(
    native,
    patches,
    core.MomentumOptimizer,
    (optimizer, updates) => momentumStep(native, held, optimizer, updates),
    ({ accumulations }, count) => hasSlots(accumulations, count),
  );
  replace<Adam>(
    native,
    patches,
    core.AdamOptimizer,
    (adam, updates) => adamStep(native, held, adam, updates),
    ({ accumulatedFirstMoment }, count) => hasSlots(accumulatedFirstMoment, count),
  );
}
