/** Graphs made by hand for the analysis: a chain of calls writes nodes and edges in order. */
import { findSkips } from '../../../../src/model/residual';
import type { GraphEdge, GraphNode, InnerGraph, Skip } from '../../../../src/model/graph';

export type Ref = string;

interface LayerOptions {
  readonly kernel?: readonly number[];
  readonly inner?: InnerGraph;
}

export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];

  add(className: string, inputs: readonly Ref[], { kernel, inner }: LayerOptions = {}): Ref {
    const id = `${className}.${this.nodes.length}`;
    this.nodes.push({
      id,
      name: id,
      className,
      config: {},
      inputs: inputs.map(() => ({ shape: [null, 4], dtype: 'float32' })),
      outputs: [{ shape: [null, 4], dtype: 'float32' }],
      weights: kernel === undefined ? [] : [{ name: 'kernel', shape: kernel, trainable: true }],
      parameters: { trainable: 0, nonTrainable: 0 },
      macs: { forward: 0 },
      scope: null,
      places: [],
      ...(inner === undefined ? {} : { inner }),
    });
    inputs.forEach((from, input) => this.edges.push({ from, output: 0, to: id, input }));
    return id;
  }

  input(): Ref {
    return this.add('InputLayer', []);
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
