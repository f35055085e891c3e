/**
 * A graph made quick to ask: its nodes, groups and skips by id, nested models included, and who
 * holds whom. Built once for each graph that arrives.
 */
import { receptiveFields, type ReceptiveField } from '../../src/model/receptiveField';
import type { GraphNode, ModelGraph, Scope, Skip } from '../../src/model/graph';
import { layerName } from '../../src/model/layerName';
import { regrouped, ungrouped, type Regrouped } from '../../src/model/repeats/repeats';

export interface NodeEntry {
  readonly node: GraphNode;
  /** Id of the innermost group that holds the node. */
  readonly parent: string | null;
  /** Ids of the nodes that feed it and that it feeds, in the order of the tensors. */
  readonly from: string[];
  readonly to: string[];
}

/** A call of a user function, or a nested model. */
export interface GroupEntry {
  readonly id: string;
  readonly parent: string | null;
  readonly title: string;
  readonly scope?: Scope;
  readonly model?: GraphNode;
}

/** A recurrent skip is inside one layer, which is then neither its fork nor its merge alone. */
export type SkipRole = 'fork' | 'merge' | 'shortcut' | 'holder';

export interface NodeSkip {
  readonly skip: Skip;
  readonly role: SkipRole;
}

export interface Totals {
  readonly layers: number;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
}

interface Summary {
  layers: number;
  trainable: number;
  nonTrainable: number;
  macs: number;
  readonly skips: Skip[];
}

export class GraphIndex {
  readonly nodes = new Map<string, NodeEntry>();
  readonly groups = new Map<string, GroupEntry>();
  readonly skips = new Map<string, Skip>();
  readonly #skipsOfNode = new Map<string, NodeSkip[]>();
  #summaries: Map<string | null, Summary> | undefined;

  #fields: ReadonlyMap<string, ReceptiveField> | undefined;

  constructor(readonly graph: ModelGraph) {
    // The layout groups what repeats in the same way, so every group of a picture is known here.
    this.#addLevel(regrouped(graph), null);
  }

  /** Of a node; undefined where the input has no spatial axis or what is read is not known. */
  receptiveFieldOf(id: string): ReceptiveField | undefined {
    // Nobody needs them before a layer is selected.
    this.#fields ??= receptiveFields(this.graph);
    return this.#fields.get(id);
  }

  /** The groups that hold a node or group, outermost first; a ring of scopes is gone round once. */
  pathOf(id: string): GroupEntry[] {
    const path = new Set<GroupEntry>();
    let parent = this.parentOf(id);
    while (parent !== null) {
      const group = this.groups.get(parent);
      if (group === undefined || path.has(group)) break;
      path.add(group);
      parent = group.parent;
    }
    return [...path].reverse();
  }

  /** The name of a node in words; its id where it is not known. */
  nameOf(id: string): string {
    const entry = this.nodes.get(id);
    return entry === undefined ? id : layerName(entry.node);
  }

  parentOf(id: string): string | null {
    return this.groups.get(id)?.parent ?? this.nodes.get(id)?.parent ?? null;
  }

  /** What a node has to do with skips: as fork, merge, or layer of a shortcut. */
  skipsOf(nodeId: string): readonly NodeSkip[] {
    return this.#skipsOfNode.get(nodeId) ?? [];
  }

  /** The skips that merge in a group at any depth, in order; all of them for null. */
  skipsIn(group: string | null): readonly Skip[] {
    return this.#summaryOf(group).skips;
  }

  totalsOf(group: string | null): Totals {
    return this.#summaryOf(group);
  }

  #summaryOf(group: string | null): Summary {
    this.#summaries ??= this.#summarize();
    return this.#summaries.get(group) ?? emptySummary();
  }

  /** All groups in one pass: every layer and skip counts for each group around it. */
  #summarize(): Map<string | null, Summary> {
    const summaries = new Map<string | null, Summary>();
    const around = (id: string): Summary[] =>
      [null, ...this.pathOf(id).map((group) => group.id)].map((group) => {
        const summary = summaries.get(group) ?? emptySummary();
        summaries.set(group, summary);
        return summary;
      });
    for (const { node } of this.nodes.values()) {
      if (node.inner !== undefined) continue;
      for (const summary of around(node.id)) addLayer(summary, node);
    }
    for (const skip of this.skips.values()) {
      for (const summary of around(skip.merge)) summary.skips.push(skip);
    }
    return summaries;
  }

  #addLevel({ graph, scopes, moved, inner }: Regrouped, model: string | null): void {
    for (const scope of scopes) {
      const title = scope.siblings > 1 ? `${scope.name} ${scope.ordinal}` : scope.name;
      this.groups.set(scope.id, { id: scope.id, parent: scope.parent ?? model, title, scope });
    }
    graph.nodes.forEach((node, number) => {
      this.#addNode(node, moved[number] ?? node.scope ?? model, inner.get(number));
    });
    for (const { from, to } of graph.edges) {
      this.nodes.get(from)?.to.push(to);
      this.nodes.get(to)?.from.push(from);
    }
    for (const skip of graph.skips) this.#addSkip(skip);
  }

  #addNode(node: GraphNode, parent: string | null, inner: Regrouped | undefined): void {
    this.nodes.set(node.id, { node, parent, from: [], to: [] });
    if (node.inner === undefined) return;
    this.groups.set(node.id, { id: node.id, parent, title: layerName(node), model: node });
    this.#addLevel(inner ?? ungrouped(node.inner), node.id);
  }

  #addSkip(skip: Skip): void {
    this.skips.set(skip.id, skip);
    if (skip.fork === skip.merge) {
      this.#addRole(skip.merge, { skip, role: 'holder' });
      return;
    }
    this.#addRole(skip.fork, { skip, role: 'fork' });
    for (const id of skip.shortcut) this.#addRole(id, { skip, role: 'shortcut' });
    this.#addRole(skip.merge, { skip, role: 'merge' });
  }

  #addRole(id: string, role: NodeSkip): void {
    const known = this.#skipsOfNode.get(id);
    if (known === undefined) this.#skipsOfNode.set(id, [role]);
    else known.push(role);
  }
}

function emptySummary(): Summary {
  return { layers: 0, trainable: 0, nonTrainable: 0, macs: 0, skips: [] };
}

function addLayer(summary: Summary, { parameters, macs }: GraphNode): void {
  summary.layers++;
  summary.trainable += parameters.trainable;
  summary.nonTrainable += parameters.nonTrainable;
  summary.macs += macs.forward;
}
