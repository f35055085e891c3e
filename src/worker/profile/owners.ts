/**
 * Who time, kernels and bytes of a step are charged to: the nodes of the graph, layers inside of wrappers,
 * which the graph does not draw, and the parts of the step that are of no layer.
 */
import type { GraphNode, InnerGraph, ModelGraph } from '../../model/graph';
import { stepParts, type StepPart } from '../../protocol/profile';

export interface Owner {
  /** Unique among owners: the node's id, or the name of a part of the step. */
  readonly id: string;
  readonly part?: StepPart;
  readonly node?: GraphNode;
  /** Index of the owner that this one is inside of; -1 at the top. */
  readonly parent: number;
  readonly name: string;
  readonly className: string;
  /** Indexes of the owners inside, in the order of the graph. */
  readonly children: number[];
}

/** Owners by index, so that they are charged in typed arrays. */
export class Owners {
  readonly list: Owner[] = [];
  /** The owners at the top of the graph, in its order. */
  readonly top: number[] = [];
  readonly #byId = new Map<string, number>();

  constructor(graph: ModelGraph) {
    for (const part of stepParts)
      this.#add({ id: part, part, parent: -1, name: part, className: '', children: [] });
    this.#addLevel(graph, -1);
  }

  indexOf(id: string): number | undefined {
    return this.#byId.get(id);
  }

  at(index: number): Owner {
    const owner = this.list[index];
    if (owner === undefined) throw new Error(`there is no owner ${index}`);
    return owner;
  }

  part(part: StepPart): number {
    return stepParts.indexOf(part);
  }

  /** How many owners an owner is inside of. */
  depth(index: number): number {
    const { parent } = this.at(index);
    return parent === -1 ? 0 : 1 + this.depth(parent);
  }

  /** A layer that runs inside of another one and is no node of the graph, made when it first runs. */
  inner(parent: number, name: string, className: string): number {
    const id = `${this.at(parent).id}/${name}`;
    return this.#byId.get(id) ?? this.#add({ id, parent, name, className, children: [] });
  }

  #addLevel({ nodes }: InnerGraph, parent: number): void {
    for (const node of nodes) {
      const { id, name, className } = node;
      const index = this.#add({ id, node, parent, name, className, children: [] });
      if (parent === -1) this.top.push(index);
      if (node.inner !== undefined) this.#addLevel(node.inner, index);
    }
  }

  #add(owner: Owner): number {
    const index = this.list.push(owner) - 1;
    this.#byId.set(owner.id, index);
    if (owner.parent !== -1) this.at(owner.parent).children.push(index);
    return index;
  }
}
