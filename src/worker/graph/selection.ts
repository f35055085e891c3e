/** Which of the traced applications belong to a graph, and in what order. */
import { Container, InputLayer, type SymbolicTensor } from '../tfjs/library';
import type { Application, Trace } from '../trace/trace';

/** What becomes a node: an input of the graph, or one application of a layer. */
export type Item =
  | {
      readonly type: 'input';
      readonly tensor: SymbolicTensor;
      readonly consumer: Application | undefined;
    }
  | { readonly type: 'application'; readonly application: Application };

export interface Selection {
  readonly items: readonly Item[];
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
}

/** Tensor ids only grow, so the order of first outputs is topological; failed calls come last. */
function orderOf(item: Item): number {
  if (item.type === 'input') return item.tensor.id;
  return item.application.outputs[0]?.id ?? Number.POSITIVE_INFINITY;
}

class Collector {
  readonly #trace: Trace;
  readonly #applications = new Set<Application>();
  readonly #inputs = new Map<SymbolicTensor, Application | undefined>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Adds the part of the graph that a tensor depends on. */
  addTensor(tensor: SymbolicTensor): void {
    const open: [SymbolicTensor, Application | undefined][] = [[tensor, undefined]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [current, consumer] = next;
      const producer = this.#trace.producerOf(current);
      if (producer === undefined) {
        if (!this.#inputs.has(current)) this.#inputs.set(current, consumer);
      } else if (!this.#applications.has(producer)) {
        this.#applications.add(producer);
        for (const input of producer.inputs) open.push([input, producer]);
      }
    }
  }

  addApplication(application: Application): void {
    this.#applications.add(application);
    for (const input of application.inputs) {
      this.addTensor(input);
      if (this.#inputs.has(input)) this.#inputs.set(input, application);
    }
  }

  has(application: Application): boolean {
    return this.#applications.has(application);
  }

  finish(
    inputs: readonly SymbolicTensor[] | undefined,
    outputs: readonly SymbolicTensor[],
  ): Selection {
    const items: Item[] = [
      ...[...this.#inputs].map(([tensor, consumer]) => ({
        type: 'input' as const,
        tensor,
        consumer,
      })),
      ...[...this.#applications].map((application) => ({
        type: 'application' as const,
        application,
      })),
    ];
    items.sort((a, b) => orderOf(a) - orderOf(b));
    const own = [...this.#inputs.keys()].filter((t) => t.sourceLayer instanceof InputLayer);
    return { items, inputs: inputs ?? own.sort((a, b) => a.id - b.id), outputs };
  }
}

/** The graph of a finished model. */
export function selectModel(trace: Trace, model: Container): Selection {
  const collector = new Collector(trace);
  for (const tensor of [...model.outputs, ...model.inputs]) collector.addTensor(tensor);
  return collector.finish(model.inputs, model.outputs);
}

/** The graph that tensors depend on, when no model was made of them. */
export function selectTensors(trace: Trace, outputs: readonly SymbolicTensor[]): Selection {
  const collector = new Collector(trace);
  for (const tensor of outputs) collector.addTensor(tensor);
  return collector.finish(undefined, outputs);
}

function models(trace: Trace): Container[] {
  const layers = [...trace.models, ...trace.applications.map(({ layer }) => layer)];
  return layers.filter((layer) => layer instanceof Container);
}

/**
 * The layers that no finished model holds, with all that they depend on: of what the entry
 * expression applied, or of everything when it applied nothing.
 */
export function selectUnfinished(trace: Trace): Selection {
  const finished = new Collector(trace);
  for (const model of models(trace)) {
    for (const tensor of model.outputs) finished.addTensor(tensor);
  }
  const candidates = trace.current.length > 0 ? trace.current : trace.applications;
  const collector = new Collector(trace);
  for (const application of candidates) {
    if (!finished.has(application)) collector.addApplication(application);
  }
  return collector.finish(undefined, []);
}
