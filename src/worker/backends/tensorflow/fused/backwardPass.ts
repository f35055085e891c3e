/** A backward pass that frees gradients and saved tensors as soon as nobody needs them any more, instead of at its end. */
import { core } from '../../../tfjs/library';
import { turnToRecord } from '../../../tfjs/running';
import { engine, type Engine, type GradientsResult, type TapeNode } from './engine';
import type { Native } from './native';
import type { Patches } from './patches';

/** A node of the tape on a way from the inputs to the result, with the inputs that want a gradient. */
interface Needed {
  readonly node: TapeNode;
  readonly names: readonly string[];
}

function release({ saved }: TapeNode): void {
  for (const tensor of saved) tensor.dispose();
}

/** The nodes to go back through, the last first; what others saved is freed. */
function planOf(tape: readonly TapeNode[], xs: readonly core.Tensor[], y: core.Tensor): Needed[] {
  const fromInputs = new Set(xs.map(({ id }) => id));
  const forward = tape.map((node) => {
    turnToRecord(node);
    const names = Object.keys(node.inputs).filter((name) => {
      const input = node.inputs[name];
      return input !== undefined && fromInputs.has(input.id);
    });
    if (names.length > 0) for (const { id } of node.outputs) fromInputs.add(id);
    return { node, names };
  });
  const toResult = new Set([y.id]);
  return forward.reverse().filter(({ node, names }) => {
    turnToRecord(node);
    const reached = node.outputs.some(({ id }) => toResult.has(id));
    if (reached) for (const input of Object.values(node.inputs)) if (input) toResult.add(input.id);
    const needed = reached && names.length > 0;
    if (!needed) release(node);
    return needed;
  });
}

function checked(node: TapeNode, name: string, x: core.Tensor, dx: core.Tensor): core.Tensor {
  if (dx.dtype === 'float32' && core.util.arraysEqual(x.shape, dx.shape)) return dx;
  throw new Error(
    `Error in gradient for op ${node.kernelName}. The gradient of input '${name}' has ${dx.dtype} of shape ` +
      `'${dx.shape.join()}', which does not match the shape of the input '${x.shape.join()}'`,
  );
}

/** The gradients for a node's inputs; each a tensor of its own, so that each can be freed. */
function gradientsOf(
  native: Native,
  { node, names }: Needed,
  dys: readonly (core.Tensor | undefined)[],
): core.Tensor[] {
  const { gradient } = node;
  if (gradient === undefined) {
    throw new Error(`Cannot compute gradient: gradient function not found for ${node.kernelName}.`);
  }
  return core.tidy(() => {
    const makers = gradient(dys);
    const seen = new Set<core.Tensor | undefined>(dys);
    return names.map((name) => {
      const make = makers[name];
      if (make === undefined) {
        const available = Object.keys(makers).join();
        throw new Error(
          `Cannot backprop through input ${name}. Available gradients found: ${available}.`,
        );
      }
      const made = make();
      const own = seen.has(made) ? native.alias(made, made.shape) : made;
      seen.add(own);
      return own;
    });
  });
}

/** Gradients that have come together so far, by the id of the tensor. */
class Accumulated {
  readonly #byId = new Map<number, core.Tensor>();

  constructor(
    y: core.Tensor,
    readonly given: core.Tensor | undefined,
  ) {
    this.#byId.set(y.id, given ?? core.ones(y.shape));
  }

  of({ id }: core.Tensor): core.Tensor | undefined {
    return this.#byId.get(id);
  }

  #free(gradient: core.Tensor): void {
    if (gradient !== this.given) gradient.dispose();
  }

  add({ id }: core.Tensor, gradient: core.Tensor): void {
    const before = this.#byId.get(id);
    if (before === undefined) {
      this.#byId.set(id, gradient);
      return;
    }
    this.#byId.set(id, engine().runKernel(core.Add, { a: before, b: gradient }));
    this.#free(before);
    gradient.dispose();
  }

  drop({ id }: core.Tensor): void {
    const gradient = this.#byId.get(id);
    if (gradient === undefined) return;
    this.#free(gradient);
    this.#byId.delete(id);
  }
}

function goBack(
  native: Native,
  plan: readonly Needed[],
  xs: readonly core.Tensor[],
  sums: Accumulated,
): (core.Tensor | undefined)[] {
  const wanted = new Set(xs.map(({ id }) => id));
  for (const needed of plan) {
    const { node, names } = needed;
    turnToRecord(node);
    const dys = node.outputs.map((output) => sums.of(output));
    const gradients = gradientsOf(native, needed, dys);
    names.forEach((name, index) => {
      const [x, dx] = [node.inputs[name], gradients[index]];
      if (x !== undefined && dx !== undefined) sums.add(x, checked(node, name, x, dx));
    });
    for (const output of node.outputs) if (!wanted.has(output.id)) sums.drop(output);
    release(node);
  }
  turnToRecord(undefined);
  return xs.map((x) => sums.of(x));
}

function recorded(self: Engine, f: () => core.Tensor): { y: core.Tensor; tape: TapeNode[] } {
  self.startTape();
  try {
    const y = self.tidy('forward', f);
    const tape = self.state.activeTape ?? [];
    self.state.activeTape = null;
    return { y, tape };
  } finally {
    self.endTape();
  }
}

export function freeWhileGoingBack(native: Native, patches: Patches): void {
  patches.method(engine(), 'gradients', (before) => {
    return function (this: Engine, f, xs, dy, allowNone = false): GradientsResult {
      const first = this.state.gradientDepth === 0 && native.takes(...(dy ? [dy] : []));
      if (!first || xs.length === 0) return before.call(this, f, xs, dy, allowNone);
      const { y, tape } = recorded(this, f);
      const plan = planOf(tape, xs, y);
      turnToRecord(undefined);
      if (!allowNone && plan.length === 0) {
        throw new Error(
          'Cannot compute gradient of y=f(x) with respect to x. Make sure that the f you passed encloses all operations that ' +
            'lead from x to y.',
        );
      }
      return this.tidy('backward', () => {
        const grads = goBack(native, plan, xs, new Accumulated(y, dy));
        return { value: y, grads };
      });
    };
  });
}
