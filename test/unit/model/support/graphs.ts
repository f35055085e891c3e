/** Graphs made by hand for the analysis: a chain of calls writes nodes and edges in order. */
import { findSkips } from '../../../../src/model/residual';
import type { GraphEdge, GraphNode, InnerGraph, Shape, Skip } from '../../../../src/model/graph';

export type Ref = string;

interface LayerOptions {
  readonly kernel?: readonly number[];
  readonly inner?: InnerGraph;
  readonly config?: GraphNode['config'];
  /** Of the output; that of the first input if left out. */
  readonly shape?: Shape;
  /** Of inputs that no node of the graph makes, such as numbers written in the code. */
  readonly constants?: readonly Shape[];
  readonly failed?: boolean;
  /** The layer's; the id if left out. */
  readonly name?: string;
}

const anyShape: Shape = [null, 4];

export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly #shapes = new Map<Ref, Shape>();

  add(className: string, inputs: readonly Ref[], options: LayerOptions = {}): Ref {
    const { kernel, inner, config = {}, constants = [] } = options;
    const id = `${className}.${this.nodes.length}`;
    const read = [...inputs.map((input) => this.shapeOf(input)), ...constants];
    this.nodes.push({
      id,
      name: options.name ?? id,
      className,
      config,
      inputs: read.map((shape) => ({ shape, dtype: 'float32' })),
      outputs: options.failed
        ? []
        : [{ shape: options.shape ?? read[0] ?? anyShape, dtype: 'float32' }],
      weights: kernel === undefined ? [] : [{ name: 'kernel', shape: kernel, trainable: true }],
      parameters: { trainable: 0, nonTrainable: 0 },
      macs: { forward: 0 },
      scope: null,
      places: [],
      ...(inner === undefined ? {} : { inner }),
      ...(options.failed ? { failed: true } : {}),
    });
    this.#shapes.set(id, options.shape ?? read[0] ?? anyShape);
    inputs.forEach((from, input) => this.edges.push({ from, output: 0, to: id, input }));
    return id;
  }

  shapeOf(ref: Ref): Shape {
    return this.#shapes.get(ref) ?? anyShape;
  }

  input(shape: Shape = anyShape): Ref {
    return this.add('InputLayer', [], { shape });
  }

  conv(x: Ref, size = 3): Ref {
    return this.add('Conv2D', [x], { kernel: [size, size, 4, 4] });
  }

  dense(x: Ref): Ref {
    return this.add('Dense', [x], { kernel: [4, 4] });
  }

  norm(x: Ref): Ref {
    return this.add('BatchNormalization', [x]);
  }

  relu(x: Ref): Ref {
    return this.add('ReLU', [x]);
  }

  pool(x: Ref): Ref {
    return this.add('AveragePooling2D', [x]);
  }

  sum(...inputs: Ref[]): Ref {
    return this.add('Add', inputs);
  }

  skips(): Skip[] {
    return findSkips(this.nodes, this.edges);
  }

  graph(output: Ref): InnerGraph {
    return {
      name: 'inner',
      inputs: this.nodes.filter((n) => n.className === 'InputLayer').map((n) => n.id),
      outputs: [output],
      nodes: this.nodes,
      edges: this.edges,
      scopes: [],
      skips: this.skips(),
    };
  }
}
